import { closeSync, cpSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 as uuidV7 } from 'uuid';
import { fileKeyStore } from '../../main/db/file-key-store.ts';
import { createEngine, type Engine } from '../../main/engine/create-engine.ts';
import type { Kind } from '../../sync/model/kinds/all-kinds.ts';
import { openStore } from '../../sync/server/store/open-store.ts';
import { createWrapperClient } from '../../sync/wrapper-api/client.ts';
import { HALDEN_TENANT_ID } from '../wrapper-sandbox/demo-tenant.ts';
import { DEMO_SERVICE } from '../wrapper-sandbox/demo-seed.ts';
import type { SandboxAccount } from '../wrapper-sandbox/sandbox-seed.ts';
import { systemClock } from '../wrapper-sandbox/system-clock.ts';
import type { BenchSize } from './bench-size.ts';
import { startChild, type Child } from './child.ts';
import { demoRows } from './demo-rows.ts';
import type { DemoRow } from '../../resources/scripts/demo-data/generate-demo.ts';

const SCRIPTS = new URL('../../resources/scripts/', import.meta.url);

export interface EngineTokens {
  readonly accessToken: string;
  readonly refreshToken: string;
}

/** Sandbox, sync server and the bare way's server, each in a process of its own, with one tenant's rows. */
export interface World extends AsyncDisposable {
  readonly size: BenchSize;
  readonly folder: string;
  readonly syncUrl: string;
  readonly wrapperUrl: string;
  readonly bareUrl: string;
  readonly rowCount: number;
  /** Some rows of each kind, evenly spread. */
  readonly samples: ReadonlyMap<Kind, readonly DemoRow['row'][]>;
  /** Tokens of the first account with this role. */
  tokens(role: string): Promise<EngineTokens>;
  /** How long the wrapper takes for every answer from now on. */
  setWrapperLatency(latencyMs: number): Promise<void>;
  /** An engine in this thread; closed by the caller. */
  engine(dataDir: string, fetchFor?: typeof globalThis.fetch): Promise<Engine>;
  /** A data folder of its own, in which the administrator's whole replica is at the head. */
  filledFolder(): Promise<string>;
  emptyFolder(): string;
  say(line: string): void;
}

export async function openWorld(size: BenchSize, say: (line: string) => void): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'satchel-bench-'));
  say(`making rows (${size}) ...`);
  const rows = await storeRows(size, folder);
  const children: Child[] = [];
  const start = async (script: URL, options: Parameters<typeof startChild>[1]): Promise<Child['ready']> => {
    const child = await startChild(script, options);
    children.push(child);
    return child.ready;
  };
  const { wrapper, accounts } = await start(new URL('wrapper.ts', SCRIPTS), { args: ['--json'] });
  const wrapperUrl = String(wrapper);
  const { sync } = await start(new URL('server.ts', SCRIPTS), {
    args: ['--json', '--port', '0'],
    env: {
      SATCHEL_DATABASE_URL: databaseUrl(folder),
      SATCHEL_WRAPPER_URL: wrapperUrl,
      SATCHEL_WEBHOOK_SECRET: 'webhook-secret-of-the-benches',
      SATCHEL_WRAPPER_CLIENT_ID: DEMO_SERVICE.clientId,
      SATCHEL_WRAPPER_CLIENT_SECRET: DEMO_SERVICE.clientSecret,
    },
  });
  const { bare } = await start(new URL('bare-server.ts', import.meta.url), { args: [folder] });
  const client = createWrapperClient({ baseUrl: wrapperUrl, fetch, clock: systemClock });
  let filled: Promise<string> | undefined;

  const world: World = {
    size,
    folder,
    syncUrl: String(sync),
    wrapperUrl,
    bareUrl: String(bare),
    ...rows,
    async tokens(role) {
      const account = (accounts as readonly SandboxAccount[]).find((each) => each.role === role);
      if (!account) throw new Error(`There is no demo account with the role ${role}.`);
      const request = { grant_type: 'password', username: account.email, password: account.password } as const;
      const { accessToken, refreshToken = '' } = await client.token({ request });
      return { accessToken, refreshToken };
    },
    async setWrapperLatency(latencyMs) {
      await fetch(`${wrapperUrl}/_sandbox/faults`, { method: 'PUT', body: JSON.stringify({ latencyMs }) });
    },
    engine: (dataDir, fetchFor = fetch) =>
      createEngine({
        dataDir,
        keyStore: fileKeyStore(join(dataDir, 'keys')),
        syncUrl: String(sync),
        wrapperUrl,
        fetch: fetchFor,
      }),
    async filledFolder() {
      filled ??= fillFolder(world);
      const copy = world.emptyFolder();
      cpSync(await filled, copy, { recursive: true });
      return copy;
    },
    emptyFolder: () => join(folder, uuidV7()),
    say,
    async [Symbol.asyncDispose]() {
      client.close();
      for (const child of children.splice(0)) await child.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return world;
}

const databaseUrl = (folder: string): string => `sqlite:${join(folder, 'server.db')}`;

async function fillFolder(world: World): Promise<string> {
  const dataDir = world.emptyFolder();
  const engine = await world.engine(dataDir);
  await engine.host.session.signIn(await world.tokens('admin'));
  const outcome = await engine.call.sync.now();
  if (outcome.kind !== 'done') throw new Error(`The replica could not be filled: ${outcome.message}`);
  await engine.close();
  return dataDir;
}

/** Into the server's database, and as NDJSON for the bare way. */
async function storeRows(size: BenchSize, folder: string): Promise<Pick<World, 'rowCount' | 'samples'>> {
  const store = await openStore(databaseUrl(folder));
  const file = openSync(join(folder, 'rows.ndjson'), 'w');
  const samples = new Map<Kind, DemoRow['row'][]>();
  let lines: string[] = [];
  let rowCount = 0;
  const flush = (): void => {
    writeSync(file, lines.join(''));
    lines = [];
  };
  function* noted(): Generator<DemoRow> {
    for (const each of demoRows(size, Date.now())) {
      lines.push(`${JSON.stringify([each.kind, each.row])}\n`);
      if (lines.length === 5000) flush();
      if (rowCount % 20 === 0) addSample(samples, each);
      rowCount += 1;
      yield each;
    }
  }
  await store.loadRows(HALDEN_TENANT_ID, noted());
  flush();
  closeSync(file);
  await store.close();
  return { rowCount, samples };
}

function addSample(samples: Map<Kind, DemoRow['row'][]>, { kind, row }: DemoRow): void {
  const known = samples.get(kind);
  if (known) known.push(row);
  else samples.set(kind, [row]);
}
