import { constants } from 'node:zlib';
import compress from '@fastify/compress';
import rateLimit from '@fastify/rate-limit';
import fastify, { type FastifyInstance } from 'fastify';
import { SatchelError } from '../../protocol/satchel-error.ts';
import { OWN_PROTOCOL, PROTOCOL_HEADER, statedProtocol } from '../../protocol/version.ts';
import { checkProtocol } from './check-protocol.ts';
import type { ServerContext } from './context.ts';
import { accessRoutes } from './routes/access.ts';
import { eventsRoute } from './routes/events.ts';
import { healthRoutes } from './routes/health.ts';
import { pullRoute } from './routes/pull.ts';
import { pushRoute } from './routes/push.ts';
import { sumsRoutes } from './routes/sums.ts';
import { webhooksRoute } from './routes/webhooks.ts';
import { errorOf, sendProblem } from './send-problem.ts';

const COMPRESS_FROM_BYTES = 1024;
/** Below the defaults of gzip and brotli: pages are made for one reader and sent once. */
const QUICK_BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } };
const REQUEST_DEADLINE_MS = 60_000;

export async function createApp(context: ServerContext): Promise<FastifyInstance> {
  const app = fastify({
    logger: false,
    bodyLimit: 64 * 1024,
    requestTimeout: REQUEST_DEADLINE_MS,
    forceCloseConnections: true,
    exposeHeadRoutes: false,
    // an address that cannot be decoded reaches no route
    frameworkErrors: (error, _request, reply) => void sendProblem(reply, error),
  });
  app.setErrorHandler((error, request, reply) => {
    const { code, cause } = errorOf(error);
    if (code === 'INTERNAL') {
      const { stack } = (cause ?? error) as Error;
      context.logger.error('request failed', { route: request.routeOptions.url, stack });
    }
    return sendProblem(reply, error);
  });
  app.setNotFoundHandler((_request, reply) =>
    sendProblem(reply, new SatchelError('NOT_FOUND', 'There is no such address here.')),
  );
  app.addHook('onRequest', async (_request, reply) => void reply.header(PROTOCOL_HEADER, statedProtocol(OWN_PROTOCOL)));
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown';
    context.metrics.request({ route, method: request.method, status: reply.statusCode }, reply.elapsedTime);
  });
  await app.register(compress, {
    threshold: COMPRESS_FROM_BYTES,
    encodings: ['zstd', 'br', 'gzip', 'identity'],
    requestEncodings: ['zstd', 'br', 'gzip', 'identity'],
    brotliOptions: QUICK_BROTLI,
    zlibOptions: { level: 1 },
  });
  await app.register(rateLimit, {
    max: context.requestsPerSecond,
    timeWindow: 1000,
    keyGenerator: (request) => request.headers.authorization ?? request.ip,
    errorResponseBuilder: (_request, { ttl }) =>
      new SatchelError('RATE_LIMITED', 'Too many requests; slow down.', { data: { retryAfterMs: ttl } }),
  });
  await app.register(async (scope) => {
    scope.addHook('onRequest', async (request) => checkProtocol(request.headers[PROTOCOL_HEADER]));
    pushRoute(scope, context);
    pullRoute(scope, context);
    sumsRoutes(scope, context);
    accessRoutes(scope, context);
    eventsRoute(scope, context);
  });
  await app.register((scope) => webhooksRoute(scope, context));
  await app.register(async (scope) => healthRoutes(scope, context));
  return app;
}
