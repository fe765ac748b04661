import { constants, copyFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { toDatabaseError } from './database-error.ts';
import { syncFile, syncFolder } from './durable-file.ts';

/**
 * Copies a closed database, its WAL emptied before, to `<path>.before-<version>`; it stays encrypted.
 * Closed, because on POSIX closing any handle on a file drops the locks that SQLite holds on it in this process.
 * @throws SatchelError DISK_FULL | FOLDER_READ_ONLY; then there is no half copy
 */
export function copyBeforeMigrating(path: string, version: number): string {
  const copy = `${path}.before-${version}`;
  const temporary = `${copy}.new`;
  try {
    copyFileSync(path, temporary, constants.COPYFILE_FICLONE);
    syncFile(temporary);
    renameSync(temporary, copy);
    syncFolder(dirname(path));
    return copy;
  } catch (error) {
    rmSync(temporary, { force: true });
    throw toDatabaseError(error, copy);
  }
}

/**
 * Deletes every copy that a migration of `path` left, half ones included: after the first good start, a purge or a wipe.
 * @returns the names of the files that are gone
 */
export function deleteOldCopies(path: string): readonly string[] {
  const folder = dirname(path);
  try {
    const copies = readdirSync(folder).filter((name) => name.startsWith(`${basename(path)}.before-`));
    for (const name of copies) rmSync(join(folder, name), { force: true });
    syncFolder(folder);
    return copies;
  } catch (error) {
    throw toDatabaseError(error, folder);
  }
}
