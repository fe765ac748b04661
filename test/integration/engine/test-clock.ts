import type { Clock } from '../../../sync/model/clock.ts';

/** A laptop's two clocks, moved by hand: together, or apart as sleep and a set-back clock do. */
export interface TestClock extends Clock {
  /** Moves both and runs the timers that are due, in order, with time for real input and output in between. */
  advance(ms: number): Promise<void>;
  /** The machine sleeps: only the wall clock goes on, and no timer runs. */
  sleep(ms: number): void;
  setWall(ms: number): void;
}

/** 2026-03-02 09:00 UTC, a Monday. */
const MONDAY_MS = Date.UTC(2026, 2, 2, 9);

/** @param pauseMs real time for sockets after each timer */
export function createTestClock({ startMs = MONDAY_MS, monotonicMs = 0, pauseMs = 5 } = {}): TestClock {
  let wall = startMs;
  let monotonic = monotonicMs;
  const timers = new Set<{ readonly dueMs: number; readonly run: () => void }>();
  const move = (toMs: number): void => {
    wall += toMs - monotonic;
    monotonic = toMs;
  };
  return {
    wallMs: () => Math.floor(wall),
    monotonicMs: () => monotonic,
    setTimer(run, delayMs) {
      const timer = { dueMs: monotonic + delayMs, run };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    async advance(ms) {
      const until = monotonic + ms;
      for (;;) {
        const next = [...timers].filter(({ dueMs }) => dueMs <= until).toSorted((a, b) => a.dueMs - b.dueMs)[0];
        if (next === undefined) break;
        timers.delete(next);
        move(Math.max(monotonic, next.dueMs));
        next.run();
        await pause(pauseMs);
      }
      move(until);
      await pause(pauseMs);
    },
    sleep(ms) {
      wall += ms;
    },
    setWall(ms) {
      wall = ms;
    },
  };
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits in real time until something is so. @throws after two seconds, with what was seen last */
export async function until<T>(read: () => Promise<T> | T, isSo: (value: T) => boolean, timeoutMs = 4000): Promise<T> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const value = await read();
    if (isSo(value)) return value;
    if (Date.now() > end) throw new Error(`It did not become so: ${JSON.stringify(value)?.slice(0, 600)}`);
    await pause(10);
  }
}

/** Lets the clock go on, a second at a time, until it is done: for what waits between its tries. @returns what it gave */
export async function whilePassing<T>(clock: TestClock, running: Promise<T>): Promise<T> {
  let isOver = false;
  const over = running.finally(() => (isOver = true));
  over.catch(() => undefined);
  for (await pause(1); !isOver; await pause(1)) await clock.advance(1000);
  return over;
}
