import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  DEFAULT_WINDOW_MS,
  elapsedMs,
  loadWindow,
  noteTime,
  renewWindow,
  stampOf,
  windowLeftMs,
  type OfflineWindow,
  type Reading,
} from '../../../main/gate/offline-window.ts';

const MINUTE_MS = 60_000;
const START_MS = Date.UTC(2026, 2, 2, 9);
/** What a set-back clock may be below the highest time seen without being noticed. */
const TOLERANCE_MS = 2_000;

type Step =
  | { readonly kind: 'work' | 'sleep' | 'set-back' | 'set-forward'; readonly ms: number }
  /** The program ends, storing its stamp, and starts again `ms` later. */
  | { readonly kind: 'restart'; readonly ms: number; readonly monotonicMs: number };

/** A laptop: its clocks as they are moved, and the window as the engine keeps it, looking after every step. */
class Machine {
  now: Reading = { wallMs: START_MS, monotonicMs: 500 };
  window: OfflineWindow = renewWindow(this.now);
  /** Time that the program itself has run since the validation, over all runs. */
  workedMs = 0;
  /** All time since the validation. */
  trueMs = 0;

  take(step: Step): void {
    const { wallMs, monotonicMs } = this.now;
    const { ms } = step;
    switch (step.kind) {
      case 'work':
        this.now = { wallMs: wallMs + ms, monotonicMs: monotonicMs + ms };
        this.workedMs += ms;
        this.trueMs += ms;
        break;
      case 'sleep':
        this.now = { wallMs: wallMs + ms, monotonicMs };
        this.trueMs += ms;
        break;
      case 'set-back':
        this.now = { wallMs: wallMs - ms, monotonicMs };
        break;
      case 'set-forward':
        this.now = { wallMs: wallMs + ms, monotonicMs };
        break;
      case 'restart': {
        const stored = JSON.parse(JSON.stringify(stampOf(this.window, this.now))) as OfflineWindow['stamp'];
        this.now = { wallMs: wallMs + ms, monotonicMs: step.monotonicMs };
        this.trueMs += ms;
        this.window = loadWindow(stored, this.now);
        break;
      }
    }
    this.window = noteTime(this.window, this.now);
  }

  elapsed(): number {
    return elapsedMs(this.window, this.now);
  }

  left(lengthMs = DEFAULT_WINDOW_MS): number {
    return windowLeftMs(this.window, this.now, lengthMs);
  }
}

const ms = fc.integer({ min: 0, max: 40 * MINUTE_MS });
const honest: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constantFrom('work' as const, 'sleep' as const), ms }),
  fc.record({
    kind: fc.constant('restart' as const),
    ms,
    monotonicMs: fc.integer({ min: 0, max: 10 * 60 * MINUTE_MS }),
  }),
);
const any: fc.Arbitrary<Step> = fc.oneof(
  honest,
  fc.record({
    kind: fc.constantFrom('set-back' as const, 'set-forward' as const),
    ms: fc.integer({ min: 0, max: 400 * 24 * 60 * MINUTE_MS }),
  }),
);
const steps = (step: fc.Arbitrary<Step>) => fc.array(step, { minLength: 1, maxLength: 12 });

