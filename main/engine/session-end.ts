import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { toDatabaseError } from '../db/database-error.ts';
import { syncFolder, writeFileDurably } from '../db/durable-file.ts';
import { lockFolder } from '../db/lock-folder.ts';
import { toSatchelError } from '../../sync/protocol/satchel-error.ts';

/**
 * What stays when an administrator ended the session: the journal with the unsent changes and what was typed, sealed by
 * the user's key; the folder's lock; and the mark that the journal has to be replayed. Every other file goes.
 */
const SEALED: ReadonlySet<string> = new Set(['journal', 'lock', 'open', 'ended']);

const endedMark = (folder: string): string => join(folder, 'ended');

/** Says durably that the replica in this folder has to go: a crash in between only delays it. */
export function markEnded(folder: string): void {
  writeFileDurably(endedMark(folder), new Uint8Array());
}

/**
 * Deletes the replica with rows, search, caches and history, if the session was ended. Under the folder's lock, while
 * nobody has the files open. The next sign-in of the same user makes a new replica and brings the work back.
 * @throws SatchelError FOLDER_READ_ONLY
 */
export function wipeIfEnded(folder: string): void {
  if (!existsSync(endedMark(folder))) return;
  try {
    // Written first: from here on whatever the database lacks comes from the journal.
    writeFileDurably(join(folder, 'open'), new Uint8Array());
    for (const name of readdirSync(folder).filter((each) => !SEALED.has(each) && !isJournal(each)))
      rmSync(join(folder, name), { recursive: true, force: true });
    syncFolder(folder);
    rmSync(endedMark(folder), { force: true });
    syncFolder(folder);
  } catch (error) {
    throw toDatabaseError(error, folder);
  }
}

/** Damaged journals are kept beside the sound one: they hold unsent work and nothing else. */
const isJournal = (name: string): boolean => name.startsWith('journal.damaged-');

/** Finishes what a crash cut off, for every user of this laptop. Folders in use are left to whoever uses them. */
export function wipeEndedSessions(dataDir: string): void {
  const users = join(dataDir, 'users');
  for (const tenant of foldersIn(users)) for (const folder of foldersIn(tenant)) wipeUnused(folder);
}

function wipeUnused(folder: string): void {
  if (!existsSync(endedMark(folder))) return;
  try {
    const lock = lockFolder(folder);
    try {
      wipeIfEnded(folder);
    } finally {
      lock.close();
    }
  } catch (error) {
    if (toSatchelError(error).code !== 'ALREADY_RUNNING') throw error;
  }
}

const foldersIn = (path: string): readonly string[] =>
  existsSync(path)
    ? readdirSync(path, { withFileTypes: true }).flatMap((each) => (each.isDirectory() ? [join(path, each.name)] : []))
    : [];
