import type { FastifyInstance } from 'fastify';
import { WEBHOOK_PATH, WEBHOOK_SIGNATURE_HEADER } from '../../../wrapper-api/webhook.ts';
import type { ServerContext } from '../context.ts';

const WEBHOOK_BODY_BYTES = 64 * 1024;

/** In a scope of its own: the signature is over the bytes as they came, so they are not parsed before it is checked. */
export async function webhooksRoute(app: FastifyInstance, { webhooks }: ServerContext): Promise<void> {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  app.post(WEBHOOK_PATH, { bodyLimit: WEBHOOK_BODY_BYTES }, async (request, reply) => {
    const signature = request.headers[WEBHOOK_SIGNATURE_HEADER];
    const body = typeof request.body === 'string' ? request.body : '';
    await webhooks.take(body, typeof signature === 'string' ? signature : undefined);
    return reply.code(204).send();
  });
}
