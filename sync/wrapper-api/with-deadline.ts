import type { Clock } from '../model/clock.ts';
import { SatchelError } from '../protocol/satchel-error.ts';

interface DeadlineOptions {
  readonly clock: Clock;
  readonly deadlineMs: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs `run` with a signal that ends at the deadline or with the caller's signal, whichever comes first. The promise
 * ends then too, even if `run` ignores its signal (a half-open socket may).
 * @throws SatchelError WRAPPER_UNREACHABLE (data.reason `timeout`) | CANCELLED | whatever `run` throws
 */
export function withDeadline<T>(options: DeadlineOptions, run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const { clock, deadlineMs, signal } = options;
  const controller = new AbortController();
  return new Promise<T>((resolve, reject) => {
    if (signal?.aborted) return reject(cancelled());
    const cleanUp = (): void => {
      cancelTimer();
      signal?.removeEventListener('abort', onAbort);
    };
    const stop = (error: SatchelError): void => {
      cleanUp();
      reject(error);
      controller.abort(error);
    };
    const onAbort = (): void => stop(cancelled());
    const cancelTimer = clock.setTimer(() => stop(timedOut(deadlineMs)), deadlineMs);
    signal?.addEventListener('abort', onAbort, { once: true });
    run(controller.signal).then(resolve, reject).finally(cleanUp);
  });
}

/** Waits `delayMs` on the given clock. @throws SatchelError CANCELLED */
export function wait(clock: Clock, delayMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(cancelled());
    const onAbort = (): void => {
      cancelTimer();
      reject(cancelled());
    };
    const cancelTimer = clock.setTimer(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, delayMs);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

export function cancelled(): SatchelError {
  return new SatchelError('CANCELLED', 'The call to the wrapper was cancelled by its caller.');
}

function timedOut(deadlineMs: number): SatchelError {
  return new SatchelError('WRAPPER_UNREACHABLE', `The wrapper did not answer within ${deadlineMs} ms.`, {
    data: { reason: 'timeout' },
  });
}
