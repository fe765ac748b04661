import { z } from 'zod';
import type { ErrorCode } from '../protocol/error-codes.ts';

/** The wrapper's closed set of codes and what each is in Satchel. */
export const CODE_BY_PROBLEM = {
  BAD_REQUEST: 'BAD_REQUEST',
  TOO_LARGE: 'TOO_LARGE',
  UNAUTHENTICATED: 'UNAUTHENTICATED',
  SESSION_REVOKED: 'SESSION_REVOKED',
  PERMISSION_DENIED: 'PERMISSION_DENIED',
  NOT_FOUND: 'NOT_FOUND',
  RATE_LIMITED: 'RATE_LIMITED',
  UNAVAILABLE: 'WRAPPER_UNREACHABLE',
} as const satisfies Record<string, ErrorCode>;
export type ProblemCode = keyof typeof CODE_BY_PROBLEM;

/** The HTTP status each code is sent with. */
export const STATUS_BY_PROBLEM = {
  BAD_REQUEST: 400,
  TOO_LARGE: 413,
  UNAUTHENTICATED: 401,
  SESSION_REVOKED: 401,
  PERMISSION_DENIED: 403,
  NOT_FOUND: 404,
  RATE_LIMITED: 429,
  UNAVAILABLE: 503,
} as const satisfies Record<ProblemCode, number>;

export const PROBLEM_TYPE = 'application/problem+json';

/** RFC 9457 with a code. The code is an open string on the wire; an unknown one is judged by its status. */
export const Problem = z.object({
  type: z.string().max(500).default('about:blank'),
  title: z.string().max(500),
  status: z.int().min(400).max(599),
  detail: z.string().max(2000).optional(),
  code: z
    .string()
    .max(100)
    .meta({ examples: Object.keys(CODE_BY_PROBLEM) }),
});
export type Problem = z.infer<typeof Problem>;

const CODE_BY_STATUS: ReadonlyMap<number, ErrorCode> = new Map([
  [400, 'BAD_REQUEST'],
  [401, 'UNAUTHENTICATED'],
  [403, 'PERMISSION_DENIED'],
  [404, 'NOT_FOUND'],
  [410, 'NOT_FOUND'],
  [413, 'TOO_LARGE'],
  [422, 'BAD_REQUEST'],
  [429, 'RATE_LIMITED'],
]);

/** Satchel's code for an error answer that is known to come from the wrapper itself. */
export function codeOfProblem(status: number, code: string | undefined): ErrorCode {
  if (status >= 500 || status === 408) return 'WRAPPER_UNREACHABLE';
  if (code !== undefined && isProblemCode(code)) return CODE_BY_PROBLEM[code];
  return CODE_BY_STATUS.get(status) ?? 'BAD_ANSWER';
}

function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(CODE_BY_PROBLEM, code);
}