describe('the offline window', () => {
  test('no sequence of clock moves, sleep and restarts makes the elapsed time smaller or gives time back', () => {
    fc.assert(
      fc.property(steps(any), (list) => {
        const machine = new Machine();
        let [elapsed, left] = [machine.elapsed(), machine.left()];
        for (const step of list) {
          machine.take(step);
          expect(machine.elapsed()).toBeGreaterThanOrEqual(elapsed);
          // A start may forgive a clock that an earlier start found set back; what was left before that is the most it gives.
          const now = machine.window.isClockSetBack ? 0 : machine.left();
          expect(now).toBeLessThanOrEqual(left);
          [elapsed, left] = [machine.elapsed(), machine.window.isClockSetBack ? left : now];
        }
      }),
      { numRuns: 500 },
    );
  });

  test('no more than 30 minutes can be worked after the last validation, whatever the clocks say', () => {
    fc.assert(
      fc.property(steps(any), (list) => {
        const machine = new Machine();
        for (const step of list) {
          machine.take(step);
          expect(machine.left()).toBeLessThanOrEqual(Math.max(0, DEFAULT_WINDOW_MS - machine.workedMs));
        }
      }),
      { numRuns: 500 },
    );
  });

  test('on an honest clock exactly the time since the validation is gone, over sleep and restarts', () => {
    fc.assert(
      fc.property(steps(honest), (list) => {
        const machine = new Machine();
        for (const step of list) machine.take(step);
        expect(machine.left()).toBe(Math.max(0, DEFAULT_WINDOW_MS - machine.trueMs));
      }),
    );
  });

  test('a clock that was set back before a start means the window is over until a live validation', () => {
    fc.assert(
      fc.property(
        steps(honest),
        fc.integer({ min: TOLERANCE_MS + 1, max: 400 * 24 * 60 * MINUTE_MS }),
        (list, backMs) => {
          const machine = new Machine();
          machine.take({ kind: 'work', ms: 1 });
          const highest = machine.now.wallMs;
          const stored = stampOf(machine.window, machine.now);
          machine.now = { wallMs: highest - backMs, monotonicMs: 0 };
          machine.window = loadWindow(stored, machine.now);
          expect(machine.left()).toBe(0);
          for (const step of list.filter(({ kind }) => kind !== 'restart')) {
            machine.take(step);
            expect(machine.left()).toBe(0);
          }
          machine.window = renewWindow(machine.now);
          expect(machine.left()).toBe(DEFAULT_WINDOW_MS);
        },
      ),
    );
  });

  test('a clock that was wrong and is right again costs nothing after the next validation', () => {
    const machine = new Machine();
    machine.take({ kind: 'set-forward', ms: 1_000 * 24 * 60 * MINUTE_MS });
    machine.take({ kind: 'set-back', ms: 1_000 * 24 * 60 * MINUTE_MS });
    machine.window = renewWindow(machine.now);
    machine.take({ kind: 'restart', ms: MINUTE_MS, monotonicMs: 0 });
    expect(machine.left()).toBe(29 * MINUTE_MS);
  });

  test('time that sleep took is not given back by a clock set back afterwards', () => {
    const machine = new Machine();
    machine.take({ kind: 'sleep', ms: 25 * MINUTE_MS });
    machine.take({ kind: 'set-back', ms: 25 * MINUTE_MS });
    expect(machine.left()).toBe(5 * MINUTE_MS);
    machine.take({ kind: 'work', ms: 4 * MINUTE_MS });
    machine.take({ kind: 'restart', ms: 0, monotonicMs: 0 });
    expect(machine.left()).toBe(0);
  });

  test.each([
    { what: 'full after a validation', steps: [], want: 30 },
    { what: '12 minutes later', steps: [{ kind: 'work', ms: 12 * MINUTE_MS }], want: 18 },
    { what: 'over to the millisecond', steps: [{ kind: 'work', ms: 30 * MINUTE_MS }], want: 0 },
    { what: 'not over a millisecond before', steps: [{ kind: 'work', ms: 30 * MINUTE_MS - 1 }], want: 1 / MINUTE_MS },
    {
      what: 'a network time service stepped back a second before a start',
      steps: [
        { kind: 'work', ms: MINUTE_MS },
        { kind: 'set-back', ms: 1_000 },
        { kind: 'restart', ms: 0, monotonicMs: 0 },
      ],
      want: 29,
    },
    { what: 'the machine slept for a day', steps: [{ kind: 'sleep', ms: 24 * 60 * MINUTE_MS }], want: 0 },
  ] as const)('$what: $want min left', ({ steps: list, want }) => {
    const machine = new Machine();
    for (const step of list) machine.take(step);
    expect(machine.left()).toBe(want * MINUTE_MS);
  });

  test('a tenant may make it shorter', () => {
    const machine = new Machine();
    machine.take({ kind: 'work', ms: 12 * MINUTE_MS });
    expect(machine.left(10 * MINUTE_MS)).toBe(0);
    expect(machine.left(20 * MINUTE_MS)).toBe(8 * MINUTE_MS);
  });

  test('without a validation there is no window', () => {
    const now = { wallMs: START_MS, monotonicMs: 0 };
    expect(windowLeftMs(loadWindow(null, now), now, DEFAULT_WINDOW_MS)).toBe(0);
    expect(stampOf(loadWindow(null, now), now)).toBeNull();
  });
});
