import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '../../sync/model/clock.ts';
import type { ClockMove } from './host-messages.ts';

export interface MovableClock extends Clock {
  /** Runs the timers that become due, in order. */
  move(move: ClockMove): Promise<void>;
}

/** Real time for sockets after each timer of a jump. */
const PAUSE_MS = 5;
const LONGEST_TIMER_MS = 2 ** 31 - 1;

interface Timer {
  readonly dueMs: number;
  readonly run: () => void;
}

/** The machine's time, which end-to-end tests of a running app can move. */
export function createMovableClock(): MovableClock {
  let wallShiftMs = 0;
  let monotonicShiftMs = 0;
  const timers = new Set<Timer>();
  // Whole, as the machine's own: times on the wire have no fractions, timers have.
  const wallMs = (): number => Math.round(Date.now() + wallShiftMs);
  const monotonicMs = (): number => performance.now() + monotonicShiftMs;
  const next = (untilMs: number): Timer | undefined =>
    [...timers].filter(({ dueMs }) => dueMs <= untilMs).toSorted((a, b) => a.dueMs - b.dueMs)[0];

  const jumpTo = (ms: number): void => {
    const byMs = Math.max(0, ms - monotonicMs());
    wallShiftMs += byMs;
    monotonicShiftMs += byMs;
  };

  const runIfDue = (timer: Timer): void => {
    if (!timers.has(timer)) return;
    if (timer.dueMs > monotonicMs()) return arm(timer);
    timers.delete(timer);
    timer.run();
  };

  const arm = (timer: Timer): void => {
    const leftMs = Math.min(Math.max(0, timer.dueMs - monotonicMs()), LONGEST_TIMER_MS);
    setTimeout(() => runIfDue(timer), leftMs).unref();
  };

  return {
    wallMs,
    monotonicMs,
    setTimer(run, delayMs) {
      const timer = { dueMs: monotonicMs() + delayMs, run };
      timers.add(timer);
      arm(timer);
      return () => void timers.delete(timer);
    },
    async move(move) {
      if ('setWallMs' in move) {
        wallShiftMs = move.setWallMs - Date.now();
        return;
      }
      const untilMs = monotonicMs() + move.advanceMs;
      for (let timer = next(untilMs); timer; timer = next(untilMs)) {
        jumpTo(timer.dueMs);
        timers.delete(timer);
        timer.run();
        await pause(PAUSE_MS);
      }
      jumpTo(untilMs);
      await pause(PAUSE_MS);
    },
  };
}
