import type { MessagePort } from 'node:worker_threads';
import type { AnyRouter } from '@orpc/server';
import { RPCHandler } from '@orpc/server/ws';

/** As much of a WebSocket, a MessagePort or a relay between two as a window needs. Messages are text or bytes. */
export interface WindowChannel {
  send(message: string | ArrayBuffer | Uint8Array): void;
  onMessage(listen: (message: unknown) => void): void;
  onClose(listen: () => void): void;
  close(): void;
}

export function portChannel(port: MessagePort): WindowChannel {
  return {
    send: (message) => port.postMessage(message),
    onMessage: (listen) => void port.on('message', listen),
    onClose: (listen) => void port.on('close', listen),
    close: () => port.close(),
  };
}

const isWireMessage = (message: unknown): boolean =>
  typeof message === 'string' || message instanceof ArrayBuffer || message instanceof Uint8Array;

/**
 * Serves a window until its channel closes, which cancels everything that the window still waits for. What is no
 * message of the protocol is dropped: a broken or hostile window hurts only itself.
 */
export function serveWindow(router: AnyRouter, channel: WindowChannel): void {
  const socket = {
    send: (message: string | ArrayBuffer | Uint8Array) => channel.send(message),
    addEventListener(type: string, listen: (event: { readonly data?: unknown }) => void) {
      if (type === 'close') channel.onClose(() => listen({}));
      if (type === 'message') channel.onMessage((data) => isWireMessage(data) && listen({ data }));
    },
  };
  // This handler, unlike the one for ports, survives text that it cannot read; both speak the same bytes.
  void new RPCHandler(router).upgrade(socket as unknown as Parameters<RPCHandler<object>['upgrade']>[0]);
}
