import type { ReplicaRow } from '../contract/types.ts';
import type { ReadHandle } from '../db/handles.ts';
import type { Schema } from '../db/schema.ts';
import { loadRows } from '../lists/load-rows.ts';

/** In the order that the administrator gave them. A tenant has a handful, so they are sorted here. */
export function dealsPipelines(read: ReadHandle<Schema>): readonly ReplicaRow<'pipeline'>[] {
  const found = read.prepared<[], { rowid: number }>('select rowid from pipeline where isDeleted = 0').all([]);
  const pipelines = loadRows(
    read,
    'pipeline',
    found.map(({ rowid }) => rowid),
  );
  return pipelines.toSorted((a, b) => a.position - b.position || (a.id < b.id ? -1 : 1));
}
