import type { ChangeFeed } from './change-feed.ts';
import type { Database } from './database.ts';
import type { WriteTx } from './handles.ts';
import type { Journal } from './journal.ts';
import type { JsonValue } from './json-value.ts';
import { nextLocalSeq } from './local-seq.ts';
import type { Schema } from './schema.ts';

/** One user's data on this laptop: the encrypted database, its recovery journal, and who wants to know of changes. */
export interface LocalStore {
  readonly db: Database<Schema>;
  readonly journal: Journal;
  readonly changes: ChangeFeed;
}

/** What a transaction of the engine works with. */
export interface LocalTx {
  readonly tx: WriteTx<Schema>;
  readonly localSeq: number;
  /** Also kept outside the database, until the next checkpoint of the journal. */
  keep(record: object): void;
  /** Topics that the change feed will name. */
  touch(...topics: readonly string[]): void;
}

/**
 * One local transaction, on the disk when this returns: database with `synchronous=FULL`, then the journal.
 * A journal record is written before the commit, so that a full disk refuses the change instead of losing its copy.
 * @throws SatchelError DISK_FULL | FOLDER_READ_ONLY | DATABASE_DAMAGED, or what `run` threw; nothing is stored then
 */
export function commitLocal<T>(store: LocalStore, run: (local: LocalTx) => T): T {
  return commit(store, 'full', run);
}

/** As `commitLocal`, for what the server can give again: the last commits may be lost at a power failure. */
export function commitFromSync<T>(store: LocalStore, run: (local: LocalTx) => T): T {
  return commit(store, 'normal', run);
}

function commit<T>({ db, journal, changes }: LocalStore, durability: 'full' | 'normal', run: (local: LocalTx) => T): T {
  const topics = new Set<string>();
  let localSeq = 0;
  let hasRecords = false;
  const result = db.write(durability, (tx) => {
    localSeq = nextLocalSeq(tx);
    const value = run({
      tx,
      localSeq,
      keep(record) {
        journal.append(record as JsonValue);
        hasRecords = true;
      },
      touch: (...names) => names.forEach((name) => topics.add(name)),
    });
    return value;
  });
  if (hasRecords && durability === 'full') journal.sync();
  if (topics.size > 0) changes.emit({ localSeq, topics: [...topics] });
  return result;
}
