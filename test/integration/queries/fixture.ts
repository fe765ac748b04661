import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '../../../main/db/database.ts';
import type { WriteTx } from '../../../main/db/handles.ts';
import { openDatabase } from '../../../main/db/open-database.ts';
import { CODECS, encodeRow } from '../../../main/db/row-codec.ts';
import { BUILD_VERSION, MIGRATIONS, type Schema } from '../../../main/db/schema.ts';
import { searchRowid, isSearchKind } from '../../../main/search/search-rowid.ts';
import { searchTextOf } from '../../../main/search/search-text.ts';
import type { Kind } from '../../../sync/model/kinds/all-kinds.ts';
import { RowMaker, type Sizes, type StoredRow } from './rows.ts';

export interface OpenFixture {
  readonly database: Database<Schema>;
  readonly path: string;
  close(): void;
}

export const KEY = new Uint8Array(32).fill(7);
const BATCH_ROWS = 5000;

/** A real, encrypted, migrated file in a folder of its own that goes away with `close`. */
export function openFixture(onSlow?: (slow: { readonly sql: string; readonly ms: number }) => void): OpenFixture {
  const folder = mkdtempSync(join(tmpdir(), 'satchel-queries-'));
  const path = join(folder, 'satchel.db');
  const options = { path, key: KEY, migrations: MIGRATIONS, buildVersion: BUILD_VERSION, appVersion: '0.1.0', onSlow };
  const database = openDatabase<Schema>({ ...options, mode: 'write' });
  return {
    database,
    path,
    close() {
      database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Writes rows as the engine does: columns by the codec, words into the search index. */
export function fill(database: Database<Schema>, kind: Kind, rows: Iterable<StoredRow>): void {
  const iterator = rows[Symbol.iterator]();
  for (let isDone = false; !isDone;) {
    isDone = database.write('normal', (tx) => fillBatch(tx, kind, iterator));
  }
}

function fillBatch(tx: WriteTx<Schema>, kind: Kind, rows: Iterator<StoredRow>): boolean {
  const write = rowWriter(tx, kind);
  for (let count = 0; count < BATCH_ROWS; count += 1) {
    const next = rows.next();
    if (next.done === true) return true;
    write(next.value);
  }
  return false;
}

function rowWriter(tx: WriteTx<Schema>, kind: Kind): (stored: StoredRow) => void {
  const columns = ['rowid', ...CODECS[kind].columns, 'localSeq', 'serverSeq', 'pending'];
  const names = columns.map((column) => `"${column}"`).join(', ');
  const insert = tx.prepared(`insert into ${kind} (${names}) values (${columns.map(() => '?').join(', ')})`);
  const index = tx.prepared('insert into searchText (rowid, title, detail) values (?, ?, ?)');
  return ({ rowid, row, pending, localSeq, serverSeq }) => {
    insert.run([rowid, ...encodeRow(kind, row), localSeq, serverSeq, pending]);
    const words = searchTextOf(kind, row);
    if (words !== null && isSearchKind(kind)) index.run([searchRowid(kind, rowid), words.title, words.detail]);
  };
}

/** A mutation in the queue that touches these records; the rest of its columns does not matter to queries. */
export function addMutation(
  database: Database<Schema>,
  mutation: {
    readonly id: string;
    readonly ordinal: number;
    readonly state: string;
    readonly of: readonly { kind: Kind; id: string }[];
  },
): void {
  database.write('normal', (tx) => {
    tx.prepared(`insert into mutation (ordinal, id, name, version, args, actorId, wallMs, hlc, seen, pass, state, isLive,
      isHeldByUser, writes, creates, words, differences, groupValues, notes, attempts, notBeforeMs, localSeq)
      values (?, ?, 'x', 1, '{}', '', 0, '', '{}', '{}', ?, 0, 0, '[]', '[]', '{}', '[]', '{}', '[]', 0, 0, 0)`).run([
      mutation.ordinal,
      mutation.id,
      mutation.state,
    ]);
    const touch = tx.prepared('insert into mutationRow (kind, id, ordinal) values (?, ?, ?)');
    for (const { kind, id } of mutation.of) touch.run([kind, id, mutation.ordinal]);
  });
}

/** Everything a maker has, parents first. */
export function fillAll(database: Database<Schema>, sizes: Sizes, owners?: number): RowMaker {
  const maker = new RowMaker(sizes, owners);
  for (const [kind, rows] of Object.entries(rowsByKind(maker))) fill(database, kind as Kind, rows);
  return maker;
}

export const rowsByKind = (maker: RowMaker): Readonly<Record<Kind, Iterable<StoredRow>>> => ({
  preference: [],
  pipeline: maker.pipelines(),
  company: maker.companies(),
  contact: maker.contacts(),
  deal: maker.deals(),
  task: maker.tasks(),
  activity: maker.activities(),
  note: maker.notes(),
  history: maker.history(),
});
