import { createORPCClient } from '@orpc/client';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import type { AppClient } from './app-client.ts';

interface Link {
  readonly call: (path: readonly string[], input: unknown, options: never) => Promise<unknown>;
}

/** How the shell is reached: a port that the preload hands over, or a socket of the local browser shell. */
interface Line {
  readonly link: Link;
  readonly closed: Promise<void>;
}

/** First, longest wait before a lost line is tried again; the engine is on this machine. */
const RETRY_MS = [100, 250, 500, 1000, 2000] as const;

export interface EngineLine {
  readonly client: AppClient;
  /** Tells whenever the line is lost and found again; everything read before may be stale then. */
  readonly onState: (listen: (isOpen: boolean) => void) => () => void;
}

/** One client for the life of the window; behind it the line is opened again whenever it breaks. */
export function connectEngine(): EngineLine {
  const listeners = new Set<(isOpen: boolean) => void>();
  let current = openLine();
  const follow = async (): Promise<void> => {
    for (let attempt = 0; ;) {
      try {
        const line = await current;
        attempt = 0;
        for (const listen of listeners) listen(true);
        await line.closed;
        for (const listen of listeners) listen(false);
      } catch {
        // not there yet: tried again
      }
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)]));
      attempt += 1;
      current = openLine();
      current.catch(() => undefined);
    }
  };
  void follow();
  const link: Link = { call: async (path, input, options) => (await current).link.call(path, input, options) };
  return {
    client: createORPCClient(link as never) as AppClient,
    onState(listen) {
      listeners.add(listen);
      return () => void listeners.delete(listen);
    },
  };
}

declare global {
  interface Window {
    /** Set by the preload of the Electron shell. */
    readonly satchelShell?: { readonly kind: 'electron' };
  }
}

const openLine = (): Promise<Line> => (window.satchelShell?.kind === 'electron' ? openPort() : openSocket());

/** The renderer asks first: the preload answers with a port of this window's own. */
function openPort(): Promise<Line> {
  return new Promise((resolve) => {
    const onMessage = ({ data, ports: [port], source }: MessageEvent): void => {
      if (source !== window || (data as { kind?: string }).kind !== 'satchel:port' || port === undefined) return;
      window.removeEventListener('message', onMessage);
      port.start();
      const closed = new Promise<void>((end) => port.addEventListener('close', () => end(), { once: true }));
      resolve({ link: new PortLink({ port }) as unknown as Link, closed });
    };
    window.addEventListener('message', onMessage);
    window.postMessage({ kind: 'satchel:connect' }, '*');
  });
}

function openSocket(): Promise<Line> {
  const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/rpc`);
  const closed = new Promise<void>((end) => socket.addEventListener('close', () => end(), { once: true }));
  return new Promise((resolve, reject) => {
    socket.addEventListener(
      'open',
      () => resolve({ link: new SocketLink({ websocket: socket }) as unknown as Link, closed }),
      { once: true },
    );
    socket.addEventListener('error', () => reject(new Error('the engine is not there')), { once: true });
  });
}
