import { expect, test } from 'vitest';
import { attemptsWithoutLine, backoffMs, reconnectMs } from '../../../main/sync-client/backoff.ts';

test.each([
  { attempts: 0, least: 500, most: 1_500 },
  { attempts: 3, least: 500, most: 8_500 },
  { attempts: 30, least: 500, most: 300_500 },
])('after $attempts failures a client waits from $least to $most ms', ({ attempts, least, most }) => {
  expect([backoffMs(attempts, () => 0), backoffMs(attempts, () => 1)]).toEqual([least, most]);
});

test('without any line the wait ends about where a client that has nothing to do asks again', () => {
  const waits = [0, 5, 6, 30].map((attempts) => backoffMs(attemptsWithoutLine(attempts), () => 1));
  expect(waits).toEqual([1_500, 32_500, 64_500, 64_500]);
});

test('clients that are told the same time to wait do not come back together', () => {
  const waits = [0, 0.25, 0.5, 0.75].map((drawn) => backoffMs(3, () => drawn, 20_000));
  expect(Math.min(...waits)).toBeGreaterThanOrEqual(20_000);
  expect(new Set(waits).size).toBe(4);
});

test.each([
  { said: 10 * 365 * 86_400_000, most: 3_600_000 + 1_500 },
  { said: -1, most: 1_500 },
])('a time to wait of $said ms is held within bounds', ({ said, most }) => {
  expect(backoffMs(0, () => 1, said)).toBe(most);
});

test('a stream that ended is opened again within five seconds, spread out', () => {
  expect([reconnectMs(() => 0), reconnectMs(() => 1)]).toEqual([500, 4_500]);
});
