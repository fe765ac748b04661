import type { Random } from '../../sync/model/clock.ts';

const FIRST_MS = 1_000;
const LONGEST_MS = 5 * 60_000;

/** Exponential back-off with full jitter, 1 s to 5 min (failures.md, 19); a `Retry-After` is never undercut. */
export function backoffMs(attempts: number, random: Random, retryAfterMs = 0): number {
  const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempts, 20));
  return Math.max(retryAfterMs, FIRST_MS / 2 + random() * ceiling);
}
