import type { ReplicaRow } from '../contract/types.ts';
import type { ReadHandle } from '../db/handles.ts';
import type { Schema } from '../db/schema.ts';
import { loadRows } from '../lists/load-rows.ts';

const MAX_DEALS = 200;

/** The deals of a contact or a company, highest value first, at most 200. */
export function dealsOf(
  read: ReadHandle<Schema>,
  parent: 'contactId' | 'companyId',
  id: string,
): readonly ReplicaRow<'deal'>[] {
  const found = read
    .prepared<[string], { rowid: number }>(
      `select rowid from deal where ${parent} = ? and ${parent} is not null and isDeleted = 0
       order by valueMinor desc, id desc limit ${MAX_DEALS}`,
    )
    .all([id]);
  return loadRows(
    read,
    'deal',
    found.map(({ rowid }) => rowid),
  );
}
