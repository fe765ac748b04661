import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import type { EngineHost } from '../engine/engine-host.ts';
import type { WindowChannel } from '../engine/host-windows.ts';

/** A tab that sleeps or is gone answers no ping; it is cut after two of them. */
const HEARTBEAT_MS = 15_000;
/** The largest call is an import's slice; what a page sends beyond this is no call. */
const MAX_MESSAGE_BYTES = 8 * 1024 * 1024;
/** What may wait for a slow tab. */
const MAX_WAITING_BYTES = 64 * 1024 * 1024;

export interface WindowSockets {
  /** Call it with checked requests only. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  close(): void;
}

export function createWindowSockets(
  { connectChannel }: Pick<EngineHost, 'connectChannel'>,
  heartbeatMs = HEARTBEAT_MS,
): WindowSockets {
  const server = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES, perMessageDeflate: false });
  const answering = new WeakSet<WebSocket>();
  const heartbeat = setInterval(() => {
    for (const socket of server.clients) {
      if (!answering.delete(socket)) socket.terminate();
      else socket.ping();
    }
  }, heartbeatMs);
  heartbeat.unref();
  return {
    upgrade(request, socket, head) {
      server.handleUpgrade(request, socket, head, (opened) => {
        answering.add(opened);
        opened.on('pong', () => answering.add(opened));
        opened.on('error', () => opened.terminate());
        connectChannel(socketChannel(opened));
      });
    },
    close() {
      clearInterval(heartbeat);
      for (const socket of server.clients) socket.terminate();
      server.close();
    },
  };
}

function socketChannel(socket: WebSocket): WindowChannel {
  return {
    send(message) {
      if (socket.bufferedAmount > MAX_WAITING_BYTES) socket.terminate();
      else socket.send(message);
    },
    onMessage: (listen) =>
      void socket.on('message', (data, isBinary) => listen(isBinary ? data : (data as Buffer).toString())),
    onClose: (listen) => void socket.on('close', listen),
    close: () => socket.close(1001),
  };
}
