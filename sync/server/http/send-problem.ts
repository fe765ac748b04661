import type { FastifyError, FastifyReply } from 'fastify';
import type { ErrorCode } from '../../protocol/error-codes.ts';
import { problemOf } from '../../protocol/problem.ts';
import { SatchelError, toSatchelError } from '../../protocol/satchel-error.ts';

/** Every error leaves as a problem with a code of the closed set; what is unexpected says nothing about itself. */
export function sendProblem(reply: FastifyReply, thrown: unknown): FastifyReply {
  const error = errorOf(thrown);
  const problem = problemOf(error);
  const { retryAfterMs } = error.data;
  if (typeof retryAfterMs === 'number') void reply.header('retry-after', String(Math.ceil(retryAfterMs / 1000)));
  if (problem.status === 401) void reply.header('www-authenticate', 'Bearer');
  return reply.code(problem.status).type('application/problem+json').send(JSON.stringify(problem));
}

/** The framework's own errors (body, content type, encoding) by their status. */
export function errorOf(thrown: unknown): SatchelError {
  if (thrown instanceof SatchelError) return thrown;
  const { statusCode, message } = thrown as Partial<FastifyError>;
  const code = statusCode === undefined ? undefined : CODE_BY_STATUS.get(statusCode);
  if (code) return new SatchelError(code, message ?? 'The request cannot be read.', { cause: thrown });
  return toSatchelError(thrown);
}

const CODE_BY_STATUS: ReadonlyMap<number, ErrorCode> = new Map([
  [400, 'BAD_REQUEST'],
  [413, 'TOO_LARGE'],
  [415, 'BAD_REQUEST'],
  [429, 'RATE_LIMITED'],
]);
