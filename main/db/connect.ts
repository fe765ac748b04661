import Sqlite from 'better-sqlite3';

const BUSY_MS = 2000;
/** Pages in the WAL before a commit moves them itself, 32 MB: a pull does that in turns of its own, commands seldom. */
const CHECKPOINT_PAGES = 8000;
const CACHE_KIB = { write: 64 * 1024, read: 32 * 1024 } as const;

export interface ConnectOptions {
  readonly path: string;
  readonly key: Uint8Array;
  readonly mode: 'write' | 'read';
}

/**
 * One keyed connection with the project's pragmas. The cipher and the key come before anything that reads the file.
 * @throws SqliteError as the driver gives it; callers translate
 */
export function connect({ path, key, mode }: ConnectOptions): Sqlite.Database {
  const isReading = mode === 'read';
  const connection = new Sqlite(path, { readonly: isReading, fileMustExist: isReading, timeout: BUSY_MS });
  try {
    connection.pragma(`cipher='aegis'`);
    connection.pragma(`hexkey='${Buffer.from(key).toString('hex')}'`);
    connection.prepare('select count(*) from sqlite_schema').get();
    configure(connection, mode);
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

function configure(connection: Sqlite.Database, mode: 'write' | 'read'): void {
  connection.pragma('temp_store = memory');
  connection.pragma('mmap_size = 0');
  connection.pragma(`cache_size = -${CACHE_KIB[mode]}`);
  if (mode === 'read') {
    connection.pragma('query_only = on');
    return;
  }
  connection.pragma('journal_mode = wal');
  connection.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
  connection.pragma('secure_delete = on');
  connection.pragma('checkpoint_fullfsync = on');
}
