import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { dice, seededRandom, type Dice } from '../../resources/scripts/demo-data/seeded-random.ts';
import { fileKeyStore } from '../../main/db/file-key-store.ts';
import { createEngine, type Engine } from '../../main/engine/create-engine.ts';
import { systemClock } from '../../main/engine/system-clock.ts';
import { startServer } from '../../sync/server/start-server.ts';
import { DEMO_SERVICE } from '../wrapper-sandbox/demo-seed.ts';
import type { SandboxAccount } from '../wrapper-sandbox/sandbox-seed.ts';
import { serveSandbox } from '../wrapper-sandbox/serve-sandbox.ts';
import { startChild, type Child } from './child.ts';
import { MAKERS, STAGES } from './commands.ts';
import { judgeCharges, judgeQueue } from './judge-queue.ts';
import { judgeReplica } from './judge-replica.ts';
import { judgeServer, type Outcome } from './judge-server.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { unitsInSight } from './scope.ts';
import { readServerRows } from './server-log.ts';
import { bookCharges } from './simulated-wrapper.ts';
import { WEBHOOK_SECRET } from './simulated-server.ts';
import { newFolder } from './world.ts';

/** What a run with real processes came to. */
export interface ProcessResult {
  readonly seed: number;
  readonly wrong: readonly string[];
  readonly commands: number;
  readonly engineKills: number;
  readonly serverKills: number;
}

interface Machine {
  readonly name: string;
  readonly account: SandboxAccount;
  readonly dataDir: string;
  child: Child | undefined;
  isSignedIn: boolean;
}

const ROUNDS = 16;
/** Commands that need nobody's answer first, so that each of them is made whatever the network does. */
const NAMES = [
  'contacts.create',
  'contacts.edit',
  'companies.create',
  'companies.edit',
  'deals.create',
  'deals.edit',
  'deals.moveStage',
  'notes.create',
  'tasks.create',
  'contacts.delete',
];

/**
 * Engines and two servers on one file as processes of their own over real HTTP, killed with SIGKILL at moments that the seed chooses.
 * What is between those moments is the machine's: the schedule repeats, the interleaving does not.
 */
export async function runProcesses(seed: number): Promise<ProcessResult> {
  const chance = dice(seededRandom(seed));
  const folder = newFolder();
  const served = await serveBooked();
  const databaseUrl = `sqlite:${join(folder, 'server.db')}`;
  // both at once on a file that is not there yet
  const servers = await Promise.all([1, 2].map(() => startProcess({ databaseUrl, wrapperUrl: served.url })));
  const ledger = createLedger();
  const counts = { commands: 0, engineKills: 0, serverKills: 0 };
  const machines = ['sanna', 'marten', 'ines'].map((name): Machine => {
    const account = served.accounts.find(({ email }) => email.startsWith(name));
    if (account === undefined) throw new Error(`There is no account ${name}.`);
    return { name, account, dataDir: join(folder, name), child: undefined, isSignedIn: false };
  });
  const urlsNow = () => ({ syncUrl: chance.pick(servers).url, wrapperUrl: served.url });
  try {
    for (const machine of machines.toReversed()) await startMachine(machine, urlsNow());
    await makePipeline(machines, ledger, chance);
    for (let round = 0; round < ROUNDS; round += 1) {
      const machine = chance.pick(machines);
      const restarting = chance.chance(0.2) ? chance.pick(servers) : undefined;
      if (restarting !== undefined) {
        await restarting.child.kill();
        counts.serverKills += 1;
      }
      if (machine.child === undefined || machine.child.isGone()) await startMachine(machine, urlsNow());
      const isKilled = chance.chance(0.4);
      const count = chance.int(1, 4);
      // Killed while it works, not before: the moment is somewhere within the commands and what they set going.
      const killed = isKilled ? killLater(machine, chance.int(0, 40)) : undefined;
      for (let command = 0; command < count; command += 1) {
        await giveCommand({ machine, ledger, chance, state: served.state });
        counts.commands += 1;
      }
      await killed;
      if (isKilled) counts.engineKills += 1;
      await restarting?.startAgain();
    }
    for (const { child } of machines) await child?.kill();
    const wrong = await judgeAfter({ machines, urls: urlsNow(), ledger, databaseUrl, served });
    for (const { child } of servers) await child.kill();
    wrong.push(...(await judgePaid({ databaseUrl, served, ledger })));
    return { seed, wrong, ...counts };
  } finally {
    for (const { child } of [...machines, ...servers]) await child?.kill();
    await served.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface ServerProcess {
  readonly url: string;
  readonly child: Child;
  /** At the same address. */
  startAgain(): Promise<void>;
}

async function startProcess(settings: {
  readonly databaseUrl: string;
  readonly wrapperUrl: string;
}): Promise<ServerProcess> {
  let child = startChild('server-child.ts', { ...settings, port: 0 });
  const { url } = JSON.parse((await child.next()) ?? '{}') as { readonly url: string };
  return {
    url,
    get child() {
      return child;
    },
    async startAgain() {
      child = startChild('server-child.ts', { ...settings, port: Number(new URL(url).port) });
      await child.next();
    },
  };
}

type Served = Awaited<ReturnType<typeof serveBooked>>;

async function serveBooked() {
  const { state, charges } = bookCharges({ clock: systemClock });
  const served = await serveSandbox({ state });
  return { ...served, charges };
}

async function startMachine(
  machine: Machine,
  urls: { readonly syncUrl: string; readonly wrapperUrl: string },
): Promise<void> {
  const { account, dataDir, isSignedIn } = machine;
  const body = new URLSearchParams({ grant_type: 'password', username: account.email, password: account.password });
  const response = await fetch(`${urls.wrapperUrl}/auth/token`, { method: 'POST', body });
  const tokens = isSignedIn ? {} : { tokens: (await response.json()) as object };
  machine.child = startChild('engine-child.ts', { dataDir, ...urls, ...tokens });
  if ((await machine.child.next()) !== undefined) machine.isSignedIn = true;
}

async function killLater({ child }: Machine, afterMs: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, afterMs));
  await child?.kill();
}

