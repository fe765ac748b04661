import { ORPCError } from '@orpc/server';
import type { ErrorCode } from '../../sync/protocol/error-codes.ts';
import { toSatchelError } from '../../sync/protocol/satchel-error.ts';
import type { WrapperCallEvent } from '../../sync/wrapper-api/resilient-caller.ts';
import type { RunResult } from '../contract/types.ts';
import type { Sample } from '../health/meter.ts';
import { SERIES } from '../health/series.ts';

/** What measures: where samples go, and the clock that times them. */
export interface Measuring {
  readonly record: (sample: Sample) => void;
  readonly monotonicMs: () => number;
}

/** Ours to answer for; every other code is an answer to a question that could not be met. */
const FAILURES: ReadonlySet<ErrorCode> = new Set(['INTERNAL', 'DATABASE_DAMAGED', 'DISK_FULL', 'FOLDER_READ_ONLY']);
/** The account service did not answer, or with nothing that can be used. */
const WRAPPER_FAILURES: ReadonlySet<ErrorCode> = new Set(['WRAPPER_UNREACHABLE', 'BAD_ANSWER', 'RATE_LIMITED']);

/** What the contract refuses by its shape is an error of oRPC's own. */
const isOurFailure = (error: unknown): boolean =>
  !(error instanceof ORPCError) && FAILURES.has(toSatchelError(error).code);

export function recordWrapperCall(record: Measuring['record'], event: WrapperCallEvent): void {
  const { endpoint, code, durationMs, wasSent } = event;
  if (!wasSent) return record({ series: SERIES.heldBack, ms: 0 });
  // A call that was given up says nothing about the account service.
  if (code === 'CANCELLED') return;
  record({ series: SERIES.wrapper(endpoint), ms: durationMs, isFailed: code !== null && WRAPPER_FAILURES.has(code) });
}

/** Around a query or a question that is answered on this laptop. */
export async function measured<T>(
  { record, monotonicMs }: Measuring,
  series: string,
  run: () => T,
): Promise<Awaited<T>> {
  const startMs = monotonicMs();
  try {
    const answer = await run();
    record({ series, ms: monotonicMs() - startMs });
    return answer;
  } catch (error) {
    if (isOurFailure(error)) record({ series, ms: monotonicMs() - startMs, isFailed: true });
    throw error;
  }
}

/**
 * Around a change. One that is only a draft because the writing window is over was not possible; one that asks live and
 * found the account service away, while the server was there, is a failure of the account service.
 */
export function measuredWrite(
  { record, monotonicMs }: Measuring,
  { name, isWrapperToBlame }: { readonly name: string; readonly isWrapperToBlame: () => boolean },
  run: () => RunResult,
): RunResult {
  const startMs = monotonicMs();
  const series = SERIES.write(name.split('.', 1)[0] ?? name);
  try {
    const result = run();
    const isDraft = result.status === 'held' && (result.code === 'WINDOW_OVER' || result.code === 'NEEDS_LIVE_CHECK');
    record({ series, ms: monotonicMs() - startMs, isFailed: result.code === 'WINDOW_OVER' });
    if (isDraft && isWrapperToBlame()) record({ series: SERIES.lost, ms: 0 });
    return result;
  } catch (error) {
    if (isOurFailure(error)) record({ series, ms: monotonicMs() - startMs, isFailed: true });
    throw error;
  }
}
