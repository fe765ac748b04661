import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type Sqlite from 'better-sqlite3';
import { v7 as uuidV7 } from 'uuid';
import { connect } from '../../main/db/connect.ts';
import { fileKeyStore } from '../../main/db/file-key-store.ts';
import type { ReadHandle } from '../../main/db/handles.ts';
import type { Schema } from '../../main/db/schema.ts';
import { readLastUser, userFolder, userKey } from '../../main/engine/user-folder.ts';

type Values = Readonly<Record<string, string | number | null>>;

export interface BareReplica {
  /**
   * A function that writes, with new ids, the rows that this mutation wrote: the record with its search text, its
   * history, the queue's entry and the counters; one FULL transaction, on the disk when it returns.
   */
  copyOf(read: ReadHandle<Schema>, mutationId: string): (index: number) => void;
  close(): void;
}

/** A copy of a replica, opened with the product's pragmas and used with the driver alone. */
export async function openBareReplica(dataDir: string): Promise<BareReplica> {
  const user = readLastUser(dataDir);
  if (!user) throw new Error(`Nobody has signed in to ${readdirSync(dataDir).join(', ')}.`);
  const key = await userKey(fileKeyStore(join(dataDir, 'keys')), user, true);
  const db = connect({ path: join(userFolder(dataDir, user), 'replica.db'), key, mode: 'write' });
  db.pragma('synchronous = full');
  return {
    copyOf: (read, mutationId) => writerOf(db, rowsOf(read, mutationId)),
    close: () => void db.close(),
  };
}

interface Rows {
  readonly kind: string;
  readonly record: Values;
  readonly history: readonly Values[];
  readonly mutation: Values;
}

function rowsOf(read: ReadHandle<Schema>, mutationId: string): Rows {
  const all = (sql: string, id: string | number) => read.prepared<[string | number], Values>(sql).all([id]);
  const [mutation] = all('select * from mutation where id = ?', mutationId);
  const [written] = all('select * from mutationRow where ordinal = ?', mutation?.['ordinal'] ?? 0);
  const kind = String(written?.['kind']);
  const [record] = all(`select * from "${kind}" where id = ?`, String(written?.['id']));
  if (!mutation || !record) throw new Error('The mutation wrote no row.');
  return { kind, record, mutation, history: all('select * from history where mutationId = ?', mutationId) };
}

function writerOf(db: Sqlite.Database, { kind, record, history, mutation }: Rows): (index: number) => void {
  const isNew = mutation['creates'] !== '[]';
  const ids = db.prepare<[], string>(`select id from "${kind}" limit 20000`).pluck().all();
  const putRecord = isNew ? inserter(db, kind, record) : updater(db, kind, record);
  const putHistory = history.map((row) => inserter(db, 'history', row));
  const putMutation = inserter(db, 'mutation', mutation);
  const putRow = db.prepare('insert into mutationRow (kind, id, ordinal) values (?, ?, last_insert_rowid())');
  const putText = kind === 'deal' ? searchWriter(db) : () => undefined;
  const count = db.prepare(
    `insert into syncState (key, value) values (?, ?) on conflict do update set value = excluded.value`,
  );
  return (index) => {
    const id = isNew ? uuidV7() : (ids[(index * 7919) % ids.length] ?? '');
    db.exec('begin immediate');
    count.run('localSeq', String(1_000_000 + index));
    count.run('hlc', `"${index}"`);
    putMutation(uuidV7());
    putRow.run(kind, id);
    putRecord(id);
    putText(id);
    for (const put of putHistory) put(uuidV7());
    db.exec('commit');
  };
}

function inserter(db: Sqlite.Database, table: string, row: Values): (id: string) => void {
  const { rowid: _rowid, ordinal: _ordinal, ...values } = row;
  const columns = Object.keys(values);
  const names = columns.map((column) => `"${column}"`).join(', ');
  const insert = db.prepare(`insert into "${table}" (${names}) values (${columns.map(() => '?').join(', ')})`);
  return (id) => void insert.run(...columns.map((column) => (column === 'id' ? id : values[column])));
}

function updater(db: Sqlite.Database, table: string, row: Values): (id: string) => void {
  const { rowid: _rowid, id: _id, ...values } = row;
  const sets = Object.keys(values).map((column) => `"${column}" = ?`);
  const update = db.prepare(`update "${table}" set ${sets.join(', ')} where id = ?`);
  return (id) => void update.run(...Object.values(values), id);
}

/** A deal's rowids in the search table begin at three times 2^40. */
function searchWriter(db: Sqlite.Database): (id: string) => void {
  const put = db.prepare(
    `insert or replace into searchText (rowid, title, detail)
     select ${3 * 2 ** 40} + rowid, 'inspection line', 'send offer vip' from deal where id = ?`,
  );
  return (id) => void put.run(id);
}
