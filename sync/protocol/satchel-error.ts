import { RETRY_BY_CODE, type ErrorCode, type Remedy } from './error-codes.ts';

/** The one error class of the project. The message says what happened, to what, and what to do now. */
export class SatchelError extends Error {
  readonly code: ErrorCode;
  /** Facts for a program; never secrets, never rows outside the caller's scope. */
  readonly data: Readonly<Record<string, unknown>>;

  constructor(
    code: ErrorCode,
    message: string,
    options: { cause?: unknown; data?: Readonly<Record<string, unknown>> } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'SatchelError';
    this.code = code;
    this.data = options.data ?? {};
  }

  get remedy(): Remedy {
    return RETRY_BY_CODE[this.code];
  }
}

/** `error` as a SatchelError: itself, or wrapped as INTERNAL with its cause kept. */
export function toSatchelError(error: unknown): SatchelError {
  if (error instanceof SatchelError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new SatchelError('INTERNAL', message, { cause: error });
}
