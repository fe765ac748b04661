import type { Clock } from '../../sync/model/clock.ts';
import type { Fetched } from '../../sync/wrapper-api/send-request.ts';
import type { CacheFreshness } from '../contract/types.ts';
import type { LocalStore } from '../db/local-store.ts';
import { CACHE_TTL_MS, REFRESH_AT_SHARE, type CacheTopic, type CacheValues } from './cache-table.ts';

export interface CachedValue<T> {
  readonly value: T;
  readonly cachedAtMs: number;
  readonly expiresAtMs: number;
  readonly etag: string | null;
  readonly isStale: boolean;
}

export type LoadCached = <T extends CacheTopic>(
  topic: T,
  id: string,
  etag: string | undefined,
) => Promise<Fetched<CacheValues[T]>>;

/** One use of a cached value. A hit is an answer within its time to live, without waiting. */
export interface CacheRead {
  readonly topic: CacheTopic;
  readonly isHit: boolean;
  readonly ms: number;
}

/** Time-stamped answers of the account service on this laptop. Reading never waits; asking is single-flight. */
export interface TtlCache {
  /** What is here, fresh or stale; asks behind the scenes when it is missing, stale or soon to be. */
  get<T extends CacheTopic>(topic: T, id: string): CachedValue<CacheValues[T]> | undefined;
  /** Asks behind the scenes as `get` does; nobody uses the value, so it is no read. */
  keep(topic: CacheTopic, id: string): void;
  /** What is here without asking anybody. */
  peek<T extends CacheTopic>(topic: T, id: string): CachedValue<CacheValues[T]> | undefined;
  /** Asks now. @throws SatchelError as the wrapper client does */
  refresh<T extends CacheTopic>(topic: T, id: string): Promise<CacheValues[T]>;
  /** The wrapper said that the data changed: what is here stays as stale. */
  expire(topic: CacheTopic, id?: string): void;
  list(): readonly CacheFreshness[];
}

interface StoredCache {
  readonly value: string;
  readonly etag: string | null;
  readonly cachedAtMs: number;
  readonly expiresAtMs: number;
}

const keyOf = (topic: CacheTopic, id: string): string => `${topic}:${id}`;

export interface TtlCacheOptions {
  readonly store: LocalStore;
  readonly clock: Clock;
  readonly load: LoadCached;
  readonly onRead: (read: CacheRead) => void;
}

export function createTtlCache({ store, clock, load, onRead }: TtlCacheOptions): TtlCache {
  const underWay = new Map<string, Promise<unknown>>();

  function peek<T extends CacheTopic>(topic: T, id: string): CachedValue<CacheValues[T]> | undefined {
    const stored = store.db.read
      .prepared<[string], StoredCache>('select value, etag, cachedAtMs, expiresAtMs from wrapperCache where key = ?')
      .first([keyOf(topic, id)]);
    if (stored === undefined) return undefined;
    const now = clock.wallMs();
    // A clock that was set back must not make an answer live longer.
    const isStale = now >= stored.expiresAtMs || now < stored.cachedAtMs;
    return { ...stored, value: JSON.parse(stored.value) as CacheValues[T], isStale };
  }

  function put(topic: CacheTopic, id: string, value: unknown, etag: string | null): void {
    const cachedAtMs = clock.wallMs();
    store.db.write('normal', (tx) =>
      tx
        .prepared<[string, string, string, string | null, number, number], never>(
          'insert or replace into wrapperCache (key, topic, value, etag, cachedAtMs, expiresAtMs) values (?, ?, ?, ?, ?, ?)',
        )
        .run([keyOf(topic, id), topic, JSON.stringify(value), etag, cachedAtMs, cachedAtMs + CACHE_TTL_MS[topic]]),
    );
    store.changes.emit({ localSeq: 0, topics: ['people'] });
  }

  async function ask<T extends CacheTopic>(topic: T, id: string): Promise<CacheValues[T]> {
    const known = peek(topic, id);
    const fetched = await load(topic, id, known?.etag ?? undefined);
    if (fetched.isNotModified && known) {
      put(topic, id, known.value, known.etag);
      return known.value;
    }
    if (fetched.isNotModified) throw new Error('the account service sent nothing for a value that is not here');
    put(topic, id, fetched.value, fetched.etag);
    return fetched.value;
  }

  function refresh<T extends CacheTopic>(topic: T, id: string): Promise<CacheValues[T]> {
    const key = keyOf(topic, id);
    const running = underWay.get(key) as Promise<CacheValues[T]> | undefined;
    if (running) return running;
    const started = ask(topic, id).finally(() => underWay.delete(key));
    underWay.set(key, started);
    return started;
  }

  /** Nobody waits for it; a failure shows as a stale value and in the connection's state. */
  function refreshBehind(topic: CacheTopic, id: string): void {
    refresh(topic, id).catch(() => undefined);
  }

  function refreshIfDue(topic: CacheTopic, id: string, known: CachedValue<unknown> | undefined): void {
    const age = clock.wallMs() - (known?.cachedAtMs ?? 0);
    if (known === undefined || known.isStale || age >= CACHE_TTL_MS[topic] * REFRESH_AT_SHARE) refreshBehind(topic, id);
  }

  return {
    peek,
    refresh,
    get(topic, id) {
      const startMs = clock.monotonicMs();
      const known = peek(topic, id);
      onRead({ topic, isHit: known?.isStale === false, ms: clock.monotonicMs() - startMs });
      refreshIfDue(topic, id, known);
      return known;
    },
    keep: (topic, id) => refreshIfDue(topic, id, peek(topic, id)),
    expire(topic, id) {
      const where = id === undefined ? 'topic = ?' : 'key = ?';
      store.db.write('normal', (tx) =>
        tx
          .prepared<[string], never>(`update wrapperCache set expiresAtMs = 0 where ${where}`)
          .run([id === undefined ? topic : keyOf(topic, id)]),
      );
      store.changes.emit({ localSeq: 0, topics: ['people'] });
    },
    list() {
      const now = clock.wallMs();
      return store.db.read
        .prepared<[], { key: string; topic: CacheTopic; cachedAtMs: number; expiresAtMs: number }>(
          'select key, topic, cachedAtMs, expiresAtMs from wrapperCache order by key',
        )
        .all([])
        .map((row) => ({ ...row, isStale: now >= row.expiresAtMs || now < row.cachedAtMs }));
    },
  };
}
