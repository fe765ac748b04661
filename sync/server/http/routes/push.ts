import type { FastifyInstance } from 'fastify';
import { PushRequest, type PushResponse } from '../../../protocol/push.ts';
import { PROTOCOL_HEADER } from '../../../protocol/version.ts';
import { checkProtocol } from '../check-protocol.ts';
import type { ServerContext } from '../context.ts';
import { bearerOf, parseBody } from '../read-request.ts';

/** 100 mutations with the longest notes fit. */
export const PUSH_BODY_BYTES = 10 * 1024 * 1024;

export function pushRoute(app: FastifyInstance, { push, metrics, clock, epoch }: ServerContext): void {
  app.post('/v1/push', { bodyLimit: PUSH_BODY_BYTES }, async (request): Promise<PushResponse> => {
    const token = bearerOf(request);
    const { version } = checkProtocol(request.headers[PROTOCOL_HEADER]);
    const { answers, ...pushed } = await push.push(token, parseBody(PushRequest, request.body), version);
    for (const { outcome } of answers) metrics.answer(outcome.kind === 'decided' ? outcome.verdict.kind : outcome.kind);
    return { epoch: epoch(), ...pushed, serverTimeMs: clock.wallMs(), answers: [...answers] };
  });
}
