import type { FastifyInstance } from 'fastify';
import { BucketRequest, SumsRequest } from '../../../protocol/sums.ts';
import type { ServerContext } from '../context.ts';
import { bearerOf, parseBody } from '../read-request.ts';
import { PULL_BODY_BYTES } from './pull.ts';

export function sumsRoutes(app: FastifyInstance, { sums, sessions, metrics }: ServerContext): void {
  app.post('/v1/sums', { bodyLimit: PULL_BODY_BYTES }, async (request) => {
    const token = bearerOf(request);
    const asked = parseBody(SumsRequest, request.body);
    return sums.sums(await sessions.forReading(token), asked);
  });
  app.post('/v1/bucket', { bodyLimit: PULL_BODY_BYTES }, async (request) => {
    const token = bearerOf(request);
    const asked = parseBody(BucketRequest, request.body);
    metrics.bucketSent();
    return sums.bucket(await sessions.forReading(token), asked);
  });
}
