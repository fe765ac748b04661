import type { Clock } from '../model/clock.ts';
import { SatchelError } from '../protocol/satchel-error.ts';
import { cancelled } from './with-deadline.ts';

/** Requests that may wait; more are refused at once so that a long pause cannot fill the memory. */
const QUEUE_LIMIT = 100;
/** A Retry-After above this is the caller's to wait for, not a request's. */
const LONGEST_PAUSE_MS = 60_000;
/** Times one request may be sent back before it is given up. */
const MAX_REFUSALS = 5;
const DEFAULT_PAUSE_MS = 1_000;

interface Waiter {
  readonly order: number;
  readonly start: () => void;
  readonly fail: (error: SatchelError) => void;
}

interface RequestQueue {
  /** Requests waiting for the end of a pause. */
  waitingCount(): number;
  /**
   * Runs `send` now, or after the pause that a 429 asked for, in the order of arrival.
   * `send` reports a 429 by throwing RATE_LIMITED with `data.retryAfterMs`; it is then sent again in its old place.
   * @throws SatchelError RATE_LIMITED (queue full, pause too long, refused too often) | CANCELLED | what `send` throws
   */
  run<T>(send: () => Promise<T>, signal?: AbortSignal): Promise<T>;
  /** Refuses whatever waits and stops the timer. */
  close(): void;
}

/**
 * The wrapper's 429 obeyed for all requests together. After a pause they go one by one, each after the answer to the
 * one before, because a burst would only be refused again.
 */
export function createRequestQueue(clock: Clock, limit: number = QUEUE_LIMIT): RequestQueue {
  const waiting: Waiter[] = [];
  let arrivals = 0;
  let pausedUntilMs = Number.NEGATIVE_INFINITY;
  let isDraining = false;
  let isClosed = false;
  let cancelTimer: (() => void) | undefined;

  const pauseLeftMs = (): number => Math.max(0, pausedUntilMs - clock.monotonicMs());

  function armTimer(): void {
    cancelTimer ??= clock.setTimer(() => {
      cancelTimer = undefined;
      releaseNext();
    }, pauseLeftMs());
  }

  function releaseNext(): void {
    if (isDraining || waiting.length === 0) return;
    if (pauseLeftMs() > 0) return armTimer();
    isDraining = true;
    waiting.shift()?.start();
  }

  function leave(isDrained: boolean): void {
    if (isDrained) isDraining = false;
    releaseNext();
  }

  /** Resolves to whether the request was released one by one (it then has to hand on). */
  function enter(order: number, signal: AbortSignal | undefined): Promise<boolean> {
    if (isClosed || signal?.aborted) return Promise.reject(cancelled());
    if (waiting.length === 0 && !isDraining && pauseLeftMs() === 0) return Promise.resolve(false);
    if (waiting.length >= limit) return Promise.reject(queueFull(pauseLeftMs()));
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        waiting.splice(waiting.indexOf(waiter), 1);
        reject(cancelled());
      };
      const waiter: Waiter = {
        order,
        start: () => {
          signal?.removeEventListener('abort', onAbort);
          resolve(true);
        },
        fail: reject,
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      insertInOrder(waiting, waiter);
      releaseNext();
    });
  }

  async function run<T>(send: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const order = arrivals++;
    for (let refusals = 1; ; refusals += 1) {
      const isDrained = await enter(order, signal);
      try {
        return await send();
      } catch (error) {
        const pauseMs = pauseAskedBy(error);
        if (pauseMs === undefined) throw error;
        pausedUntilMs = Math.max(pausedUntilMs, clock.monotonicMs() + pauseMs);
        if (refusals >= MAX_REFUSALS || pauseMs > LONGEST_PAUSE_MS) throw error;
      } finally {
        leave(isDrained);
      }
    }
  }

  function close(): void {
    isClosed = true;
    cancelTimer?.();
    for (const waiter of waiting.splice(0)) waiter.fail(cancelled());
  }

  return { waitingCount: () => waiting.length, run, close };
}

function insertInOrder(waiting: Waiter[], waiter: Waiter): void {
  const place = waiting.findIndex(({ order }) => order > waiter.order);
  waiting.splice(place === -1 ? waiting.length : place, 0, waiter);
}

function pauseAskedBy(error: unknown): number | undefined {
  if (!(error instanceof SatchelError) || error.code !== 'RATE_LIMITED') return undefined;
  const { retryAfterMs } = error.data;
  return typeof retryAfterMs === 'number' ? retryAfterMs : DEFAULT_PAUSE_MS;
}

function queueFull(retryAfterMs: number): SatchelError {
  return new SatchelError('RATE_LIMITED', 'Too many requests wait for the wrapper already; try again later.', {
    data: { reason: 'queue-full', retryAfterMs },
  });
}
