import { mkdirSync, readFileSync, rmSync, existsSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { SatchelError } from '../../sync/protocol/satchel-error.ts';
import { isUuid } from '../../sync/model/ids.ts';
import { writeFileDurably } from '../db/durable-file.ts';
import { toDatabaseError } from '../db/database-error.ts';
import type { KeyStore } from '../db/key-store.ts';

export interface UserId {
  readonly tenantId: string;
  readonly employeeId: string;
}

/** One folder, key, lock and queue per tenant and employee (design.md, section 2). */
export const userFolder = (dataDir: string, { tenantId, employeeId }: UserId): string =>
  join(dataDir, 'users', tenantId, employeeId);

const keyName = ({ tenantId, employeeId }: UserId): string => `${tenantId}.${employeeId}`;

/**
 * The key of a user's files; made at the first sign-in on this laptop.
 * @throws SatchelError WRONG_KEY when there are files but the key is gone: a new one would lock them for good
 */
export async function userKey(keyStore: KeyStore, user: UserId, hasFiles: boolean): Promise<Uint8Array> {
  const known = await keyStore.get(keyName(user));
  if (known) return known;
  if (hasFiles)
    throw new SatchelError('WRONG_KEY', 'The key of the data on this laptop is missing. Nothing was changed.');
  const key = new Uint8Array(randomBytes(32));
  await keyStore.set(keyName(user), key);
  return key;
}

const lastUserPath = (dataDir: string): string => join(dataDir, 'last-user.json');

/** Whose data to open after a restart; ids only. */
export function readLastUser(dataDir: string): UserId | undefined {
  const path = lastUserPath(dataDir);
  if (!existsSync(path)) return undefined;
  try {
    const { tenantId, employeeId } = JSON.parse(readFileSync(path, 'utf8')) as Partial<UserId>;
    return tenantId && employeeId && isUuid(tenantId) && isUuid(employeeId) ? { tenantId, employeeId } : undefined;
  } catch {
    // Half-written or edited: the user signs in and finds everything.
    return undefined;
  }
}

export function writeLastUser(dataDir: string, user: UserId): void {
  writeFileDurably(lastUserPath(dataDir), Buffer.from(JSON.stringify(user)));
}

export const forgetLastUser = (dataDir: string): void => rmSync(lastUserPath(dataDir), { force: true });

/** @throws SatchelError FOLDER_READ_ONLY | DISK_FULL */
export function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw toDatabaseError(error, path);
  }
}
