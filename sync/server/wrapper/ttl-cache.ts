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

export interface TtlCache {
  /** @throws what `fetch` throws, where no usable value is at hand */
  get<T>(rule: CacheRule<T>): Promise<T>;
  drop(keys: readonly string[]): Promise<void>;
}

/** Wrapper data in the server's database, so that all its processes share it. Single flight a key. */
export function createTtlCache({
  store,
  clock,
  logger,
}: {
  readonly store: Store;
  readonly clock: Clock;
  readonly logger: Logger;
}): TtlCache {
  const flights = new Map<string, Promise<unknown>>();
  let drops = 0;

  async function refresh<T>(
    rule: CacheRule<T>,
    old: { readonly value: unknown; readonly etag: string | null } | undefined,
  ): Promise<T> {
    const dropsBefore = drops;
    const fetched = await rule.fetch(old?.etag ?? undefined);
    const value = fetched.isNotModified ? (old?.value as T) : fetched.value;
    const cachedAtMs = clock.wallMs();
    // an answer that was under way when the value was dropped may be older than the change
    if (drops === dropsBefore) {
      await store.writeCache({
        key: rule.key,
        value,
        etag: fetched.etag,
        cachedAtMs,
        expiresAtMs: cachedAtMs + rule.ttlMs,
      });
    }
    return value;
  }

  function fly<T>(rule: CacheRule<T>, old: Parameters<typeof refresh>[1]): Promise<T> {
    const flying = flights.get(rule.key);
    if (flying) return flying as Promise<T>; // the key decides the type
    const flight = refresh(rule, old).finally(() => flights.delete(rule.key));
    flights.set(rule.key, flight);
    return flight;
  }

  return {
    async get(rule) {
      const entry = await store.readCache(rule.key);
      const nowMs = clock.wallMs();
      // a clock that was set back must not make a value live longer
      const isKnown = entry !== undefined && entry.cachedAtMs <= nowMs;
      if (isKnown && nowMs < entry.expiresAtMs) return entry.value as never;
      const refreshed = fly(rule, isKnown ? entry : undefined);
      if (rule.isStrict || !isKnown || nowMs >= entry.expiresAtMs + LONGEST_STALE_MS) return refreshed;
      refreshed.catch((error: unknown) =>
        logger.warn('wrapper cache not refreshed', { key: rule.key, error: String(error) }),
      );
      return entry.value as never;
    },
    async drop(keys) {
      drops += 1;
      for (const key of keys) flights.delete(key);
      await store.dropCache(keys);
    },
  };
}
