import type { CacheEntry } from '../store.ts';
import { sql, type Connection } from './connection.ts';

export function readCache(connection: Connection, key: string): CacheEntry | undefined {
  const found = connection.first(sql.selectFrom('wrapper_cache').selectAll().where('key', '=', key));
  if (found === undefined) return undefined;
  const { value, etag, cached_at_ms: cachedAtMs, expires_at_ms: expiresAtMs } = found;
  return { key, value: JSON.parse(value) as unknown, etag, cachedAtMs, expiresAtMs };
}

export function writeCache(connection: Connection, { key, value, etag, cachedAtMs, expiresAtMs }: CacheEntry): void {
  const columns = { value: JSON.stringify(value), etag, cached_at_ms: cachedAtMs, expires_at_ms: expiresAtMs };
  connection.run(
    sql
      .insertInto('wrapper_cache')
      .values({ key, ...columns })
      .onConflict((conflict) => conflict.column('key').doUpdateSet(columns)),
  );
}

export function dropCache(connection: Connection, keys: readonly string[]): void {
  if (keys.length > 0) connection.run(sql.deleteFrom('wrapper_cache').where('key', 'in', keys));
}
