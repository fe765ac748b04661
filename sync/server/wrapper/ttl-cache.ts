import type { Clock } from '../../model/clock.ts';
import type { Fetched } from '../../wrapper-api/send-request.ts';
import type { Logger } from '../logger.ts';
import type { Store } from '../store/store.ts';

export interface CacheRule<T> {
  readonly key: string;
  readonly ttlMs: number;
  /** True: an expired value is never given out. False: it is, for one more day, while a new one is fetched. */
  readonly isStrict: boolean;
  readonly fetch: (etag: string | undefined) => Promise<Fetched<T>>;
}

const LONGEST_STALE_MS = 24 * 60 * 60_000;

export interface Cached<T> {
  readonly value: T;
  readonly cachedAtMs: number;
  readonly expiresAtMs: number;
}

/** `hit`: fresh, without waiting. `stale`: an expired value, without waiting. `miss`: the caller waited for the wrapper. */
export type CacheOutcome = 'hit' | 'stale' | 'miss';

export interface TtlCache {
  /** @throws what `fetch` throws, where no usable value is at hand */
  get<T>(rule: CacheRule<T>): Promise<T>;
  /** The same with its time stamps. @throws as get */
  entry<T>(rule: CacheRule<T>): Promise<Cached<T>>;
  drop(keys: readonly string[]): Promise<void>;
}

/** Wrapper data in the server's database, so that all its processes share it. Single flight a key. */
export function createTtlCache({
  store,
  clock,
  logger,
  onRead,
}: {
  readonly store: Store;
  readonly clock: Clock;
  readonly logger: Logger;
  /** @param cache the first part of the key, without the tenant */
  readonly onRead: (cache: string, outcome: CacheOutcome) => void;
}): TtlCache {
  const flights = new Map<string, Promise<unknown>>();
  let drops = 0;

  async function refresh<T>(
    rule: CacheRule<T>,
    old: { readonly value: unknown; readonly etag: string | null } | undefined,
  ): Promise<Cached<T>> {
    const dropsBefore = drops;
    const fetched = await rule.fetch(old?.etag ?? undefined);
    const value = fetched.isNotModified ? (old?.value as T) : fetched.value;
    const cachedAtMs = clock.wallMs();
    const expiresAtMs = cachedAtMs + rule.ttlMs;
    // an answer that was under way when the value was dropped may be older than the change
    if (drops === dropsBefore) {
      await store.writeCache({
        key: rule.key,
        value,
        etag: fetched.etag,
        cachedAtMs,
        expiresAtMs,
      });
    }
    return { value, cachedAtMs, expiresAtMs };
  }

  function fly<T>(rule: CacheRule<T>, old: Parameters<typeof refresh>[1]): Promise<Cached<T>> {
    const flying = flights.get(rule.key);
    if (flying) return flying as Promise<Cached<T>>; // the key decides the type
    const flight = refresh(rule, old).finally(() => flights.delete(rule.key));
    flights.set(rule.key, flight);
    return flight;
  }

  async function entry<T>(rule: CacheRule<T>): Promise<Cached<T>> {
    const known = (await store.readCache(rule.key)) as (Cached<T> & { readonly etag: string | null }) | undefined;
    const nowMs = clock.wallMs();
    // a clock that was set back must not make a value live longer
    const isKnown = known !== undefined && known.cachedAtMs <= nowMs;
    const tell = (outcome: CacheOutcome): void => onRead(rule.key.split(':', 1)[0] ?? '', outcome);
    if (isKnown && nowMs < known.expiresAtMs) {
      tell('hit');
      return known;
    }
    const refreshed = fly(rule, isKnown ? known : undefined);
    if (rule.isStrict || !isKnown || nowMs >= known.expiresAtMs + LONGEST_STALE_MS) {
      tell('miss');
      return refreshed;
    }
    tell('stale');
    refreshed.catch((error: unknown) =>
      logger.warn('wrapper cache not refreshed', { key: rule.key, error: String(error) }),
    );
    return known;
  }

  return {
    entry,
    get: async (rule) => (await entry(rule)).value,
    async drop(keys) {
      drops += 1;
      for (const key of keys) flights.delete(key);
      await store.dropCache(keys);
    },
  };
}
