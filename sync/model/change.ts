import type { Kind } from './kinds/all-kinds.ts';
import type { AnyRow, Fields, Row } from './row.ts';

/** What a mutation does to one row. History and audit rows are derived from these, never written by mutations. */
export type Change =
  | { readonly kind: 'insert'; readonly of: Kind; readonly row: AnyRow }
  | {
      readonly kind: 'update';
      readonly of: Kind;
      readonly row: AnyRow;
      readonly patch: Readonly<Record<string, unknown>>;
    }
  | { readonly kind: 'delete'; readonly of: Kind; readonly row: AnyRow }
  | { readonly kind: 'restore'; readonly of: Kind; readonly row: AnyRow };

/** A new row; the framework adds who and when. */
export function insert<K extends Kind>(
  of: K,
  id: string,
  orgId: string | null,
  fields: Fields<K>,
  stamp: Stamp,
): Change {
  const row = { ...fields, id, orgId, ...stamp, updatedAtMs: stamp.createdAtMs, isDeleted: false };
  return { kind: 'insert', of, row: row as unknown as AnyRow };
}

export interface Stamp {
  readonly createdBy: string;
  readonly createdAtMs: number;
}

/** Changes of fields; `customFields` in a patch holds only the keys that change. */
export const update = <K extends Kind>(of: K, row: Row<K>, patch: Partial<Fields<K>>): Change => ({
  kind: 'update',
  of,
  row: row as unknown as AnyRow,
  patch,
});

/** Into another unit; what hangs on the record follows it on the server. */
export const moveTo = (of: Kind, row: AnyRow, orgId: string): Change => ({ kind: 'update', of, row, patch: { orgId } });

export const remove = (of: Kind, row: AnyRow): Change => ({ kind: 'delete', of, row });

export const restore = (of: Kind, row: AnyRow): Change => ({ kind: 'restore', of, row });

/** The row after the change. */
export function rowAfter(change: Change, atMs: number): AnyRow {
  switch (change.kind) {
    case 'insert':
      return change.row;
    case 'update':
      return { ...applyPatch(change.row, change.patch), updatedAtMs: atMs };
    case 'delete':
      return { ...change.row, isDeleted: true, updatedAtMs: atMs };
    case 'restore':
      return { ...change.row, isDeleted: false, updatedAtMs: atMs };
  }
}

export function applyPatch(row: AnyRow, patch: Readonly<Record<string, unknown>>): AnyRow {
  const custom = patch['customFields'];
  if (custom === undefined) return { ...row, ...patch };
  return { ...row, ...patch, customFields: { ...(row['customFields'] as object), ...(custom as object) } };
}
