import { Readable } from 'node:stream';
import { startServer, type ServerOptions, type SyncServer } from '../../sync/server/start-server.ts';
import type { ServerHooks } from '../../sync/server/server-hooks.ts';
import { DEMO_SERVICE } from '../wrapper-sandbox/demo-seed.ts';
import { createLine, WRAPPER_URL, type Line, type Service } from './line.ts';
import type { Surroundings } from './surroundings.ts';
import { createMachineClock, type MachineClock } from './virtual-time.ts';

export const WEBHOOK_SECRET = 'webhook-secret-of-the-simulation';

/** Short, so that a laptop that was away for some minutes has missed deletions. */
const RETENTION_MS = 90_000;

/** One of the server's processes, started again and again. */
export interface SimulatedServer extends Service {
  readonly name: string;
  readonly line: Line;
  readonly clock: MachineClock;
  isUp(): boolean;
  start(): Promise<void>;
  /** Ends in good order. */
  stop(): Promise<void>;
  /**
   * Gone in the middle of whatever it does. Alone on the file it goes on in memory with the old one, and the next start
   * finds a copy as it is now; beside another process it cannot reach the file any more.
   */
  kill(): void;
  /** Takes away tombstones that are past their time. */
  compact(): Promise<void>;
  /** Ends what processes that were killed have left in memory. */
  dispose(): Promise<void>;
}

/** The database file that all processes have open. */
export interface ServerFile {
  readonly path: string;
  /** Goes on with a copy of what is there. */
  moveOn(): void;
  /** Whether any process but this one has it open. */
  isShared(by: string): boolean;
}

interface ServerPlace {
  readonly name: string;
  readonly file: ServerFile;
  readonly hooks: ServerHooks;
}

export function createSimulatedServer(world: Surroundings, { name, file, hooks }: ServerPlace): SimulatedServer {
  let current: Process | undefined;
  const killed: Promise<void>[] = [];
  let clock = createMachineClock(world.time, world.epochMs);
  let line = lineOf(world);

  const end = (): Process | undefined => {
    const ending = current;
    current = undefined;
    clock.stop();
    line.cut();
    ending?.ended.reject(new TypeError('connection reset'));
    return ending;
  };

  return {
    name,
    get line() {
      return line;
    },
    get clock() {
      return clock;
    },
    isUp: () => current !== undefined,
    async start() {
      clock = createMachineClock(world.time, world.epochMs, clock.shiftMs());
      line = Object.assign(lineOf(world), { weather: line.weather });
      const ended = Promise.withResolvers<never>();
      ended.promise.catch(() => undefined);
      const server = await startServer({ ...optionsOf(file.path, world), clock, fetch: line.fetch, hooks });
      current = { server, ended };
    },
    async stop() {
      await end()?.server.close();
    },
    kill() {
      const ending = end();
      if (ending === undefined) return;
      if (file.isShared(name)) void ending.server.store.close();
      else file.moveOn();
      killed.push(ending.server.close().catch(() => undefined));
    },
    compact: async () => current?.server.compactNow(),
    async handle(request) {
      if (current === undefined) throw new TypeError('connection refused');
      const { server, ended } = current;
      return Promise.race([injected(server, request), ended.promise]);
    },
    async dispose() {
      await end()?.server.close();
      await Promise.all(killed);
    },
  };
}

interface Process {
  readonly server: SyncServer;
  /** Rejected when the process goes: every connection to it breaks. */
  readonly ended: PromiseWithResolvers<never>;
}

const lineOf = ({ time, dice, counts, wrapper }: Surroundings): Line =>
  createLine({ time, dice, counts: counts.lines, services: { [WRAPPER_URL]: wrapper } });

const optionsOf = (path: string, { dice }: Surroundings): ServerOptions => ({
  databaseUrl: `sqlite:${path}`,
  wrapperUrl: WRAPPER_URL,
  serviceCredentials: DEMO_SERVICE,
  webhookSecret: WEBHOOK_SECRET,
  port: 0,
  random: dice.random,
  requestsPerSecond: 1_000_000,
  retentionMs: RETENTION_MS,
});

async function injected(server: SyncServer, request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  const isStream = pathname === '/v1/events';
  const answer = await server.inject({
    method: request.method as 'GET' | 'POST',
    url: pathname + search,
    headers: Object.fromEntries(request.headers),
    payload: await request.text(),
    payloadAsStream: isStream,
  });
  const headers = Object.entries(answer.headers).map(([name, value]): [string, string] => [name, String(value)]);
  const init = { status: answer.statusCode, headers };
  if (isStream && answer.statusCode === 200) {
    // What is written to a reader that is gone is nobody's error.
    const stream = answer.stream().on('error', () => undefined);
    return new Response(Readable.toWeb(stream) as unknown as ReadableStream<Uint8Array>, init);
  }
  const body = isStream ? await textOf(answer.stream()) : answer.payload;
  return new Response(body, init);
}

async function textOf(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
