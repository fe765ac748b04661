import { once } from 'node:events';
import { createServer, request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server as one laptop reaches it: others reach it all the while. */
export interface Relay extends AsyncDisposable {
  readonly url: string;
  /** Cuts every connection; the port refuses from now on. */
  stop(): Promise<void>;
  /** The port answers again. */
  start(): Promise<void>;
  /** Lets this many further requests to a path through; the ones after them wait for `release`. */
  holdAfter(path: string, count: number): void;
  release(): void;
}

/** Hands every request on to `target`, and its answer back as it comes. */
export async function openRelay(target: string): Promise<Relay> {
  let held = { path: '', count: Infinity, gate: Promise.withResolvers<void>() };
  const server = createServer((incoming, outgoing) => {
    const hand = (): void => handOn(new URL(incoming.url ?? '/', target), incoming, outgoing);
    const isCounted = held.path !== '' && incoming.url?.startsWith(held.path) === true;
    if (isCounted) held.count -= 1;
    if (isCounted && held.count < 0) void held.gate.promise.then(hand);
    else hand();
  });
  const listen = async (port: number): Promise<void> =>
    void (await once(server.listen(port, '127.0.0.1'), 'listening'));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const stop = async (): Promise<void> => {
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  };
  const release = (): void => held.gate.resolve();
  return {
    url: `http://127.0.0.1:${port}`,
    stop,
    async start() {
      if (!server.listening) await listen(port);
    },
    holdAfter(path, count) {
      held = { path, count, gate: Promise.withResolvers<void>() };
    },
    release,
    async [Symbol.asyncDispose]() {
      release();
      if (server.listening) await stop();
    },
  };
}

function handOn(url: URL, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const onward = ask(url, { method: incoming.method, headers: incoming.headers }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
    answer.on('error', () => outgoing.destroy());
  });
  onward.on('error', () => outgoing.destroy());
  outgoing.on('close', () => onward.destroy());
  incoming.pipe(onward);
}
