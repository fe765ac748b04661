import type { Clock, Random } from '../model/clock.ts';
import type { ErrorCode } from '../protocol/error-codes.ts';
import { SatchelError, toSatchelError } from '../protocol/satchel-error.ts';
import { createCircuitBreaker, type BreakerOutcome, type BreakerState } from './circuit-breaker.ts';
import type { Endpoint } from './endpoints.ts';
import { createRequestQueue } from './request-queue.ts';
import { MAX_RETRIES, retryDelayMs } from './retry-delay.ts';
import { sendRequest, urlPathOf, type Fetched, type WrapperRequest } from './send-request.ts';
import { createSingleFlight } from './single-flight.ts';
import { wait } from './with-deadline.ts';

/** One attempt, for health metrics. Never holds tokens, ids or values. */
export interface WrapperCallEvent {
  readonly endpoint: string;
  /** 1 for the first attempt of a call. */
  readonly attempt: number;
  /** Null when no answer came. */
  readonly status: number | null;
  /** Null when the attempt succeeded. */
  readonly code: ErrorCode | null;
  readonly durationMs: number;
  /** False when the breaker answered without the network. */
  readonly wasSent: boolean;
}

interface CallerOptions {
  readonly baseUrl: string;
  readonly fetch: typeof globalThis.fetch;
  readonly clock: Clock;
  readonly random: Random;
  readonly observe: (event: WrapperCallEvent) => void;
}

export type CallRequest = WrapperRequest & { readonly signal?: AbortSignal | undefined };

export interface ResilientCaller {
  /** @throws SatchelError as `sendRequest` names them */
  call<T>(endpoint: Endpoint<T>, request: CallRequest): Promise<Fetched<T>>;
  status(): { readonly breaker: BreakerState; readonly waitingCount: number };
  /** Closes an open breaker: the next call goes out, whatever failed before. */
  retryNow(): void;
  close(): void;
}

/** Single flight around retries around the 429 queue around the breaker around one attempt with its deadline. */
export function createResilientCaller(options: CallerOptions): ResilientCaller {
  const { clock, random } = options;
  const breaker = createCircuitBreaker(clock);
  const queue = createRequestQueue(clock);
  const flights = createSingleFlight();
  const closing = new AbortController();

  async function attemptOnce<T>(endpoint: Endpoint<T>, request: CallRequest, attempt: number): Promise<Fetched<T>> {
    const startedAtMs = clock.monotonicMs();
    let status: number | null = null;
    const report = (code: ErrorCode | null, wasSent: boolean): void =>
      options.observe({
        endpoint: endpoint.id,
        attempt,
        status,
        code,
        durationMs: clock.monotonicMs() - startedAtMs,
        wasSent,
      });
    const settle = admit(report);
    try {
      const answer = await sendRequest({ ...options, onStatus: (seen) => (status = seen) }, endpoint, request);
      settle('reached');
      report(null, true);
      return answer;
    } catch (error) {
      const { code } = toSatchelError(error);
      settle(OUTCOME_BY_CODE[code] ?? 'reached');
      report(code, true);
      throw error;
    }
  }

  function admit(report: (code: ErrorCode, wasSent: boolean) => void): (outcome: BreakerOutcome) => void {
    try {
      return breaker.admit();
    } catch (error) {
      report(toSatchelError(error).code, false);
      throw error;
    }
  }

  async function callWithRetries<T>(endpoint: Endpoint<T>, request: CallRequest): Promise<Fetched<T>> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await queue.run(() => attemptOnce(endpoint, request, attempt), request.signal);
      } catch (error) {
        const mayRepeat = endpoint.isRepeatable && attempt <= MAX_RETRIES && breaker.state() === 'closed';
        if (!mayRepeat || !isUnreachable(error)) throw error;
        await wait(clock, retryDelayMs(attempt, random), request.signal);
      }
    }
  }

  function call<T>(endpoint: Endpoint<T>, request: CallRequest): Promise<Fetched<T>> {
    const signal = request.signal ? AbortSignal.any([request.signal, closing.signal]) : closing.signal;
    if (endpoint.method !== 'GET') return callWithRetries(endpoint, { ...request, signal });
    const key = JSON.stringify([urlPathOf(endpoint, request), request.token, request.etag]);
    return flights.run(key, (shared) => callWithRetries(endpoint, { ...request, signal: shared }), signal);
  }

  return {
    call,
    status: () => ({ breaker: breaker.state(), waitingCount: queue.waitingCount() }),
    retryNow: breaker.reset,
    close() {
      closing.abort();
      queue.close();
    },
  };
}

/** Every other code is an answer of the wrapper, so it was reached. */
const OUTCOME_BY_CODE: Partial<Record<ErrorCode, BreakerOutcome>> = {
  WRAPPER_UNREACHABLE: 'unreachable',
  CANCELLED: 'neutral',
};

function isUnreachable(error: unknown): boolean {
  return error instanceof SatchelError && error.code === 'WRAPPER_UNREACHABLE';
}
