import { ORPCError } from '@orpc/client';
import { RETRY_BY_CODE, type ErrorCode } from '../../sync/protocol/error-codes.ts';
import { SatchelError } from '../../sync/protocol/satchel-error.ts';

const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(RETRY_BY_CODE, code);

export function engineGone(cause?: unknown): SatchelError {
  return new SatchelError('ENGINE_GONE', 'The part that keeps your data has stopped and is starting again.', { cause });
}

/**
 * What a call into a thread failed with. An answer of the thread has a code; anything else is the transport's own
 * wording for a thread that is no longer there.
 */
export function fromWireError(error: unknown): SatchelError {
  if (error instanceof SatchelError) return error;
  if (!(error instanceof ORPCError)) return engineGone(error);
  const { code, message } = error;
  const data: unknown = error.data;
  const facts = typeof data === 'object' && data !== null ? { data: { ...data } } : {};
  return new SatchelError(isErrorCode(code) ? code : 'INTERNAL', message, { ...facts, cause: error });
}
