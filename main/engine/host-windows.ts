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

/** oRPC's text for a request, an event or a cancellation; nothing in the contract takes bytes. */
function isWireMessage(message: unknown): boolean {
  if (typeof message !== 'string') return false;
  try {
    const parsed = JSON.parse(message) as {
      readonly i?: unknown;
      readonly t?: unknown;
      readonly p?: { readonly u?: unknown };
    } | null;
    if (typeof parsed?.i !== 'string') return false;
    return typeof parsed.t === 'number' || (typeof parsed.p?.u === 'string' && parsed.p.u.startsWith('/'));
  } catch {
    return false;
  }
}

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
