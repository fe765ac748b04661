import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { SatchelError } from '../../sync/protocol/satchel-error.ts';
import type { EngineHost } from '../engine/engine-host.ts';
import { readAppFile } from '../engine/host-app-files.ts';
import { PAGE_HEADERS } from '../engine/host-content-policy.ts';
import { createSignInFlow } from '../engine/host-sign-in.ts';
import { createAccess, isSame, type Access } from './access.ts';
import { sendPlainPage } from '../engine/host-plain-page.ts';
import { createSignInRoutes, type SignInRoutes } from './sign-in-routes.ts';
import { createWindowSockets, type WindowSockets } from './window-sockets.ts';

/** Where the renderer opens its WebSocket. */
const RPC_PATH = '/rpc';
/** Where another start of the same user asks for a start address. */
export const OPEN_PATH = '/open';

export type ServeFiles = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export interface BrowserShellOptions {
  readonly engineHost: EngineHost;
  readonly wrapperUrl: string;
  /** 0: any free port. */
  readonly port: number;
  /** The built renderer, or whatever serves it. */
  readonly files: string | ServeFiles;
  /** Lets whoever knows it have a start address. */
  readonly openSecret?: string;
  /** What to send instead of the page headers; for development. */
  readonly headers?: Readonly<Record<string, string>>;
  /** A WebSocket protocol that somebody else on `server` takes; for development. */
  readonly foreignProtocol?: string;
  readonly heartbeatMs?: number;
}

export interface BrowserShell {
  readonly origin: string;
  readonly port: number;
  /** For upgrades besides RPC_PATH. */
  readonly server: Server;
  /** A new start address with a token that counts once. */
  startUrl(): string;
  close(): Promise<void>;
}

/**
 * The app for a browser of this machine: pages over HTTP and the app contract over a WebSocket, on 127.0.0.1 only.
 * @throws SatchelError PORT_OCCUPIED
 */
export async function startBrowserShell(options: BrowserShellOptions): Promise<BrowserShell> {
  const server = createServer();
  const port = await listen(server, options.port);
  const access = createAccess(port);
  const flow = createSignInFlow({ wrapperUrl: options.wrapperUrl });
  const signIn = createSignInRoutes({ origin: access.origin, flow, host: options.engineHost.host });
  const sockets = createWindowSockets(options.engineHost, options.heartbeatMs);
  const serveFiles = typeof options.files === 'string' ? filesOf(options.files) : options.files;
  server.on('request', (request, response) => {
    const routed = route(request, response, { ...options, access, signIn, serveFiles });
    routed.catch(() => response.destroy());
  });
  server.on('upgrade', (request, socket, head) => {
    const protocol = request.headers['sec-websocket-protocol'];
    if (protocol === undefined || protocol !== options.foreignProtocol) upgrade(request, socket, head, access, sockets);
  });
  return {
    origin: access.origin,
    port,
    server,
    startUrl: () => access.startUrl(),
    async close() {
      sockets.close();
      flow.close();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const isOccupied = cause.code === 'EADDRINUSE';
      reject(
        isOccupied
          ? new SatchelError(
              'PORT_OCCUPIED',
              `Port ${port} is in use by another program; choose another with --port.`,
              { cause },
            )
          : cause,
      );
    });
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

interface Routing {
  readonly access: Access;
  readonly signIn: SignInRoutes;
  readonly serveFiles: ServeFiles;
  readonly openSecret?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

async function route(request: IncomingMessage, response: ServerResponse, routing: Routing): Promise<void> {
  const { access, signIn } = routing;
  for (const [name, value] of Object.entries(routing.headers ?? PAGE_HEADERS)) response.setHeader(name, value);
  if (!access.isForUs(request)) return sendPlainPage(response, REFUSED);
  const url = new URL(request.url ?? '/', access.origin);
  if (url.pathname === OPEN_PATH) return openAgain(request, response, routing);
  if (access.isFromElsewhere(request) || (request.method !== 'GET' && request.method !== 'HEAD'))
    return sendPlainPage(response, REFUSED);
  // The answer of the account service comes from another site, and so without the strict cookie.
  if (url.pathname === signIn.callbackPath) return signIn.callback(request, response, url.searchParams);
  if (isCrossSite(request)) return sendPlainPage(response, REFUSED);
  const token = url.pathname === '/' ? url.searchParams.get('token') : null;
  if (token !== null) return enter(request, response, access, token);
  if (!access.hasSession(request)) return sendPlainPage(response, NO_SESSION);
  if (url.pathname === '/sign-in') return signIn.begin(response);
  return routing.serveFiles(request, response);
}

const REFUSED = { status: 403, title: 'Refused', text: 'This request did not come from Satchel.' } as const;
const NO_SESSION = {
  status: 401,
  title: 'This browser is not let in yet',
  text: 'Open the start address that Satchel printed when it started. It works once; start Satchel again for a new one.',
} as const;

/** Browsers say where a request comes from; a page elsewhere has no business here, not even for a picture. */
const isCrossSite = ({ headers }: IncomingMessage): boolean => headers['sec-fetch-site'] === 'cross-site';

function enter(request: IncomingMessage, response: ServerResponse, access: Access, token: string): void {
  const cookie = access.redeem(token);
  if (cookie === undefined && !access.hasSession(request)) return sendPlainPage(response, NO_SESSION);
  if (cookie !== undefined) response.setHeader('set-cookie', cookie);
  response.writeHead(303, { location: '/', 'cache-control': 'no-store' }).end();
}

function openAgain(
  { method, headers }: IncomingMessage,
  response: ServerResponse,
  { access, openSecret }: Routing,
): void {
  const isAllowed = openSecret !== undefined && isSame(headers.authorization ?? '', `Bearer ${openSecret}`);
  if (method !== 'POST' || headers.origin !== undefined || !isAllowed) return sendPlainPage(response, REFUSED);
  response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify({ app: access.startUrl() }));
}

/** A WebSocket has no same-origin rule of its own: without an Origin of ours there is none. */
function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, access: Access, sockets: WindowSockets): void {
  const isOurs = access.isForUs(request) && request.headers.origin === access.origin && access.hasSession(request);
  if (isOurs && request.url === RPC_PATH) return sockets.upgrade(request, socket, head);
  socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
}

function filesOf(folder: string): ServeFiles {
  return async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
    const file = await readAppFile(folder, pathname);
    // Every browser asks for it, and none needs an answer.
    if (!file && pathname === '/favicon.ico') return void response.writeHead(204).end();
    if (!file)
      return sendPlainPage(response, {
        status: 404,
        title: 'Not found',
        text: 'There is nothing at this address.',
        link: { href: '/', text: 'Open Satchel' },
      });
    response.writeHead(200, { ...file.headers, 'content-length': file.bytes.byteLength });
    response.end(request.method === 'HEAD' ? undefined : file.bytes);
  };
}
