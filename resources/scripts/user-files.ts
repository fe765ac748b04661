import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileKeyStore } from '../../main/db/file-key-store.ts';
import type { ReadHandle } from '../../main/db/handles.ts';
import { lockFolder } from '../../main/db/lock-folder.ts';
import { openDatabase } from '../../main/db/open-database.ts';
import { BUILD_VERSION, MIGRATIONS, type Schema } from '../../main/db/schema.ts';
import { APP_VERSION } from '../../main/engine/open-user.ts';
import { userFolder, userKey, type UserId } from '../../main/engine/user-folder.ts';
import { SatchelError } from '../../sync/protocol/satchel-error.ts';

/** Enough of the ids to tell two users apart. */
export const masked = ({ tenantId, employeeId }: UserId): string => `${mask(tenantId)}/${mask(employeeId)}`;
export const mask = (id: string): string => `${id.slice(0, 2)}...${id.slice(-3)}`;

/** Everybody who has ever signed in with this data folder. */
export function usersIn(dataDir: string): readonly UserId[] {
  const users = join(dataDir, 'users');
  const folders = (path: string): string[] => (existsSync(path) ? readdirSync(path) : []);
  return folders(users).flatMap((tenantId) =>
    folders(join(users, tenantId)).map((employeeId) => ({ tenantId, employeeId })),
  );
}

/**
 * Reads a user's file under the folder's lock, without the app; nothing is changed.
 * @throws SatchelError ALREADY_RUNNING | NOT_FOUND | WRONG_KEY | FILE_TOO_NEW | DATABASE_DAMAGED
 */
export async function readUserFile<T>(
  dataDir: string,
  user: UserId,
  look: (read: ReadHandle<Schema>) => T,
): Promise<T> {
  const folder = userFolder(dataDir, user);
  const lock = lockFolder(folder);
  try {
    const path = join(folder, 'replica.db');
    if (!existsSync(path)) throw new SatchelError('NOT_FOUND', 'There is no database in the folder yet.');
    const key = await userKey(fileKeyStore(join(dataDir, 'keys')), user, true);
    const database = openDatabase<Schema>({
      path,
      key,
      mode: 'read',
      migrations: MIGRATIONS,
      buildVersion: BUILD_VERSION,
      appVersion: APP_VERSION,
    });
    try {
      return look(database.read);
    } finally {
      database.close();
    }
  } finally {
    lock.close();
  }
}
