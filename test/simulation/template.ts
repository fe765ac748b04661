import { join } from 'node:path';
import type { KeyStore } from '../../main/db/key-store.ts';
import type { Outcome } from './judge-server.ts';
import { judgeQueue } from './judge-queue.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { copyFolder, memoryKeyStore } from './laptop.ts';
import { doCommand } from './act.ts';
import type { Run } from './run.ts';
import { createServerLog } from './server-log.ts';
import { createTrace } from './trace.ts';
import { createWorld, MONDAY_MS, newFolder, type World } from './world.ts';

/** Laptops on which somebody is signed in and a few records that everybody starts with; made once, copied for each seed. */
export interface Template {
  readonly folder: string;
  readonly keyStore: KeyStore;
  /** Wall time at its end. */
  readonly epochMs: number;
  /** A ledger that holds what was done here. */
  newLedger(): Ledger;
  readonly outcomes: ReadonlyMap<string, Outcome>;
}

/** Both people of one account have a laptop of their own: `sanna-2` is the second one of the same person. */
export const LAPTOPS = {
  ines: 'ines',
  marten: 'marten',
  sanna: 'sanna',
  'sanna-2': 'sanna',
  tomas: 'tomas',
  reka: 'reka',
  oskar: 'oskar',
} as const;
export type LaptopName = keyof typeof LAPTOPS;

const FIRST: readonly (readonly [LaptopName, readonly string[]])[] = [
  ['ines', ['pipelines.save', 'companies.create', 'companies.create']],
  ['reka', ['pipelines.save', 'companies.create', 'contacts.create']],
  ['marten', ['contacts.create', 'contacts.create', 'deals.create']],
  ['sanna', ['contacts.create', 'contacts.create', 'deals.create', 'deals.create', 'notes.create', 'tasks.create']],
  ['tomas', ['contacts.create', 'deals.create', 'activities.log']],
  ['oskar', ['contacts.create', 'deals.create']],
];

export async function makeTemplate(): Promise<Template> {
  const folder = newFolder();
  const keyStore = memoryKeyStore();
  const world = createWorld({ seed: 0, folder, keyStore, epochMs: MONDAY_MS });
  const ledger = createLedger();
  const log = createServerLog();
  const fail = (message: string): never => {
    throw new Error(`template: ${message}`);
  };
  const trace = createTrace({ ledger, log, fail });
  const run: Run = {
    world,
    ledger,
    log,
    trace,
    fail,
    ended: new Map(),
    discarded: new Set(),
    note: () => undefined,
    countRefused: (code) => fail(String(code)),
  };
  await world.servers.start();
  for (const [name, email] of Object.entries(LAPTOPS)) {
    const laptop = world.laptop({ email, name });
    await laptop.start();
    await world.time.runUntilSettled(laptop.signIn());
  }
  for (const [name, commands] of FIRST) await makeFirst(run, name, commands);
  const outcomes = await endTemplate(world, ledger);
  const intents = [...ledger.intents];
  const records = [...ledger.records];
  const commands = ledger.nextCommand();
  return {
    folder,
    keyStore,
    epochMs: MONDAY_MS + world.time.nowMs(),
    outcomes,
    newLedger() {
      const next = createLedger();
      for (const record of records) next.addRecord(record);
      for (const intent of intents) next.add(intent);
      for (let command = 0; command < commands; command += 1) next.nextCommand();
      return next;
    },
  };
}

async function makeFirst(run: Run, name: LaptopName, commands: readonly string[]): Promise<void> {
  const { world } = run;
  const laptop = world.laptops.find((candidate) => candidate.name === name);
  if (laptop === undefined) return;
  const sync = () => world.time.runUntilSettled(Promise.resolve(laptop.engine?.call.sync.now()));
  await sync();
  for (const command of commands) {
    await doCommand(run, laptop, command);
    await sync();
  }
}

async function endTemplate(world: World, ledger: Ledger): Promise<ReadonlyMap<string, Outcome>> {
  await world.time.runUntil(world.time.nowMs() + 5_000);
  const outcomes = new Map<string, Outcome>();
  for (const laptop of world.laptops) {
    if (laptop.engine === undefined) continue;
    const judged = await judgeQueue({
      name: laptop.name,
      engine: laptop.engine,
      ledger,
      endedAfter: 0,
      isRestored: false,
    });
    for (const [id, outcome] of judged.outcomes) outcomes.set(id, outcome);
    await laptop.stop();
  }
  await world.servers.stop();
  return outcomes;
}

/** A fresh copy of everything, for one seed. */
export function copyTemplate({ folder }: Template, laptops: readonly string[]): string {
  const copy = newFolder();
  copyFolder(join(folder, 'server-0.db'), join(copy, 'server-0.db'));
  for (const name of laptops) copyFolder(join(folder, name), join(copy, name));
  return copy;
}
