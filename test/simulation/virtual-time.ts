import type { Clock } from '../../sync/model/clock.ts';

/** Time of a simulated world: it stands still while anything happens and jumps from one event to the next. */
export interface VirtualTime {
  nowMs(): number;
  /** Runs once after `delayMs`, in order of time and of asking; the returned function takes it back. */
  after(delayMs: number, run: () => void | Promise<void>): () => void;
  /** All events up to then, each followed by everything that comes of it without further time. */
  runUntil(atMs: number): Promise<void>;
  /** As `runUntil`, until the promise is settled. @throws what it throws, or Error after `limitMs` */
  runUntilSettled<T>(promise: Promise<T>, limitMs?: number): Promise<T>;
}

interface Event {
  readonly dueMs: number;
  readonly order: number;
  readonly run: () => void | Promise<void>;
}

/** Turns of the event loop in which nobody asks for another one, until an event counts as over. */
const QUIET_TURNS = 4;
/** An action of a user needs no virtual time; one that waits for some would stop the world. Real milliseconds. */
const STUCK_AFTER_MS = 20_000;

export function createVirtualTime(startMs = 0): VirtualTime {
  const events: Event[] = [];
  let now = startMs;
  let order = 0;

  async function runNext(): Promise<void> {
    const event = events.shift();
    if (event === undefined) return;
    now = Math.max(now, event.dueMs);
    const result = event.run();
    if (result !== undefined) await settled(result);
    await quiet();
  }

  return {
    nowMs: () => now,
    after(delayMs, run) {
      const event = { dueMs: now + Math.max(0, delayMs), order: (order += 1), run };
      insert(events, event);
      return () => {
        const at = events.indexOf(event);
        if (at !== -1) events.splice(at, 1);
      };
    },
    async runUntil(atMs) {
      while (events[0] !== undefined && events[0].dueMs <= atMs) await runNext();
      now = Math.max(now, atMs);
    },
    async runUntilSettled(promise, limitMs = 3_600_000) {
      const settling = watch(promise);
      const endMs = now + limitMs;
      await quiet();
      while (!settling.isOver) {
        if (events[0] === undefined || events[0].dueMs > endMs) throw new Error('It was not settled in time.');
        await runNext();
      }
      return promise;
    },
  };
}

/** Asked for by whom so ever, the clock's own asking left out. */
let askedTurns = 0;
const { setImmediate: ask } = globalThis;
globalThis.setImmediate = Object.assign((...given: Parameters<typeof setImmediate>) => {
  askedTurns += 1;
  return ask(...given);
}, ask);

const nextTurn = (): Promise<void> => new Promise((resolve) => ask(resolve));

/** Whoever yields its turn (a pull between two slices, say) asks for another one; the rest is over within a few. */
async function quiet(): Promise<void> {
  for (let turns = 0; turns < QUIET_TURNS; turns += 1) {
    const before = askedTurns;
    await nextTurn();
    if (askedTurns > before) turns = -1;
  }
}

function watch(promise: Promise<unknown>): { readonly isOver: boolean } {
  const settling = { isOver: false };
  void promise.catch(() => undefined).finally(() => void (settling.isOver = true));
  return settling;
}

async function settled(promise: Promise<void>): Promise<void> {
  const settling = watch(promise);
  const startedMs = performance.now();
  while (!settling.isOver) {
    if (performance.now() - startedMs > STUCK_AFTER_MS) throw new Error('An event waits for time that cannot pass.');
    await nextTurn();
  }
  await promise;
}

/** Behind everything that is due before or was asked for earlier. */
function insert(events: Event[], event: Event): void {
  let low = 0;
  let high = events.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = events[middle];
    if (other !== undefined && other.dueMs <= event.dueMs) low = middle + 1;
    else high = middle;
  }
  events.splice(low, 0, event);
}

/** Both clocks of one machine in the world. */
export interface MachineClock extends Clock {
  /** Somebody or something sets the wall clock. */
  jump(byMs: number): void;
  /** How far the wall clock is off by now. */
  shiftMs(): number;
  /** The process is gone: no timer runs any more. */
  stop(): void;
}

/** @param epochMs wall time of the world's start */
export function createMachineClock(time: VirtualTime, epochMs: number, startShiftMs = 0): MachineClock {
  const startedMs = time.nowMs();
  const timers = new Set<() => void>();
  let shift = startShiftMs;
  let isStopped = false;
  return {
    wallMs: () => Math.floor(epochMs + time.nowMs() + shift),
    monotonicMs: () => time.nowMs() - startedMs,
    setTimer(run, delayMs) {
      if (isStopped) return () => undefined;
      const cancel = time.after(delayMs, () => {
        timers.delete(cancel);
        run();
      });
      timers.add(cancel);
      return () => {
        timers.delete(cancel);
        cancel();
      };
    },
    jump(byMs) {
      shift += byMs;
    },
    shiftMs: () => shift,
    stop() {
      isStopped = true;
      for (const cancel of timers) cancel();
      timers.clear();
    },
  };
}
