import { Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler, type Driver } from 'kysely';
import { SatchelError } from '../../sync/protocol/satchel-error.ts';

/** Kysely as a writer of SQL only: running a statement through it would be asynchronous, and no transaction may be. */
export function createQueryBuilder<DB>(): Kysely<DB> {
  return new Kysely<DB>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new RefusingDriver(),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  });
}

class RefusingDriver implements Driver {
  async init(): Promise<void> {}
  async acquireConnection(): Promise<never> {
    throw new SatchelError('INTERNAL', 'A query is run by the handle: handle.all(query), not query.execute().');
  }
  async beginTransaction(): Promise<void> {}
  async commitTransaction(): Promise<void> {}
  async rollbackTransaction(): Promise<void> {}
  async releaseConnection(): Promise<void> {}
  async destroy(): Promise<void> {}
}
