import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 as uuidV7 } from 'uuid';
import { createEngine, type Engine } from '../../../main/engine/create-engine.ts';
import { fileKeyStore } from '../../../main/db/file-key-store.ts';
import { createWrapperClient } from '../../../sync/wrapper-api/client.ts';
import type { Clock, Random } from '../../../sync/model/clock.ts';
import { startServer, type SyncServer } from '../../../sync/server/start-server.ts';
import type { ServerHooks } from '../../../sync/server/server-hooks.ts';
import { systemClock } from '../../wrapper-sandbox/system-clock.ts';
import { DEMO_SERVICE } from '../../wrapper-sandbox/demo-seed.ts';
import type { SandboxSeed } from '../../wrapper-sandbox/sandbox-seed.ts';
import { serveSandbox, type ServedSandbox } from '../../wrapper-sandbox/serve-sandbox.ts';
import { createNetwork, type Network } from './network.ts';
import { createTestClock, type TestClock } from './test-clock.ts';

const WEBHOOK_SECRET = 'webhook-secret-of-the-tests';

export interface Laptop {
  readonly engine: Engine;
  readonly clock: TestClock;
  readonly network: Network;
  readonly dataDir: string;
  /** Ends the engine and starts it again on the same data. */
  restart(options?: { clock?: TestClock }): Promise<Laptop>;
}

interface LaptopOptions {
  readonly dataDir?: string;
  readonly clock?: TestClock;
  readonly isSignedOut?: boolean;
  /** What its waits are drawn with. */
  readonly random?: Random;
}

export interface Field extends AsyncDisposable {
  readonly sandbox: ServedSandbox;
  readonly server: SyncServer;
  readonly databaseUrl: string;
  /** A laptop on which the account with this e-mail or role is signed in. */
  laptop(who: string, options?: LaptopOptions): Promise<Laptop>;
  tokens(who: string): Promise<{ accessToken: string; refreshToken: string; employeeId: string; tenantId: string }>;
  control(method: string, path: string, body?: unknown): Promise<unknown>;
  /** @param whileDown is given the database's path while nobody has it open */
  restartServer(hooks?: ServerHooks, whileDown?: (path: string) => void): Promise<void>;
}

interface FieldOptions {
  readonly hooks?: ServerHooks;
  readonly seed?: SandboxSeed;
  /** Of sandbox and server; the machine's own when missing. */
  readonly clock?: Clock;
}

/** A real sandbox and a real server over HTTP, and as many laptops as a test wants. */
export async function openField({ hooks, seed, clock: shared = systemClock }: FieldOptions = {}): Promise<Field> {
  const root = mkdtempSync(join(tmpdir(), 'satchel-field-'));
  const sandbox = await serveSandbox({ clock: shared, ...(seed ? { seed } : {}) });
  const databaseUrl = `sqlite:${join(root, 'server.db')}`;
  const start = (port: number, serverHooks?: ServerHooks) =>
    startServer({
      databaseUrl,
      wrapperUrl: sandbox.url,
      serviceCredentials: DEMO_SERVICE,
      webhookSecret: WEBHOOK_SECRET,
      port,
      clock: shared,
      ...(serverHooks ? { hooks: serverHooks } : {}),
    });
  let server = await start(0, hooks);
  sandbox.setWebhookTarget({ syncUrl: server.url, secret: WEBHOOK_SECRET });
  const engines = new Set<Engine>();
  const client = createWrapperClient({ baseUrl: sandbox.url, fetch, clock: shared });

  async function tokens(who: string) {
    const account = sandbox.accounts.find(({ role, email }) => role === who || email.startsWith(who));
    if (!account) throw new Error(`There is no demo account ${who}.`);
    const request = { grant_type: 'password', username: account.email, password: account.password } as const;
    const { accessToken, refreshToken = '' } = await client.token({ request });
    return { accessToken, refreshToken, employeeId: account.employeeId, tenantId: account.tenantId };
  }

  async function laptop(who: string, options: LaptopOptions = {}): Promise<Laptop> {
    // Tokens are judged by the sandbox's real clock, so a laptop's starts at the real time.
    const clock = options.clock ?? createTestClock({ startMs: Date.now() });
    const dataDir = options.dataDir ?? join(root, uuidV7());
    const network = createNetwork();
    const engine = await createEngine({
      dataDir,
      keyStore: fileKeyStore(join(dataDir, 'keys')),
      syncUrl: server.url,
      wrapperUrl: sandbox.url,
      clock,
      fetch: network.fetch,
      ...(options.random ? { random: options.random } : {}),
    });
    engines.add(engine);
    if (options.isSignedOut !== true && options.dataDir === undefined)
      await engine.host.session.signIn(await tokens(who));
    return {
      engine,
      clock,
      network,
      dataDir,
      async restart({ clock: next } = {}) {
        await engine.close();
        engines.delete(engine);
        return laptop(who, { dataDir, clock: next ?? createTestClock({ startMs: clock.wallMs() }) });
      },
    };
  }

  return {
    sandbox,
    get server() {
      return server;
    },
    databaseUrl,
    laptop,
    tokens,
    async control(method, path, body) {
      const response = await fetch(`${sandbox.url}/_sandbox/${path}`, {
        method,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      return text === '' ? null : (JSON.parse(text) as unknown);
    },
    async restartServer(serverHooks, whileDown = () => {}) {
      const { port } = new URL(server.url);
      await server.close();
      whileDown(databaseUrl.slice('sqlite:'.length));
      server = await start(Number(port), serverHooks);
    },
    async [Symbol.asyncDispose]() {
      client.close();
      for (const engine of engines) await engine.close();
      await server.close();
      await sandbox.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}
