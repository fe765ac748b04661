import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { SatchelError } from '../../sync/protocol/satchel-error.ts';
import { systemCode, toDatabaseError } from './database-error.ts';

export interface FolderLock {
  readonly folder: string;
  /** May be called any number of times. */
  close(): void;
}

/**
 * Takes the folder for this process before any other file in it is opened, and creates it if need be. Held by an
 * exclusive transaction on an empty plain SQLite file: the system releases it however the process ends, so no stale
 * lock is ever left to judge. Nothing in this process may open the file `lock` besides: on POSIX closing any handle
 * on it would drop the lock.
 * @throws SatchelError ALREADY_RUNNING (at once, without waiting) | FOLDER_READ_ONLY | DISK_FULL
 */
export function lockFolder(folder: string): FolderLock {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const connection = new Sqlite(join(folder, 'lock'), { timeout: 0 });
    begin(connection, folder);
    return { folder, close: () => void connection.close() };
  } catch (error) {
    throw toDatabaseError(error, folder);
  }
}

function begin(connection: Sqlite.Database, folder: string): void {
  try {
    connection.pragma('locking_mode = exclusive');
    connection.pragma('journal_mode = memory');
    connection.exec('begin exclusive');
  } catch (error) {
    connection.close();
    if (!isBusy(error)) throw error;
    const message = `Satchel is already running with the data in ${folder}. Use the window that is open, or close it first.`;
    throw new SatchelError('ALREADY_RUNNING', message, { cause: error, data: { folder } });
  }
}

const isBusy = (error: unknown): boolean => /^SQLITE_(BUSY|LOCKED)/.test(systemCode(error) ?? '');
