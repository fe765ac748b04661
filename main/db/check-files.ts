import { closeSync, openSync, readSync, rmSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { SatchelError } from '../../sync/protocol/satchel-error.ts';
import { connect, type ConnectOptions } from './connect.ts';
import { databaseError, systemCode, toDatabaseError } from './database-error.ts';
import { KEY_BYTES } from './derive-key.ts';
import { readKeyCheck, type KeyCheck } from './key-check.ts';

/**
 * Looks at the files before SQLite may change them: a writing connection that meets a damaged first page moves the WAL
 * into it when it closes, and one that meets an empty file deletes the WAL.
 * @throws SatchelError WRONG_KEY | DATABASE_DAMAGED | FOLDER_READ_ONLY | DISK_FULL | NOT_FOUND (`read` only); nothing has
 * been changed then
 */
export function checkFiles(options: ConnectOptions): KeyCheck {
  const { path, key, mode } = options;
  if (key.length !== KEY_BYTES) throw new SatchelError('WRONG_KEY', `A database key has ${KEY_BYTES} bytes.`);
  checkFolder(dirname(path));
  const keyCheck = readKeyCheck(path, key);
  if (keyCheck === 'differs') throw wrongKey(path);
  if (sizeOf(path) > 0) checkContent(options);
  else if (keyCheck !== 'missing' || sizeOf(`${path}-wal`) > 0) throw databaseError('DATABASE_DAMAGED', path);
  else if (mode === 'read') throw databaseError('NOT_FOUND', path);
  if (mode === 'write') probeWriting(path);
  return keyCheck;
}

/** Bytes of the file, 0 if there is none. */
export function sizeOf(path: string): number {
  try {
    return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  } catch (error) {
    throw toDatabaseError(error, path);
  }
}

function wrongKey(path: string): SatchelError {
  const message = `${path} was encrypted with another key. Nothing was changed; sign in as the user it belongs to, or restore the key.`;
  return new SatchelError('WRONG_KEY', message, { data: { path } });
}

function checkFolder(folder: string): void {
  const isFolder = attempt(folder, () => statSync(folder).isDirectory());
  if (!isFolder) throw databaseError('FOLDER_READ_ONLY', folder, { data: { reason: 'not-a-folder' } });
}

function checkContent(options: ConnectOptions): void {
  if (options.mode === 'read') return;
  if (!hasPlainHeader(options.path)) throw databaseError('DATABASE_DAMAGED', options.path);
  try {
    connect({ ...options, mode: 'read' }).close();
  } catch (error) {
    // An interrupted creation leaves a rollback journal that only a writing connection can play back.
    if (systemCode(error) !== 'SQLITE_READONLY_ROLLBACK') throw toDatabaseError(error, options.path);
  }
}

/**
 * Bytes 16-23 stay readable in an encrypted file and say how its pages are cut (SQLite file format, section 1.3). One
 * flipped bit there goes unnoticed by the cipher, and the next write would spread it.
 */
function hasPlainHeader(path: string): boolean {
  const header = new Uint8Array(24);
  const fd = attempt(path, () => openSync(path, 'r'));
  try {
    if (readSync(fd, header, 0, header.length, 0) < header.length) return false;
  } finally {
    closeSync(fd);
  }
  const [pageHigh, pageLow, writeVersion, readVersion, reserved, ...fractions] = header.subarray(16);
  const isVersion = (version: number | undefined) => version === 1 || version === 2;
  const isCut = pageHigh === 0x10 && pageLow === 0 && reserved === 64 && fractions.join() === '64,32,32';
  return isCut && isVersion(writeVersion) && isVersion(readVersion);
}

/** Permission bits prove little (administrators, read-only mounts, access lists): only a written byte does. */
function probeWriting(path: string): void {
  const probe = `${path}.probe`;
  attempt(dirname(path), () => {
    const fd = openSync(probe, 'w', 0o600);
    try {
      writeSync(fd, 'x');
    } finally {
      closeSync(fd);
      rmSync(probe, { force: true });
    }
  });
  if (sizeOf(path) > 0) attempt(path, () => closeSync(openSync(path, 'r+')));
}

function attempt<T>(path: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (systemCode(error) === 'ENOENT')
      throw databaseError('FOLDER_READ_ONLY', path, { cause: error, data: { reason: 'missing' } });
    throw toDatabaseError(error, path);
  }
}
