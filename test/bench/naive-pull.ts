import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import Sqlite from 'better-sqlite3';
import { replicaAndOutbox } from '../../main/db/migrations/0010-replica-and-outbox.ts';
import type { Kind } from '../../sync/model/kinds/all-kinds.ts';

type Fields = Readonly<Record<string, unknown>>;
type Bind = string | number | null;

const BATCH_ROWS = 1000;

/**
 * How rows come in without any of the product: lines over HTTP, parsed, inserted into a plain SQLite file with the same
 * columns, indexes and search table, a thousand a transaction.
 * @returns rows stored
 */
export async function naivePull(url: string, path: string): Promise<number> {
  const db = openPlain(path);
  const insert = inserter(db);
  const response = await fetch(`${url}/rows`);
  const body = Readable.fromWeb(response.body as ReadableStream);
  let count = 0;
  db.exec('begin');
  for await (const line of createInterface({ input: body })) {
    const [kind, row] = JSON.parse(line) as [Kind, Fields];
    insert(kind, row);
    count += 1;
    if (count % BATCH_ROWS === 0) db.exec('commit; begin');
  }
  db.exec('commit');
  db.close();
  for (const end of ['', '-wal', '-shm']) rmSync(path + end, { force: true });
  return count;
}

function openPlain(path: string): Sqlite.Database {
  const db = new Sqlite(path);
  for (const pragma of ['journal_mode = wal', 'synchronous = normal', 'cache_size = -65536', 'temp_store = memory'])
    db.pragma(pragma);
  replicaAndOutbox.up((sql) => db.exec(sql));
  db.exec(`insert into searchText (searchText, rank) values ('secure-delete', 0)`);
  return db;
}

function inserter(db: Sqlite.Database): (kind: Kind, row: Fields) => void {
  const statements = new Map<Kind, { readonly columns: readonly string[]; readonly insert: Sqlite.Statement }>();
  const search = db.prepare('insert into searchText (rowid, title, detail) values (?, ?, ?)');
  const prepare = (kind: Kind) => {
    const columns = (db.pragma(`table_info("${kind}")`) as { readonly name: string }[])
      .map(({ name }) => name)
      .filter((name) => name !== 'rowid');
    const names = columns.map((name) => `"${name}"`).join(', ');
    const insert = db.prepare(`insert into "${kind}" (${names}) values (${columns.map(() => '?').join(', ')})`);
    statements.set(kind, { columns, insert });
    return { columns, insert };
  };
  let searchId = 0;
  return (kind, row) => {
    const { columns, insert } = statements.get(kind) ?? prepare(kind);
    const full = { ...row, ...sortKeys(row), localSeq: 0, serverSeq: 0 };
    insert.run(...columns.map((name) => bindable(full[name as keyof typeof full])));
    const words = WORDS[kind]?.(row);
    if (words) search.run((searchId += 1), ...words);
  };
}

function bindable(value: unknown): Bind {
  if (value === undefined || value === null) return null;
  if (typeof value === 'boolean') return value ? 1 : 0;
  return typeof value === 'object' ? JSON.stringify(value) : (value as Bind);
}

const text = (...values: unknown[]): string => values.filter((value) => typeof value === 'string').join(' ');

const sortKeys = (row: Fields) => ({
  sortName: text(row['lastName'], row['firstName'], row['name']).toLowerCase(),
  sortTitle: text(row['title']).toLowerCase(),
  sortDue: Number(row['dueAtMs'] ?? 0),
  emailKey: row['email'] ?? null,
  phoneKey: text(row['phone']).replaceAll(/\D/g, '').slice(-7) || null,
});

/** Folding and splitting is left to the search table's own tokenizer. */
const WORDS: Partial<Record<Kind, (row: Fields) => readonly [title: string, detail: string]>> = {
  contact: (row) => [
    text(row['firstName'], row['lastName']),
    text(row['email'], row['jobTitle'], text(row['phone']).replaceAll(/\D/g, ''), ...(row['tags'] as string[])),
  ],
  company: (row) => [
    text(row['name']),
    text(row['city'], row['industry'], row['website'], text(row['phone']).replaceAll(/\D/g, '')),
  ],
  deal: (row) => [text(row['title']), text(row['nextStep'], ...(row['tags'] as string[]))],
  note: (row) => ['', text(row['body'])],
  task: (row) => [text(row['title']), ''],
};
