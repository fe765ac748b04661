import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { systemCode, toDatabaseError } from './database-error.ts';

/**
 * Replaces `path` by `bytes` in one step: after a crash it holds either the old or the new content.
 * @throws SatchelError DISK_FULL | FOLDER_READ_ONLY; the old file is then untouched
 */
export function writeFileDurably(path: string, bytes: Uint8Array): void {
  const temporary = `${path}.new`;
  try {
    writeAndSync(temporary, bytes);
    renameSync(temporary, path);
    syncFolder(dirname(path));
  } catch (error) {
    rmSync(temporary, { force: true });
    throw toDatabaseError(error, path);
  }
}

/** Writes every byte: one call may write fewer than it was given. */
export function writeFully(fd: number, bytes: Uint8Array, position: number): void {
  let done = 0;
  while (done < bytes.length) done += writeSync(fd, bytes, done, bytes.length - done, position + done);
}

export function syncFile(path: string): void {
  const fd = openSync(path, 'r+');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Makes created, renamed and removed names durable. Windows has no such call and refuses to open a folder. */
export function syncFolder(folder: string): void {
  let fd: number | undefined;
  try {
    fd = openSync(folder, 'r');
    fsyncSync(fd);
  } catch (error) {
    if (!['EISDIR', 'EPERM', 'EACCES', 'EINVAL'].includes(systemCode(error) ?? '')) throw error;
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

function writeAndSync(path: string, bytes: Uint8Array): void {
  rmSync(path, { force: true });
  // Created anew: an old file would keep its own permissions, and a link would be followed.
  const fd = openSync(path, 'wx', 0o600);
  try {
    writeFully(fd, bytes, 0);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
