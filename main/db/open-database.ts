import { closeSync, openSync } from 'node:fs';
import type Sqlite from 'better-sqlite3';
import { SatchelError } from '../../sync/protocol/satchel-error.ts';
import { checkFiles, sizeOf } from './check-files.ts';
import { connect, type ConnectOptions } from './connect.ts';
import { createDatabase, createReadDatabase, truncateWal, type Database, type ReadDatabase } from './database.ts';
import { toDatabaseError } from './database-error.ts';
import { writeKeyCheck } from './key-check.ts';
import { migrate, planMigrations, type Build } from './migrate.ts';
import { copyBeforeMigrating } from './migration-copy.ts';
import type { StatementOptions } from './statements.ts';

export interface OpenOptions extends ConnectOptions, Build, StatementOptions {}

/**
 * Opens the encrypted database, creates it (`write`), and brings its tables up to date (`write`, after a copy).
 * The folder's lock must be held, and the writer is opened before any reader of the same process (its first look at the
 * file would drop a reader's locks). Synchronous; key derivation alone takes some 20 ms for each connection.
 * @throws SatchelError WRONG_KEY | DATABASE_DAMAGED | FILE_TOO_NEW | FOLDER_READ_ONLY | DISK_FULL |
 * NOT_FOUND (`read` before the first `write`); the file is then as it was
 */
export function openDatabase<DB>(options: OpenOptions & { readonly mode: 'write' }): Database<DB>;
export function openDatabase<DB>(options: OpenOptions & { readonly mode: 'read' }): ReadDatabase<DB>;
export function openDatabase<DB>(options: OpenOptions): Database<DB> | ReadDatabase<DB> {
  return options.mode === 'write' ? openForWriting<DB>(options) : openForReading<DB>(options);
}

function openForReading<DB>(options: OpenOptions): ReadDatabase<DB> {
  checkFiles(options);
  const connection = tryConnect(options);
  return orClose(connection, options.path, () => {
    const { pending } = planMigrations(connection, options, options.path);
    if (pending.length > 0)
      throw new SatchelError('INTERNAL', 'Open the database for writing first: it is not migrated yet.');
    return createReadDatabase<DB>(connection, options);
  });
}

function openForWriting<DB>(options: OpenOptions): Database<DB> {
  const keyCheck = checkFiles(options);
  createPrivately(options.path);
  const connection = connectMigrated(options);
  return orClose(connection, options.path, () => {
    if (keyCheck !== 'matches') {
      truncateWal(connection, options.path);
      writeKeyCheck(options.path, options.key);
    }
    return createDatabase<DB>(connection, options);
  });
}

function connectMigrated(options: OpenOptions): Sqlite.Database {
  const inspected = tryConnect(options);
  const connection = orClose(inspected, options.path, () => copyIfNeeded(inspected, options));
  return orClose(connection, options.path, () => {
    migrate(connection, planMigrations(connection, options, options.path), options);
    return connection;
  });
}

/** The same connection, or a new one after the file was closed and copied. */
function copyIfNeeded(connection: Sqlite.Database, options: OpenOptions): Sqlite.Database {
  const { pending, isEmpty, from } = planMigrations(connection, options, options.path);
  if (pending.length === 0 || isEmpty) return connection;
  truncateWal(connection, options.path);
  connection.close();
  copyBeforeMigrating(options.path, from.schemaVersion);
  return tryConnect(options);
}

// SQLite's own files take their permissions from the main one.
function createPrivately(path: string): void {
  if (sizeOf(path) > 0) return;
  try {
    closeSync(openSync(path, 'a', 0o600));
  } catch (error) {
    throw toDatabaseError(error, path);
  }
}

function tryConnect(options: ConnectOptions): Sqlite.Database {
  try {
    return connect(options);
  } catch (error) {
    throw toDatabaseError(error, options.path);
  }
}

function orClose<T>(connection: Sqlite.Database, path: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (connection.open) connection.close();
    throw toDatabaseError(error, path);
  }
}
