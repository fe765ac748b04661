import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isUuid } from '../../../model/ids.ts';
import { AccessQuery, AccessRequest, DEVICE_HEADER, type AccessResponse } from '../../../protocol/access.ts';
import type { ServerContext } from '../context.ts';
import { bearerOf, parseBody } from '../read-request.ts';

/** A request full of the longest reasons fits. */
const ACCESS_BODY_BYTES = 512 * 1024;

/** Null where a client does not say. */
export function deviceOf(request: FastifyRequest): string | null {
  const stated = request.headers[DEVICE_HEADER];
  return typeof stated === 'string' && isUuid(stated) ? stated : null;
}

export function accessRoutes(app: FastifyInstance, { access, sessions, clock }: ServerContext): void {
  app.post('/v1/access', { bodyLimit: ACCESS_BODY_BYTES }, async (request): Promise<AccessResponse> => {
    const session = await sessions.forReading(bearerOf(request));
    const told = parseBody(AccessRequest, request.body);
    access.seen(session, told.deviceId);
    await access.accept(session, told);
    return { serverTimeMs: clock.wallMs() };
  });
  app.get('/v1/access', async (request) => {
    const token = bearerOf(request);
    const { cursor, by = null, action = null, limit } = parseBody(AccessQuery, request.query);
    // the right to read the log is asked for live, each time
    const session = await sessions.forWriting(token);
    return access.read(session, { before: cursor === undefined ? null : Number(cursor), by, action, limit });
  });
}
