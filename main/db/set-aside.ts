import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { toDatabaseError } from './database-error.ts';
import { syncFolder } from './durable-file.ts';
import { keyCheckPath } from './key-check.ts';

/**
 * Moves a damaged, closed database with its WAL into `damaged-<UTC time>/` beside it, byte for byte, so that a new one
 * can be built in its place and an expert can still look at the old one. The key check goes last: should the program
 * end in between, it still says that a database is missing.
 * @returns the new folder
 * @throws SatchelError FOLDER_READ_ONLY | DISK_FULL
 */
export function setAside({ path, nowMs }: { readonly path: string; readonly nowMs: number }): string {
  try {
    const target = createFolder(dirname(path), nowMs);
    for (const file of [path, `${path}-wal`, `${path}-shm`, keyCheckPath(path)]) {
      if (existsSync(file)) renameSync(file, join(target, basename(file)));
    }
    syncFolder(target);
    syncFolder(dirname(path));
    return target;
  } catch (error) {
    throw toDatabaseError(error, path);
  }
}

function createFolder(parent: string, nowMs: number): string {
  const time = new Date(nowMs).toISOString().replace(/[-:]|\.\d+/g, '');
  let folder = join(parent, `damaged-${time}`);
  for (let number = 2; existsSync(folder); number += 1) folder = join(parent, `damaged-${time}-${number}`);
  mkdirSync(folder, { mode: 0o700 });
  return folder;
}
