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

export interface CacheCounts {
  readonly hits: number;
  readonly stale: number;
  readonly misses: number;
}

/** Time-stamped answers of the account service on this laptop. Reading never waits; asking is single-flight. */
export interface TtlCache {
  /** What is here, fresh or stale; asks behind the scenes when it is missing, stale or soon to be. */
  get<T extends CacheTopic>(topic: T, id: string): CachedValue<CacheValues[T]> | undefined;
  /** What is here without asking anybody. */
  peek<T extends CacheTopic>(topic: T, id: string): CachedValue<CacheValues[T]> | undefined;
  /** Asks now. @throws SatchelError as the wrapper client does */
  refresh<T extends CacheTopic>(topic: T, id: string): Promise<CacheValues[T]>;
  /** The wrapper said that the data changed: what is here stays as stale. */
  expire(topic: CacheTopic, id?: string): void;
  list(): readonly CacheFreshness[];
  counts(): Readonly<Record<CacheTopic, CacheCounts>>;
}

interface StoredCache {
  readonly value: string;
  readonly etag: string | null;
  readonly cachedAtMs: number;
  readonly expiresAtMs: number;
}

const keyOf = (topic: CacheTopic, id: string): string => `${topic}:${id}`;

export function createTtlCache(store: LocalStore, clock: Clock, load: LoadCached): TtlCache {
  const underWay = new Map<string, Promise<unknown>>();
  const counts = new Map<CacheTopic, { hits: number; stale: number; misses: number }>();

  function count(topic: CacheTopic, what: keyof CacheCounts): void {
    const known = counts.get(topic) ?? { hits: 0, stale: 0, misses: 0 };
    known[what] += 1;
    counts.set(topic, known);
  }

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

  return {
    peek,
    refresh,
    get(topic, id) {
      const known = peek(topic, id);
      count(topic, known === undefined ? 'misses' : known.isStale ? 'stale' : 'hits');
      const age = clock.wallMs() - (known?.cachedAtMs ?? 0);
      if (known === undefined || known.isStale || age >= CACHE_TTL_MS[topic] * REFRESH_AT_SHARE)
        refreshBehind(topic, id);
      return known;
    },
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
    counts: () => Object.fromEntries(counts) as Record<CacheTopic, CacheCounts>,
  };
}
