import type { Clock } from '../../../sync/model/clock.ts';

interface Timer {
  readonly atMs: number;
  readonly run: () => void;
}

export interface ManualClock extends Clock {
  /** Moves both kinds of time and runs what falls due, in its order. */
  advance(ms: number): void;
  /** Sets the wall only, as a person or a time server would. */
  setWall(ms: number): void;
}

export function manualClock(startMs = Date.UTC(2026, 5, 1, 9)): ManualClock {
  let [wall, monotonic] = [startMs, 1000];
  const timers = new Set<Timer>();
  return {
    wallMs: () => wall,
    monotonicMs: () => monotonic,
    setTimer(run, delayMs) {
      const timer = { atMs: monotonic + delayMs, run };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    advance(ms) {
      const endMs = monotonic + ms;
      for (;;) {
        const next = [...timers].filter(({ atMs }) => atMs <= endMs).sort((a, b) => a.atMs - b.atMs)[0];
        if (!next) break;
        timers.delete(next);
        wall += Math.max(0, next.atMs - monotonic);
        monotonic = Math.max(monotonic, next.atMs);
        next.run();
      }
      wall += endMs - monotonic;
      monotonic = endMs;
    },
    setWall: (ms) => void (wall = ms),
  };
}
