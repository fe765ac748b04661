import type { FastifyInstance } from 'fastify';
import { PullRequest } from '../../../protocol/pull.ts';
import type { ServerContext } from '../context.ts';
import { bearerOf, parseBody } from '../read-request.ts';
import { deviceOf } from './access.ts';

/** A cursor with a thousand units fits. */
export const PULL_BODY_BYTES = 256 * 1024;

export function pullRoute(app: FastifyInstance, { pull, sessions, metrics, access }: ServerContext): void {
  app.post('/v1/pull', { bodyLimit: PULL_BODY_BYTES }, async (request, reply) => {
    const token = bearerOf(request);
    const asked = parseBody(PullRequest, request.body);
    const session = await sessions.forReading(token);
    const page = await pull.pull(session, asked);
    metrics.rowsSent(page.count);
    const deviceId = deviceOf(request);
    access.seen(session, deviceId);
    access.pulled(session, {
      deviceId,
      isFromStart: asked.cursor === null,
      hasPulledBefore: asked.witness !== undefined,
      kinds: asked.kinds ?? [],
      rows: page.count,
      more: page.more,
    });
    return reply.type('application/json; charset=utf-8').send(page.json);
  });
}
