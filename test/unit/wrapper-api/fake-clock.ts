import type { Clock } from '../../../sync/model/clock.ts';

export interface FakeClock extends Clock {
  /** Moves both times and runs what is due, in order; lets promises settle after every timer. */
  advance(ms: number): Promise<void>;
  timerCount(): number;
}

/** 2026-03-02 09:00 UTC, a Monday inside one day and month. */
const START_MS = Date.UTC(2026, 2, 2, 9);

export function createFakeClock(startMs: number = START_MS): FakeClock {
  let elapsedMs = 0;
  const timers = new Set<{ readonly dueMs: number; readonly run: () => void }>();
  const nextDue = (untilMs: number) =>
    [...timers].filter(({ dueMs }) => dueMs <= untilMs).toSorted((a, b) => a.dueMs - b.dueMs)[0];
  return {
    wallMs: () => startMs + elapsedMs,
    monotonicMs: () => elapsedMs,
    setTimer(run, delayMs) {
      const timer = { dueMs: elapsedMs + delayMs, run };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    async advance(ms) {
      const untilMs = elapsedMs + ms;
      await settle();
      for (let timer = nextDue(untilMs); timer; timer = nextDue(untilMs)) {
        timers.delete(timer);
        elapsedMs = Math.max(elapsedMs, timer.dueMs);
        timer.run();
        await settle();
      }
      elapsedMs = untilMs;
      await settle();
    },
    timerCount: () => timers.size,
  };
}

/** Several turns of the loop: enough for streams and promise chains without real I/O. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 8; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
