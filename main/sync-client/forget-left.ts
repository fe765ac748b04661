import type { ReadHandle, WriteTx } from '../db/handles.ts';
import { commitFromSync, type LocalStore, type LocalTx } from '../db/local-store.ts';
import { deleteOldCopies } from '../db/migration-copy.ts';
import type { Schema } from '../db/schema.ts';
import { forgetRecords } from '../outbox/forget-records.ts';
import { compactJournal, type JournalRecord } from '../outbox/journal-records.ts';
import { keepPresent } from './leave-scope.ts';

/** Pages of the search index that are written anew in one transaction; some milliseconds. */
const MERGE_PAGES = 64;
const IDS_AT_ONCE = 5_000;

interface ForgetContext {
  readonly store: LocalStore;
  readonly yieldTurn: () => Promise<void>;
}

/**
 * Forgets the records that left the user's sight everywhere but in the replica, where they are gone already: queue,
 * receipts, forms, search index, journal, copies and the bytes of the files. Done over again until all of it is done.
 */
export async function forgetLeft(context: ForgetContext): Promise<void> {
  const { store, yieldTurn } = context;
  if (leftIds(store.db.read).size === 0) return;
  store.db.write('normal', keepPresent);
  const ids = leftIds(store.db.read);
  if (ids.size === 0) return;
  for (let after: number | null = 0; after !== null;) {
    const from: number = after;
    after = commitFromSync(store, (local) => forgetRecords(local, ids, from));
    await yieldTurn();
  }
  commitFromSync(store, (local) => dropForms(local, ids));
  await renewSearchIndex(context);
  compactJournal(store);
  deleteOldCopies(store.db.path);
  // A reader that holds an older state keeps the old bytes: the next pull tries again.
  if (!store.db.checkpoint('truncate')) return;
  while (!store.db.write('normal', dropIds)) await yieldTurn();
}

const leftIds = (read: ReadHandle<Schema>): ReadonlySet<string> =>
  new Set(
    read
      .prepared<[], { id: string }>('select id from leftScope')
      .all([])
      .map(({ id }) => id),
  );

/** @returns whether none is left */
function dropIds(tx: WriteTx<Schema>): boolean {
  const { changes } = tx
    .prepared<[number], never>('delete from leftScope where id in (select id from leftScope limit ?)')
    .run([IDS_AT_ONCE]);
  return changes < IDS_AT_ONCE;
}

/** Forms are named after what they change; one that makes something new is the user's own text. */
function dropForms(local: LocalTx, ids: ReadonlySet<string>): void {
  const keys = local.tx.prepared<[], { key: string }>('select key from savedForm').all([]);
  for (const { key } of keys) {
    if (!key.split(/[^0-9a-f-]+/).some((part) => ids.has(part))) continue;
    local.tx.prepared<[string], never>('delete from savedForm where key = ?').run([key]);
    local.keep({ t: 'form-dropped', key } satisfies JournalRecord);
    local.touch('forms');
  }
}

/**
 * A contentless FTS5 table only marks a row as deleted; its words stay in the index until every segment that has them
 * is merged (https://sqlite.org/fts5.html#the_merge_command, a negative number takes all of them).
 */
async function renewSearchIndex({ store, yieldTurn }: ForgetContext): Promise<void> {
  for (let pages = -MERGE_PAGES; store.db.write('normal', (tx) => merge(tx, pages)) > 1; pages = MERGE_PAGES)
    await yieldTurn();
}

/** @returns rows that changed; with fewer than two there was nothing to merge */
function merge(tx: WriteTx<Schema>, pages: number): number {
  const count = tx.prepared<[], { count: number }>('select total_changes() as count');
  const before = count.first([])?.count ?? 0;
  tx.prepared<[number], never>(`insert into searchText (searchText, rank) values ('merge', ?)`).run([pages]);
  return (count.first([])?.count ?? 0) - before;
}
