import { SatchelError } from '../../protocol/satchel-error.ts';
import { openSqliteStore } from './sqlite/open-sqlite-store.ts';
import type { Store } from './store.ts';

/**
 * The one place that chooses the dialect: `sqlite:PATH` or `sqlite::memory:`.
 * @throws SatchelError BAD_REQUEST for an address it does not know
 */
export async function openStore(databaseUrl: string): Promise<Store> {
  if (databaseUrl.startsWith('sqlite:')) return openSqliteStore(databaseUrl.slice('sqlite:'.length));
  const scheme = databaseUrl.split(':', 1)[0] ?? '';
  throw new SatchelError('BAD_REQUEST', `The database address must start with "sqlite:"; it starts with "${scheme}:".`);
}
