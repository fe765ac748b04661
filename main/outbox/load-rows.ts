import type { LoadedRows, Mutation, Read } from '../../sync/model/mutations/define-mutation.ts';
import type { AnyRow, RecordRef, Row } from '../../sync/model/row.ts';

/** Where a mutation's rows come from: the replica, or an overlay of rows that are being worked out. */
export type RowSource = (ref: RecordRef) => AnyRow | undefined;

/** All rows that a mutation wants to see, by the names it gave them; what is not here is undefined. */
export function loadRows(mutation: Mutation, args: unknown, source: RowSource): LoadedRows {
  const rows: Record<string, Row | undefined> = {};
  const first = mutation.reads(args);
  addAll(rows, first, source);
  const isComplete = Object.entries(first).every(([name, read]) => read.optional || rows[name] !== undefined);
  if (isComplete) addAll(rows, mutation.readsThen(rows, args), source);
  return rows;
}

/** True when every row is here that the mutation cannot do without. */
export function hasAllRows(mutation: Mutation, args: unknown, rows: LoadedRows): boolean {
  const isThere = ([name, read]: readonly [string, Read]) => read.optional || rows[name] !== undefined;
  return (
    Object.entries(mutation.reads(args)).every(isThere) && Object.entries(mutation.readsThen(rows, args)).every(isThere)
  );
}

function addAll(rows: Record<string, Row | undefined>, reads: Readonly<Record<string, Read>>, source: RowSource): void {
  for (const [name, read] of Object.entries(reads)) {
    rows[name] = read.id === '' ? undefined : (source(read) as Row | undefined);
  }
}
