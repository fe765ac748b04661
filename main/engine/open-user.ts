import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../../sync/model/clock.ts';
import { SatchelError } from '../../sync/protocol/satchel-error.ts';
import { createChangeFeed } from '../db/change-feed.ts';
import type { Database } from '../db/database.ts';
import { openJournal } from '../db/journal.ts';
import type { KeyStore } from '../db/key-store.ts';
import { commitLocal, type LocalStore } from '../db/local-store.ts';
import { setState } from '../db/local-seq.ts';
import { lockFolder } from '../db/lock-folder.ts';
import { deleteOldCopies } from '../db/migration-copy.ts';
import { openDatabase } from '../db/open-database.ts';
import { markClosed, markOpen } from '../db/open-marker.ts';
import { quickCheck } from '../db/quick-check.ts';
import { BUILD_VERSION, MIGRATIONS, type Schema } from '../db/schema.ts';
import { setAside } from '../db/set-aside.ts';
import { compactJournal, replayJournal } from '../outbox/journal-records.ts';
import { listByState, patchMutationRow } from '../outbox/outbox-store.ts';
import { noteNamed } from '../sync-client/leave-scope.ts';
import { wipeIfEnded } from './session-end.ts';
import { makeFolder, userFolder, userKey, type UserId } from './user-folder.ts';

export const APP_VERSION = '0.1.0';

/** What happened to damaged data, for telling the user. */
export interface Recovery {
  readonly atMs: number;
  /** Where the damaged file was put. */
  readonly setAsideIn: string;
  readonly mutations: number;
  readonly forms: number;
}

export interface OpenUser extends LocalStore {
  readonly folder: string;
  readonly path: string;
  readonly key: Uint8Array;
  readonly recovery: Recovery | null;
  /** The last run did not end by itself: what is shown is worked out again from rows and queue. */
  readonly isUnclean: boolean;
  close(): void;
}

export interface OpenUserOptions {
  readonly dataDir: string;
  readonly keyStore: KeyStore;
  readonly clock: Clock;
  readonly onSlow?: (slow: { readonly sql: string; readonly ms: number }) => void;
}

/**
 * Opens a user's files under the folder's lock. A damaged database is put aside, made anew and filled from the journal.
 * @throws SatchelError ALREADY_RUNNING | WRONG_KEY | FILE_TOO_NEW | FOLDER_READ_ONLY | DISK_FULL
 */
export async function openUser(options: OpenUserOptions, user: UserId): Promise<OpenUser> {
  const folder = userFolder(options.dataDir, user);
  makeFolder(folder);
  const lock = lockFolder(folder);
  try {
    wipeIfEnded(folder);
    const path = join(folder, 'replica.db');
    const hasFiles = existsSync(path) || existsSync(join(folder, 'journal'));
    const key = await userKey(options.keyStore, user, hasFiles);
    return openLocked(options, { folder, path, key, unlock: () => lock.close() });
  } catch (error) {
    lock.close();
    throw error;
  }
}

interface Files {
  readonly folder: string;
  readonly path: string;
  readonly key: Uint8Array;
  readonly unlock: () => void;
}

function openLocked(options: OpenUserOptions, { folder, path, key, unlock }: Files): OpenUser {
  const { isUnclean } = markOpen(path);
  const opened = openOrRebuild(options, path, key, isUnclean);
  const journal = orClose(opened.db, () => openJournal({ path: join(folder, 'journal'), key }));
  const changes = createChangeFeed();
  const store = { db: opened.db, journal, changes };
  const recovery = orClose(opened.db, () => restoreWork(store, { ...opened, isUnclean }, options.clock));
  deleteOldCopies(path);
  return {
    ...store,
    folder,
    path,
    key,
    recovery,
    isUnclean,
    close() {
      changes.close();
      compactJournal(store);
      journal.close();
      opened.db.close();
      markClosed(path);
      unlock();
    },
  };
}

interface Opened {
  readonly db: Database<Schema>;
  /** Set when the database is new because the old one was damaged. */
  readonly setAsideIn: string | null;
}

function openOrRebuild(options: OpenUserOptions, path: string, key: Uint8Array, isUnclean: boolean): Opened {
  const open = () =>
    openDatabase<Schema>({
      path,
      key,
      mode: 'write',
      migrations: MIGRATIONS,
      buildVersion: BUILD_VERSION,
      appVersion: APP_VERSION,
      onSlow: options.onSlow,
      monotonicMs: () => options.clock.monotonicMs(),
    });
  try {
    if (isUnclean && existsSync(path) && quickCheck({ path, key }).kind === 'damaged') {
      throw new SatchelError('DATABASE_DAMAGED', `${path} is damaged.`);
    }
    return { db: open(), setAsideIn: null };
  } catch (error) {
    if (!(error instanceof SatchelError) || error.code !== 'DATABASE_DAMAGED') throw error;
    const setAsideIn = setAside({ path, nowMs: options.clock.wallMs() });
    return { db: open(), setAsideIn };
  }
}

/**
 * After an unclean end: what was under way is queued again, and whatever the database lacks comes from the journal
 * (SQLite drops a damaged end of its log without a word).
 */
function restoreWork(
  store: LocalStore,
  opened: Opened & { readonly isUnclean: boolean },
  clock: Clock,
): Recovery | null {
  const isBehind = opened.isUnclean || opened.setAsideIn !== null;
  const sending = listByState(store.db.read, ['sending']);
  if (!isBehind && sending.length === 0) return null;
  const recovery = commitLocal(store, (local): Recovery | null => {
    const replayed = isBehind ? replayJournal(store.journal, local) : { mutations: 0, forms: 0 };
    if (replayed.mutations > 0) noteNamed(local.tx);
    for (const { id } of listByState(local.tx, ['sending']))
      patchMutationRow(local.tx, id, { state: 'queued' }, local.localSeq);
    if (opened.setAsideIn === null) return null;
    const found = { atMs: clock.wallMs(), setAsideIn: opened.setAsideIn, ...replayed };
    setState(local.tx, 'recovery', found);
    return found;
  });
  compactJournal(store);
  return recovery;
}

function orClose<T>(db: { close(): void }, run: () => T): T {
  try {
    return run();
  } catch (error) {
    db.close();
    throw error;
  }
}
