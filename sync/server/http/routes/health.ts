import type { FastifyInstance } from 'fastify';
import { openapiDocument } from '../openapi.ts';
import type { ServerContext } from '../context.ts';

export function healthRoutes(app: FastifyInstance, { store, wrapper, metrics, logger, clock }: ServerContext): void {
  app.get('/healthz', async () => ({ status: 'alive' }));
  app.get('/readyz', async (_request, reply) => {
    const isReady = await store.ping().then(
      () => true,
      (error: unknown) => {
        logger.error('database does not answer', { error: String(error) });
        return false;
      },
    );
    return reply
      .code(isReady ? 200 : 503)
      .send({ status: isReady ? 'ready' : 'database away', wrapper: wrapper.status() });
  });
  app.get('/metrics', async (_request, reply) =>
    reply.type(metrics.contentType).send(await metrics.text({ store, wrapper, nowMs: clock.wallMs() })),
  );
  app.get('/v1/openapi.json', async () => openapiDocument());
}
