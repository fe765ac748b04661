import type { FastifyInstance } from 'fastify';
import { PullRequest } from '../../../protocol/pull.ts';
import type { ServerContext } from '../context.ts';
import { bearerOf, parseBody } from '../read-request.ts';

/** A cursor with a thousand units fits. */
const PULL_BODY_BYTES = 256 * 1024;

export function pullRoute(app: FastifyInstance, { pull, sessions, metrics }: ServerContext): void {
  app.post('/v1/pull', { bodyLimit: PULL_BODY_BYTES }, async (request, reply) => {
    const token = bearerOf(request);
    const asked = parseBody(PullRequest, request.body);
    const page = await pull.pull(await sessions.forReading(token), asked);
    metrics.rowsSent(page.count);
    return reply.type('application/json; charset=utf-8').send(page.json);
  });
}
