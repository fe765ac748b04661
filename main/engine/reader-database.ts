import { SatchelError, toSatchelError } from '../../sync/protocol/satchel-error.ts';
import type { ReadDatabase } from '../db/database.ts';
import { openDatabase } from '../db/open-database.ts';
import { BUILD_VERSION, MIGRATIONS, type Schema } from '../db/schema.ts';
import type { ShownUser } from './host-messages.ts';
import { APP_VERSION } from './open-user.ts';

export interface ReaderDatabase {
  /** Closes what is open and opens the file of `user` read-only. What goes wrong is thrown by the next read. */
  show(user: ShownUser | null): void;
  /** @throws SatchelError SIGNED_OUT, or what opening the file threw */
  mustGet(): ReadDatabase<Schema>;
}

export function createReaderDatabase(): ReaderDatabase {
  let database: ReadDatabase<Schema> | null = null;
  let failure: SatchelError | null = null;
  return {
    show(user) {
      database?.close();
      database = null;
      failure = null;
      if (user === null) return;
      try {
        database = openReadOnly(user);
      } catch (error) {
        failure = toSatchelError(error);
      }
    },
    mustGet() {
      if (database) return database;
      throw failure ?? new SatchelError('SIGNED_OUT', 'Nobody is signed in on this laptop.');
    },
  };
}

function openReadOnly({ path, key }: ShownUser): ReadDatabase<Schema> {
  return openDatabase<Schema>({
    path,
    key,
    mode: 'read',
    migrations: MIGRATIONS,
    buildVersion: BUILD_VERSION,
    appVersion: APP_VERSION,
    monotonicMs: () => performance.now(),
  });
}
