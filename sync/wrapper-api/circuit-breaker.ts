// Own code instead of cockatiel: that library reads Date.now and setTimeout itself and cannot be driven by a given clock.
import type { Clock } from '../model/clock.ts';
import { SatchelError } from '../protocol/satchel-error.ts';

/** Unreachable answers in a row that open the breaker. */
export const BREAKER_THRESHOLD = 5;
/** Wait before the first probe; doubles after each probe that fails. */
const BREAKER_FIRST_WAIT_MS = 2_000;
const BREAKER_LONGEST_WAIT_MS = 30_000;

export type BreakerState = 'closed' | 'open' | 'half-open';

/** `neutral`: the outcome says nothing about the wrapper (the caller gave up). */
export type BreakerOutcome = 'reached' | 'unreachable' | 'neutral';

export interface CircuitBreaker {
  /** What the next call would meet. */
  state(): BreakerState;
  /**
   * Lets one attempt through; the returned function must be called once with its outcome.
   * @throws SatchelError WRAPPER_UNREACHABLE (data.reason `circuit-open`, data.retryInMs) without touching the network
   */
  admit(): (outcome: BreakerOutcome) => void;
  /** A person asked, or the network came back: whatever failed before, the next call goes out. */
  reset(): void;
}

/** Stops calling a wrapper that does not answer; one probe at a time finds out when it is back. */
export function createCircuitBreaker(clock: Pick<Clock, 'monotonicMs'>): CircuitBreaker {
  let failures = 0;
  let waitMs = 0; // 0 while closed
  let openedAtMs = 0;
  let isProbing = false;

  const remainingMs = (): number => Math.max(0, openedAtMs + waitMs - clock.monotonicMs());
  const state = (): BreakerState => (waitMs === 0 ? 'closed' : isProbing || remainingMs() > 0 ? 'open' : 'half-open');

  function close(): void {
    failures = 0;
    waitMs = 0;
  }

  function open(): void {
    waitMs = waitMs === 0 ? BREAKER_FIRST_WAIT_MS : Math.min(waitMs * 2, BREAKER_LONGEST_WAIT_MS);
    openedAtMs = clock.monotonicMs();
  }

  function settle(isProbe: boolean, outcome: BreakerOutcome): void {
    if (isProbe) isProbing = false;
    if (outcome === 'reached') return close();
    if (outcome === 'neutral') return;
    failures += 1;
    // attempts that were under way when the breaker opened must not lengthen its wait
    if (isProbe || (waitMs === 0 && failures >= BREAKER_THRESHOLD)) open();
  }

  return {
    state,
    reset: close,
    admit() {
      const current = state();
      if (current === 'open') throw circuitOpen(remainingMs());
      const isProbe = current === 'half-open';
      if (isProbe) isProbing = true;
      return (outcome) => settle(isProbe, outcome);
    },
  };
}

function circuitOpen(retryInMs: number): SatchelError {
  return new SatchelError(
    'WRAPPER_UNREACHABLE',
    'The wrapper did not answer several times; waiting before the next try.',
    {
      data: { reason: 'circuit-open', retryInMs },
    },
  );
}
