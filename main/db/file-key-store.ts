import { createHash, timingSafeEqual } from 'node:crypto';
import { closeSync, constants, existsSync, fstatSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { SatchelError } from '../../sync/protocol/satchel-error.ts';
import { systemCode, toDatabaseError } from './database-error.ts';
import { syncFolder, writeFileDurably } from './durable-file.ts';
import type { KeyStore } from './key-store.ts';

const NAME = /^[a-z0-9][a-z0-9._-]{0,119}$/;
/** Windows gives these names to devices, whatever follows the first dot. */
const DEVICE_NAME = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/;
const MAX_KEY_BYTES = 4096;
const CHECKSUM_BYTES = 32;
const FOR_OTHERS = 0o077;

/**
 * Keys in files of their own that only their owner may read: for the browser shell, where there is no keychain.
 * Whoever can read the user's files can read them; the shell must say so.
 * Methods reject with SatchelError FOLDER_READ_ONLY | DISK_FULL | PERMISSION_DENIED (others may read the key) |
 * DATABASE_DAMAGED (the file is not what was written) | BAD_REQUEST (name or size).
 */
export function fileKeyStore(folder: string): KeyStore {
  return {
    get: async (name) => translated(folder, () => readKey(fileOf(folder, name))),
    set: async (name, key) => translated(folder, () => writeKey(folder, fileOf(folder, name), key)),
    delete: async (name) => translated(folder, () => deleteKey(folder, fileOf(folder, name))),
  };
}

function fileOf(folder: string, name: string): string {
  if (NAME.test(name) && !DEVICE_NAME.test(name)) return join(folder, `${name}.key`);
  throw new SatchelError(
    'BAD_REQUEST',
    'A key name has lower-case letters, digits, "-", "_" and ".", and at most 120 characters.',
  );
}

function readKey(path: string): Uint8Array | undefined {
  const fd = openIfThere(path);
  if (fd === undefined) return undefined;
  try {
    assertPrivate(path, fstatSync(fd).mode);
    return parse(path, readFileSync(fd));
  } finally {
    closeSync(fd);
  }
}

// The link itself is refused: it could point to a file that somebody else controls.
function openIfThere(path: string): number | undefined {
  try {
    return openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw toDatabaseError(error, path);
  }
}

// Windows has no such bits; there the profile folder's access list protects the file.
function assertPrivate(path: string, mode: number): void {
  if (process.platform === 'win32' || (mode & FOR_OTHERS) === 0) return;
  const message = `Other users of this computer may read the key file ${path}. Run "chmod 600" on it, and consider the key known to them.`;
  throw new SatchelError('PERMISSION_DENIED', message, { data: { path, reason: 'key-file-open-to-others' } });
}

function writeKey(folder: string, path: string, key: Uint8Array): void {
  if (key.length === 0 || key.length > MAX_KEY_BYTES)
    throw new SatchelError('BAD_REQUEST', `A key has 1 to ${MAX_KEY_BYTES} bytes.`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileDurably(path, Buffer.concat([checksum(key), key]));
}

function deleteKey(folder: string, path: string): void {
  if (!existsSync(folder)) return;
  rmSync(path, { force: true });
  syncFolder(folder);
}

function parse(path: string, bytes: Buffer): Uint8Array {
  const key = bytes.subarray(CHECKSUM_BYTES);
  const isWhole = key.length > 0 && timingSafeEqual(checksum(key), bytes.subarray(0, CHECKSUM_BYTES));
  if (isWhole) return new Uint8Array(key);
  throw new SatchelError('DATABASE_DAMAGED', `The key file ${path} is damaged. Restore it from a backup.`, {
    data: { path },
  });
}

/** The key is random and long, so its digest tells nothing about it. */
const checksum = (key: Uint8Array): Buffer => createHash('sha256').update('satchel key file 1').update(key).digest();

function translated<T>(folder: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw toDatabaseError(error, folder);
  }
}
