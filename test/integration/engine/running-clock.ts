import type { Intercept } from './network.ts';
import { pause, type TestClock } from './test-clock.ts';

/** Looks without a call that begins or ends, after which whatever is under way waits for the clock itself. */
const STILL_LOOKS = 60;

/** Calls over the network that somebody waits for. */
export interface Traffic {
  readonly underWay: number;
  /** Grows with every call that begins or ends. */
  readonly turn: number;
}

interface Timer {
  readonly dueMs: number;
  readonly run: () => void;
}

/**
 * A clock that runs as the machine's does, so that what takes time is measured, and that can leave out the time in
 * which nothing happens. One for all parties: the wrapper, the server and the laptops live in the same day.
 */
export function createRunningClock({
  startMs,
  traffic,
}: {
  readonly startMs: number;
  readonly traffic: Traffic;
}): TestClock {
  const timers = new Set<Timer>();
  const zeroMs = performance.now();
  let leftOutMs = 0;
  let wallAheadMs = startMs;
  let cancelReal = (): void => undefined;
  const now = (): number => performance.now() - zeroMs + leftOutMs;
  const nextDue = (): Timer | undefined => [...timers].toSorted((a, b) => a.dueMs - b.dueMs)[0];

  /** What nobody advances to comes in its own time. */
  function arm(): void {
    cancelReal();
    const next = nextDue();
    if (next === undefined) return;
    const timeout = setTimeout(() => runDue(), Math.max(0, next.dueMs - now()));
    cancelReal = () => clearTimeout(timeout);
  }

  function runDue(): void {
    for (let next = nextDue(); next !== undefined && next.dueMs <= now(); next = nextDue()) {
      timers.delete(next);
      next.run();
    }
    arm();
  }

  function leapTo(ms: number): void {
    leftOutMs += Math.max(0, ms - now());
    runDue();
  }

  /** Until nobody waits for the network, or everybody who does waits for a timer of this clock. */
  async function stillness(): Promise<void> {
    for (let [still, turn] = [0, -1]; still < STILL_LOOKS;) {
      for (let round = 0; round < 4; round += 1) await new Promise((resolve) => setImmediate(resolve));
      if (traffic.underWay === 0 && traffic.turn === turn) return;
      still = traffic.turn === turn ? still + 1 : 0;
      ({ turn } = traffic);
      await pause(1);
    }
  }

  return {
    wallMs: () => Math.floor(now() + wallAheadMs),
    monotonicMs: now,
    setTimer(run, delayMs) {
      const timer = { dueMs: now() + delayMs, run };
      timers.add(timer);
      arm();
      return () => {
        timers.delete(timer);
        if (timers.size === 0) cancelReal();
      };
    },
    async advance(ms) {
      const untilMs = now() + ms;
      for (;;) {
        await stillness();
        const next = nextDue();
        if (next === undefined || next.dueMs > untilMs) break;
        leapTo(next.dueMs);
      }
      leapTo(untilMs);
      await stillness();
    },
    sleep(ms) {
      wallAheadMs += ms;
    },
    setWall(ms) {
      wallAheadMs = ms - now();
    },
  };
}

/** Whoever waits for an answer is counted until the whole of it is here; a stream of events is waited for by nobody. */
export const counting =
  (traffic: { underWay: number; turn: number }): Intercept =>
  async ({ url, pass }) => {
    const step = (by: 1 | -1): void => {
      traffic.underWay += by;
      traffic.turn += 1;
    };
    step(1);
    try {
      const answer = await pass();
      if (url.pathname === '/v1/events') return answer;
      const body = await answer.arrayBuffer();
      const { status, headers } = answer;
      return new Response(body.byteLength === 0 ? null : body, { status, headers });
    } finally {
      step(-1);
    }
  };
