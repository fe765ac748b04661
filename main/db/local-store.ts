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

/** Names the commit that journal records belong to, so that records of one that failed can be told apart. */
let commitCount = 0;
const runName = `${Date.now().toString(36)}${process.pid.toString(36)}`;

function commit<T>(store: LocalStore, durability: 'full' | 'normal', run: (local: LocalTx) => T): T {
  const { db, journal, changes } = store;
  const topics = new Set<string>();
  commitCount += 1;
  const name = `${runName}-${commitCount}`;
  let localSeq = 0;
  const records: JsonValue[] = [];
  const keep = (record: object): void => void records.push({ ...record, commit: name } as JsonValue);
  let hasRecords = false;
  const inside = (tx: WriteTx<Schema>): T => {
    localSeq = nextLocalSeq(tx);
    const value = run({ tx, localSeq, keep, touch: (...names) => names.forEach((each) => topics.add(each)) });
    hasRecords = records.length > 0;
    if (hasRecords) journal.appendAll(records);
    return value;
  };
  let result: T;
  try {
    result = db.write(durability, inside);
  } catch (error) {
    if (hasRecords) takeBack(journal, name);
    throw error;
  }
  if (hasRecords && durability === 'full') journal.sync();
  if (topics.size > 0) changes.emit({ localSeq, topics: [...topics] });
  return result;
}

/** The commit failed, so its records must not come back in a recovery. On a full disk even this may fail. */
function takeBack(journal: Journal, name: string): void {
  try {
    journal.append({ t: 'void', commit: name });
  } catch {
    // The error of the commit itself is the one to tell.
  }
}
