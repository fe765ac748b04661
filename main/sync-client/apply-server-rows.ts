import { isKind } from '../../sync/model/kinds/all-kinds.ts';
import { refKey, type AnyRow, type RecordRef } from '../../sync/model/row.ts';
import type { WireRow } from '../../sync/protocol/wire-row.ts';
import type { LocalTx } from '../db/local-store.ts';
import { getStoredRow, putRow, putServerRow } from '../db/replica-store.ts';
import { leaveScope } from './leave-scope.ts';
import { endQuarantine, quarantine } from './quarantine.ts';
import { watchDeletions } from './touch-children.ts';

/** What applying rows did, for the caller to finish in the same transaction. */
export interface AppliedRows {
  /** Records with unsettled changes whose server row moved; they have to be rebased. */
  readonly toRebase: RecordRef[];
  /** Keys of records that now are as the server has them, with nothing pending: a rebase would write them again. */
  readonly settled: Set<string>;
}

/**
 * Stores rows of the server. Only newer ones count; where changes are pending, the row is kept beside what is shown.
 * A row without body left the reader's scope: it goes, and what was pending on it waits for the user. One row that the
 * database refuses is put into quarantine and does not stop the others.
 */
export function applyServerRows(local: LocalTx, rows: readonly WireRow[]): AppliedRows {
  const applied: AppliedRows = { toRebase: [], settled: new Set() };
  const isUnsettled = unsettledLookup(local);
  const beforeRow = watchDeletions(local);
  const refused: string[] = [];
  for (const wire of rows) {
    const [kind, id] = wire;
    if (!isKind(kind)) continue;
    try {
      const afterRow = beforeRow(wire);
      applyOne(local, { ref: { kind, id }, wire, isUnsettled: isUnsettled({ kind, id }) }, applied);
      afterRow();
      local.touch(kind);
    } catch (error) {
      if (!isBadRow(error)) throw error;
      refused.push(refKey({ kind, id }));
    }
  }
  endQuarantine(
    local.tx,
    rows.map(([kind, id]) => `${kind}:${id}`),
  );
  quarantine(local.tx, refused);
  return applied;
}

/** Asked for every row of a pull, so it costs nothing while the queue is empty. */
function unsettledLookup({ tx }: LocalTx): (ref: RecordRef) => boolean {
  const isAny =
    tx.prepared<[], { found: number }>('select 1 as found from mutationRow limit 1').first([]) !== undefined;
  if (!isAny) return () => false;
  const find = tx.prepared<[string, string], { found: number }>(
    'select 1 as found from mutationRow where kind = ? and id = ? limit 1',
  );
  return ({ kind, id }) => find.first([kind, id]) !== undefined;
}

interface Incoming {
  readonly ref: RecordRef;
  readonly wire: WireRow;
  readonly isUnsettled: boolean;
}

function applyOne(local: LocalTx, { ref, wire, isUnsettled }: Incoming, applied: AppliedRows): void {
  const [, id, seq, orgId, isDeleted, body] = wire;
  const { kind } = ref;
  if (body === null) return leaveScope(local, ref);
  const row = { ...body, id, orgId, isDeleted: isDeleted === 1 } as unknown as AnyRow;
  if (!isUnsettled) {
    if (putServerRow(local.tx, kind, row, { seq, localSeq: local.localSeq })) applied.settled.add(refKey(ref));
    return;
  }
  const stored = getStoredRow(local.tx, ref);
  if ((stored?.serverSeq ?? 0) >= seq) return;
  const meta = { localSeq: local.localSeq, serverSeq: seq, pending: stored?.pending ?? null, serverRow: row };
  putRow(local.tx, kind, stored?.row ?? row, meta);
  applied.toRebase.push(ref);
}

/** SQLite refuses a row with a missing or wrong field (NOT NULL, datatype); anything else is no fault of the row. */
function isBadRow(error: unknown): boolean {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = (cause as { readonly code?: unknown }).code;
  return error instanceof TypeError || (typeof code === 'string' && code.startsWith('SQLITE_CONSTRAINT'));
}
