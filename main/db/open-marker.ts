import { existsSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sizeOf } from './check-files.ts';
import { toDatabaseError } from './database-error.ts';
import { syncFolder, writeFileDurably } from './durable-file.ts';

export interface LastEnd {
  /** The program did not end by itself: check the database and replay the journal before anything is trusted. */
  readonly isUnclean: boolean;
  /** The database's newest commits are gone with its WAL, and SQLite would not notice. */
  readonly isWalMissing: boolean;
}

const markerOf = (path: string): string => join(dirname(path), 'open');

/** Says how the last use of the database at `path` ended, and marks it as in use. Before it is opened, under the lock. */
export function markOpen(path: string): LastEnd {
  const isUnclean = existsSync(markerOf(path));
  const isWalMissing = isUnclean && sizeOf(path) > 0 && !existsSync(`${path}-wal`);
  if (!isUnclean) writeFileDurably(markerOf(path), new Uint8Array());
  return { isUnclean, isWalMissing };
}

/** After the database was closed. */
export function markClosed(path: string): void {
  try {
    rmSync(markerOf(path), { force: true });
    syncFolder(dirname(path));
  } catch (error) {
    throw toDatabaseError(error, path);
  }
}
