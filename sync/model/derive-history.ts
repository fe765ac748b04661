import { v5 as uuidV5 } from 'uuid';
import type { AnyRow, Fields } from './row.ts';
import type { Kind } from './kinds/all-kinds.ts';
import type { MergeRule } from './kinds/define-kind.ts';

export type HistoryFields = Fields<'history'>;

/** One thing that happened to one record; becomes a history row. */
export interface HistoryEntry {
  readonly recordKind: Kind;
  readonly recordId: string;
  readonly orgId: string | null;
  readonly action: HistoryFields['action'];
  readonly group: string | null;
  readonly before: unknown;
  readonly after: unknown;
  /** Null where nobody else had changed the record meanwhile. */
  readonly merge: {
    readonly outcome: NonNullable<HistoryFields['merge']>['outcome'];
    readonly rule: MergeRule | null;
    readonly mine: unknown;
    readonly theirs: unknown;
    readonly others: readonly { readonly group: string; readonly by: string | null; readonly atMs: number | null }[];
  } | null;
}

/**
 * History rows of a mutation. Their ids are UUIDv5(mutation id, index), so that the laptop's provisional rows and the
 * server's are the same rows, however often either derives them.
 */
export function deriveHistory(
  entries: readonly HistoryEntry[],
  mutation: { readonly id: string; readonly name: string; readonly actorId: string; readonly atMs: number },
): readonly AnyRow[] {
  return entries.map(({ orgId, ...entry }, index) => ({
    ...entry,
    id: uuidV5(String(index), mutation.id),
    orgId,
    createdBy: mutation.actorId,
    createdAtMs: mutation.atMs,
    updatedAtMs: mutation.atMs,
    isDeleted: false,
    mutationId: mutation.id,
    mutationName: mutation.name,
    actorId: mutation.actorId,
    atMs: mutation.atMs,
  }));
}
