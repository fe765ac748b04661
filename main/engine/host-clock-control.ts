import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { toSatchelError } from '../../sync/protocol/satchel-error.ts';
import type { EngineHost } from './engine-host.ts';

const Move = z.union([
  z.strictObject({
    advanceMs: z
      .number()
      .min(0)
      .max(366 * 24 * 3_600_000),
  }),
  z.strictObject({ setWallMs: z.number().min(0) }),
]);

export interface ClockControl {
  readonly port: number;
  close(): void;
}

/** Takes clock moves by POST on a loopback port: for end-to-end tests of a running app, never in a packaged build. */
export async function serveClockControl({ moveClock }: Pick<EngineHost, 'moveClock'>): Promise<ClockControl> {
  const server = createServer((request, response) => {
    takeMove(request, moveClock).then(
      () => response.writeHead(204).end(),
      (error: unknown) => response.writeHead(400).end(toSatchelError(error).message),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function takeMove(request: IncomingMessage, moveClock: EngineHost['moveClock']): Promise<void> {
  // A page of a browser cannot send this content type elsewhere without asking first.
  const isJson = request.method === 'POST' && request.headers['content-type'] === 'application/json';
  if (!isJson) throw new Error('POST application/json');
  await moveClock(Move.parse(JSON.parse(await text(request))));
}
