import type { ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { HEARTBEAT_MS, type ServerEvent } from '../../../protocol/events.ts';
import { OWN_PROTOCOL, PROTOCOL_HEADER, statedProtocol } from '../../../protocol/version.ts';
import type { Session } from '../../wrapper/sessions.ts';
import type { ServerContext } from '../context.ts';
import { bearerOf } from '../read-request.ts';
import { deviceOf } from './access.ts';

/** Timers cannot be longer than 24 days; a stream need not be. */
const LONGEST_STREAM_MS = 12 * 60 * 60_000;
/** A client that leaves this much unread is cut; it pulls when it comes back. */
const MAX_UNREAD_BYTES = 64 * 1024;

export function eventsRoute(app: FastifyInstance, context: ServerContext): void {
  app.get('/v1/events', async (request, reply) => {
    const session = await context.sessions.forReading(bearerOf(request));
    context.access.seen(session, deviceOf(request));
    const head = await context.store.head(session.tenantId);
    reply.hijack();
    openStream(context, reply.raw, session).send({ kind: 'newer', seq: head });
  });
}

/** The first event says where the server is, so that a client that missed pokes while away knows at once. */
function openStream({ events, clock }: ServerContext, response: ServerResponse, session: Session) {
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
    [PROTOCOL_HEADER]: statedProtocol(OWN_PROTOCOL),
  });
  const write = (text: string): void => {
    response.write(text);
    if (response.writableLength > MAX_UNREAD_BYTES) response.destroy();
  };
  const listener = {
    session,
    send: (event: ServerEvent) => write(`data: ${JSON.stringify(event)}\n\n`),
    close: () => void response.end(),
  };
  let stopBeat = (): void => {};
  const beat = (): void => {
    stopBeat = clock.setTimer(() => {
      write(': still here\n\n');
      beat();
    }, HEARTBEAT_MS);
  };
  beat();
  // a stream must not outlive the token it was opened with
  const stopExpiry = clock.setTimer(
    () => listener.close(),
    Math.min(LONGEST_STREAM_MS, Math.max(0, session.expiresAtMs - clock.wallMs())),
  );
  const stopListening = events.listen(listener);
  response.on('close', () => {
    stopBeat();
    stopExpiry();
    stopListening();
  });
  return listener;
}
