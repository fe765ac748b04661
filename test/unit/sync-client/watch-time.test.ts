import { expect, test } from 'vitest';
import { watchTime } from '../../../main/sync-client/watch-time.ts';
import { createTestClock } from '../../integration/engine/test-clock.ts';

const MINUTE = 60_000;

test.each([
  { name: 'ten quiet minutes', lose: () => undefined, gaps: 0 },
  { name: 'sleep of twenty seconds', lose: (clock: { sleep(ms: number): void }) => clock.sleep(20_000), gaps: 0 },
  { name: 'sleep of a minute', lose: (clock: { sleep(ms: number): void }) => clock.sleep(MINUTE), gaps: 1 },
])('$name: $gaps gaps', async ({ lose, gaps }) => {
  const clock = createTestClock({ pauseMs: 0 });
  let seen = 0;
  const stop = watchTime(clock, () => (seen += 1));
  await clock.advance(MINUTE);
  lose(clock);
  await clock.advance(10 * MINUTE);
  expect(seen).toBe(gaps);
  stop();
  clock.sleep(60 * MINUTE);
  await clock.advance(MINUTE);
  expect(seen).toBe(gaps);
});

test('a timer that comes far too late is a gap where monotonic time went on through the sleep', async () => {
  const clock = createTestClock({ pauseMs: 0 });
  let slept = 0;
  let seen = 0;
  const through = { ...clock, wallMs: () => clock.wallMs() + slept, monotonicMs: () => clock.monotonicMs() + slept };
  watchTime(through, () => (seen += 1));
  await clock.advance(MINUTE);
  slept = 10 * MINUTE;
  await clock.advance(MINUTE);
  expect(seen).toBe(1);
});
