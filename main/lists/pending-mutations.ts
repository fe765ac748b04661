import type { Kind } from '../../sync/model/kinds/all-kinds.ts';
import type { ReadHandle } from '../db/handles.ts';
import type { Schema } from '../db/schema.ts';

/** Ids of the changes on a record that the server has not confirmed, in queue order. */
export function pendingMutationIds(read: ReadHandle<Schema>, kind: Kind, recordId: string): readonly string[] {
  const found = read
    .prepared<[string, string], { id: string }>(
      `select mutation.id from mutationRow cross join mutation on mutation.ordinal = mutationRow.ordinal
       where mutationRow.kind = ? and mutationRow.id = ? and mutation.state in ('queued', 'sending', 'held', 'parked')
       order by mutationRow.ordinal`,
    )
    .all([kind, recordId]);
  return found.map(({ id }) => id);
}
