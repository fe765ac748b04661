import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { getResponse } from 'msw';
import { SatchelError } from '../../sync/protocol/satchel-error.ts';
import { sandboxHandlers } from './sandbox-handlers.ts';
import type { SandboxAccount } from './sandbox-seed.ts';
import { createSandboxState, type SandboxOptions, type SandboxState } from './sandbox-state.ts';
import type { WebhookTarget } from './webhook-sender.ts';

export interface ServedSandbox {
  readonly url: string;
  readonly state: SandboxState;
  readonly accounts: readonly SandboxAccount[];
  /** Where webhooks go from now on. */
  setWebhookTarget(target: WebhookTarget): void;
  /** Drops all connections and frees the port. */
  close(): Promise<void>;
}

export interface ServeOptions extends SandboxOptions {
  /** 0 or missing: any free port. */
  readonly port?: number;
  readonly host?: string;
  /** An existing wrapper served again, for example after its port was down. The other options are ignored then. */
  readonly state?: SandboxState;
}

/**
 * The wrapper sandbox over real HTTP.
 * @throws SatchelError PORT_OCCUPIED
 */
export async function serveSandbox({
  port = 0,
  host = '127.0.0.1',
  ...options
}: ServeOptions = {}): Promise<ServedSandbox> {
  const state = options.state ?? createSandboxState(options);
  const handlers = sandboxHandlers(state);
  const server = createServer((incoming, outgoing) => {
    answer(handlers, incoming, outgoing).catch(() => outgoing.destroy());
  });
  await listen(server, port, host);
  const address = server.address();
  const actualPort = typeof address === 'object' && address ? address.port : port;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${actualPort}`,
    state,
    accounts: state.accounts,
    setWebhookTarget: (target) => void (state.webhook = target),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const isOccupied = cause.code === 'EADDRINUSE';
      reject(
        isOccupied ? new SatchelError('PORT_OCCUPIED', `Port ${port} is in use by another program.`, { cause }) : cause,
      );
    });
    server.listen(port, host, resolve);
  });
}

async function answer(
  handlers: ReturnType<typeof sandboxHandlers>,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const response = await getResponse(handlers, requestOf(incoming));
  // an outage is a dropped connection, not an answer that says so
  if (!response || response.type === 'error') return void incoming.socket.destroy();
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  if (response.body) for await (const chunk of response.body) outgoing.write(chunk);
  outgoing.end();
}

function requestOf(incoming: IncomingMessage): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headersDistinct)) headers.set(name, (value ?? []).join(', '));
  const method = incoming.method ?? 'GET';
  // the Host header is the caller's word; only the path matters here
  const url = new URL(`http://wrapper.invalid${pathOf(incoming.url)}`);
  if (method === 'GET' || method === 'HEAD') return new Request(url, { method, headers });
  const init = { method, headers, body: Readable.toWeb(incoming) as ReadableStream, duplex: 'half' };
  return new Request(url, init);
}

function pathOf(url: string = '/'): string {
  return url.startsWith('/') ? url : '/';
}
