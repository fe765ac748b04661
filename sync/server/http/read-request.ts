import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { isDeeperThan, MAX_JSON_DEPTH } from '../../protocol/is-deeper-than.ts';
import { SatchelError } from '../../protocol/satchel-error.ts';

const MAX_TOKEN_CHARS = 8192;

/** @throws SatchelError UNAUTHENTICATED */
export function bearerOf(request: FastifyRequest): string {
  const match = /^Bearer ([\x21-\x7e]+)$/i.exec(request.headers.authorization ?? '');
  const token = match?.[1];
  if (token !== undefined && token.length <= MAX_TOKEN_CHARS) return token;
  throw new SatchelError('UNAUTHENTICATED', 'The request carries no bearer token; sign in.');
}

/** @throws SatchelError BAD_REQUEST with the places that do not fit in `data.issues` */
export function parseBody<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  if (isDeeperThan(body, MAX_JSON_DEPTH))
    throw new SatchelError('BAD_REQUEST', `The body is nested deeper than ${MAX_JSON_DEPTH} levels.`);
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.slice(0, 20).map(({ path, message }) => ({ path: path.join('.'), message }));
  throw new SatchelError('BAD_REQUEST', 'The body does not fit the contract.', { data: { issues } });
}
