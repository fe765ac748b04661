import { z } from 'zod';
import { isErrorCode, type ErrorCode } from './error-codes.ts';
import { SatchelError } from './satchel-error.ts';

/** RFC 9457 with the code from the closed set. */
export const Problem = z.object({
  type: z.string().default('about:blank'),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string().optional(),
  data: z.record(z.string(), z.unknown()).optional(),
});
export type Problem = z.infer<typeof Problem>;

const STATUS_BY_CODE: Partial<Record<ErrorCode, number>> = {
  UNAUTHENTICATED: 401,
  SESSION_REVOKED: 401,
  PERMISSION_DENIED: 403,
  NOT_FOUND: 404,
  CURSOR_EXPIRED: 410,
  TOO_LARGE: 413,
  PROTOCOL_TOO_OLD: 426,
  PROTOCOL_TOO_NEW: 426,
  RATE_LIMITED: 429,
  INTERNAL: 500,
  WRAPPER_UNREACHABLE: 503,
  SERVER_BUSY: 503,
};

export function problemOf(error: SatchelError): Problem {
  const status = STATUS_BY_CODE[error.code] ?? 400;
  const isInternal = error.code === 'INTERNAL';
  return {
    type: 'about:blank',
    title: error.code,
    status,
    code: error.code,
    detail: isInternal ? 'The server could not do this. It has been logged.' : error.message,
    ...(isInternal ? {} : { data: { ...error.data } }),
  };
}

/** The error that a problem stands for; an unknown code becomes BAD_ANSWER. */
export function errorOfProblem(problem: Problem): SatchelError {
  const code = isErrorCode(problem.code) ? problem.code : 'BAD_ANSWER';
  return new SatchelError(code, problem.detail ?? problem.title, { data: problem.data ?? {} });
}