interface Commanding {
  readonly machine: Machine;
  readonly ledger: Ledger;
  readonly chance: Dice;
  readonly state: Served['state'];
}

async function giveCommand({ machine, ledger, chance, state }: Commanding): Promise<void> {
  const name = chance.pick(NAMES);
  const { account } = machine;
  const { tenantId, employeeId } = account;
  const units = [...unitsInSight(state, employeeId)];
  const command = ledger.nextCommand();
  const made = MAKERS[name]?.({
    dice: chance,
    command,
    nowMs: Date.now(),
    employeeId,
    units,
    colleagues: [employeeId],
    find: (of) => {
      const known = ledger.records.filter(
        (record) => record.of === of && (record.orgId === null || units.includes(record.orgId)),
      );
      return known.length === 0 ? undefined : chance.pick(known);
    },
  });
  if (made === undefined || machine.child === undefined) return;
  const mutationId = chance.id(Date.now());
  machine.child.write({ name, args: made.args, mutationId });
  const line = await machine.child.next();
  const status = line === undefined ? 'unknown' : (JSON.parse(line) as { readonly status: string }).status;
  if (status === 'refused') return;
  const args = JSON.parse(JSON.stringify(made.args)) as Readonly<Record<string, unknown>>;
  ledger.add({
    command,
    laptop: machine.name,
    tenantId,
    employeeId,
    mutationId,
    name,
    args,
    atMs: Date.now(),
    status,
    replaces: null,
  });
  for (const record of made.makes) ledger.addRecord({ ...record, tenantId });
}

async function makePipeline(machines: readonly Machine[], ledger: Ledger, chance: Dice): Promise<void> {
  const ines = machines.find(({ name }) => name === 'ines');
  if (ines?.child === undefined) return;
  const { tenantId, employeeId } = ines.account;
  const pipelineId = chance.id(Date.now());
  const args = { pipelineId, name: 'New business', position: 0, stages: STAGES, lostReasons: ['Price'] };
  const mutationId = chance.id(Date.now());
  ines.child.write({ name: 'pipelines.save', args, mutationId });
  await ines.child.next();
  const command = ledger.nextCommand();
  ledger.add({
    command,
    laptop: 'ines',
    tenantId,
    employeeId,
    mutationId,
    name: 'pipelines.save',
    args,
    atMs: Date.now(),
    status: 'checking',
    replaces: null,
  });
  ledger.addRecord({ of: 'pipeline', id: pipelineId, tenantId, orgId: null });
}

interface Judging {
  readonly machines: readonly Machine[];
  readonly urls: { readonly syncUrl: string; readonly wrapperUrl: string };
  readonly ledger: Ledger;
  readonly databaseUrl: string;
  readonly served: Served;
}

/** Every folder is opened once more, here, and drained; then files are compared with files. */
async function judgeAfter({ machines, urls, ledger, databaseUrl, served }: Judging): Promise<string[]> {
  const opened: { readonly machine: Machine; readonly engine: Engine }[] = [];
  const wrong: string[] = [];
  try {
    for (const machine of machines) {
      const { dataDir } = machine;
      opened.push({
        machine,
        engine: await createEngine({ dataDir, keyStore: fileKeyStore(join(dataDir, 'keys')), ...urls }),
      });
    }
    for (const { engine } of opened) await drained(engine);
    for (const { engine } of opened) await engine.call.sync.now();
    const rows = readServerRows(databaseUrl.slice('sqlite:'.length));
    const outcomes = new Map<string, Outcome>();
    for (const { machine, engine } of opened) {
      const { name, account } = machine;
      const queue = await judgeQueue({ name, engine, ledger, endedAfter: 0, isRestored: false });
      wrong.push(...queue.wrong);
      for (const [id, outcome] of queue.outcomes) outcomes.set(id, outcome);
      const { tenantId, employeeId } = account;
      const units = unitsInSight(served.state, employeeId);
      wrong.push(...judgeReplica({ name, engine, tenantId, employeeId, units, rows, ledger }));
    }
    return [...wrong, ...judgeServer({ ledger, rows, outcomes })];
  } finally {
    for (const { engine } of opened) await engine.close();
  }
}

async function drained({ call }: Engine): Promise<void> {
  for (let tries = 0; tries < 60; tries += 1) {
    await call.sync.now();
    const items = await call.outbox.list({ states: ['queued', 'sending', 'held', 'parked'], limit: 1000 });
    const open = new Set(items.map(({ mutationId }) => mutationId));
    if (items.every(({ state, after }) => state === 'parked' || after.some((id) => open.has(id)))) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** A server whose clock is past the life of an open charge gives back what was paid for nothing. */
async function judgePaid({
  databaseUrl,
  served,
  ledger,
}: Pick<Judging, 'databaseUrl' | 'served' | 'ledger'>): Promise<readonly string[]> {
  const clock = { ...systemClock, wallMs: () => Date.now() + 16 * 60_000 };
  const server = await startServer({
    databaseUrl,
    wrapperUrl: served.url,
    serviceCredentials: DEMO_SERVICE,
    webhookSecret: WEBHOOK_SECRET,
    port: 0,
    clock,
  });
  try {
    await server.sweepCharges();
    const rows = readServerRows(databaseUrl.slice('sqlite:'.length));
    return judgeCharges(served.charges, rows, { ...ledger, outcomes: new Map(), isRestored: false });
  } finally {
    await server.close();
  }
}
