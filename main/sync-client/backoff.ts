import type { Random } from '../../sync/model/clock.ts';

const FIRST_MS = 1_000;
const LONGEST_MS = 5 * 60_000;
/** No server sends a client away for longer. */
const LONGEST_RETRY_AFTER_MS = 60 * 60_000;
const RECONNECT_SPREAD_MS = 4_000;

/**
 * Exponential back-off with full jitter, 1 s to 5 min (failures.md, 19). It comes on top of a `Retry-After`, which
 * all clients are told alike: together they would only storm later.
 */
export function backoffMs(attempts: number, random: Random, retryAfterMs = 0): number {
  const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempts, 20));
  return Math.min(LONGEST_RETRY_AFTER_MS, Math.max(0, retryAfterMs)) + FIRST_MS / 2 + random() * ceiling;
}

/** Its wait is about a minute at most, as that of a client that has nothing to do. */
const ATTEMPTS_WITHOUT_LINE = 6;

/**
 * Attempts as they count for the next wait while nothing at all can be reached: then it is the laptop's own line that is
 * gone, trying burdens nobody, and no system says reliably when a tunnel ends.
 */
export const attemptsWithoutLine = (attempts: number): number => Math.min(attempts, ATTEMPTS_WITHOUT_LINE);

/** A server that ends takes the streams of all clients with it at once: they come back spread out. */
export const reconnectMs = (random: Random): number => FIRST_MS / 2 + random() * RECONNECT_SPREAD_MS;
