import type { AccessEntry } from '../../sync/protocol/access.ts';
import type { ReadHandle, WriteTx } from './handles.ts';
import type { Schema } from './schema.ts';

/** Adds a line of the access log, or replaces it by what it has become. */
export function putAccess(tx: WriteTx<Schema>, { id, action, what, why, kinds, rows, atMs }: AccessEntry): void {
  tx.prepared<[string, string, string, string, string, number, number], never>(
    'insert or replace into accessEntry (id, action, what, why, kinds, rows, atMs) values (?, ?, ?, ?, ?, ?, ?)',
  ).run([id, action, what, why, JSON.stringify(kinds), rows, atMs]);
}

/** Oldest first. */
export function listAccess(read: ReadHandle<Schema>, limit: number): readonly AccessEntry[] {
  return read
    .prepared<[number], Omit<AccessEntry, 'kinds'> & { readonly kinds: string }>(
      'select * from accessEntry order by id limit ?',
    )
    .all([limit])
    .map(({ kinds, ...rest }) => ({ ...rest, kinds: JSON.parse(kinds) as string[] }));
}

export function dropAccess(tx: WriteTx<Schema>, ids: readonly string[]): void {
  const statement = tx.prepared<[string], never>('delete from accessEntry where id = ?');
  for (const id of ids) statement.run([id]);
}
