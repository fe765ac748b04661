import type { Random } from '../model/clock.ts';

/** Repeats after the first attempt. */
export const MAX_RETRIES = 2;
const FIRST_DELAY_MS = 200;
const LONGEST_DELAY_MS = 2_000;

/** Exponential back-off with full jitter: a uniform part of the growing limit, so that clients do not return together. */
export function retryDelayMs(attempt: number, random: Random): number {
  return random() * Math.min(FIRST_DELAY_MS * 2 ** (attempt - 1), LONGEST_DELAY_MS);
}

/** Milliseconds of a Retry-After header (seconds or an HTTP date); undefined when there is none that makes sense. */
export function retryAfterMs(header: string | null, nowMs: number): number | undefined {
  if (header === null) return undefined;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1000;
  const atMs = Date.parse(header);
  return Number.isNaN(atMs) ? undefined : Math.max(0, atMs - nowMs);
}
