import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dice, seededRandom, type Dice } from '../../resources/scripts/demo-data/seeded-random.ts';
import type { KeyStore } from '../../main/db/key-store.ts';
import type { ServerHooks } from '../../sync/server/server-hooks.ts';
import { SYNC_URL } from './line.ts';
import { createLaptop, type SimulatedLaptop } from './laptop.ts';
import { WEBHOOK_SECRET, type SimulatedServer } from './simulated-server.ts';
import { createSimulatedServers, type SimulatedServers } from './simulated-servers.ts';
import { createSimulatedWrapper, type SimulatedWrapper } from './simulated-wrapper.ts';
import { noCounts, type Surroundings } from './surroundings.ts';
import { createMachineClock, createVirtualTime } from './virtual-time.ts';

/** 2026-03-02 09:00 UTC, a Monday. */
export const MONDAY_MS = Date.UTC(2026, 2, 2, 9);

/** A wrapper, a server and laptops in one virtual time, all chance from one seed. */
export interface World extends Surroundings {
  readonly wrapper: SimulatedWrapper;
  readonly servers: SimulatedServers;
  laptop(options: { readonly email: string; readonly name?: string; readonly folder?: string }): SimulatedLaptop;
  readonly laptops: readonly SimulatedLaptop[];
  dispose(): Promise<void>;
}

interface WorldOptions {
  readonly seed: number;
  /** An own folder with what the world starts with, or an empty one. */
  readonly folder: string;
  readonly keyStore: KeyStore;
  readonly epochMs: number;
  /** Processes of the sync server; one when missing. */
  readonly serverCount?: number;
  readonly hooksOf?: (server: () => SimulatedServer) => ServerHooks;
}

/** One secret for all worlds, so that what a template signed is still good. */
const SECRET = 'a-secret-of-the-simulated-wrapper';

export function createWorld({ seed, folder, keyStore, epochMs, ...options }: WorldOptions): World {
  const time = createVirtualTime();
  const chance: Dice = dice(seededRandom(seed));
  const wrapperClock = createMachineClock(time, epochMs);
  const toServer: typeof fetch = (input, init) =>
    servers.handle(new Request(input instanceof URL || typeof input === 'string' ? String(input) : input.url, init));
  const wrapper = createSimulatedWrapper({
    clock: wrapperClock,
    random: chance.random,
    secret: SECRET,
    fetch: toServer,
  });
  wrapper.state.webhook = { syncUrl: SYNC_URL, secret: WEBHOOK_SECRET };
  const surroundings: Surroundings = { time, epochMs, dice: chance, counts: noCounts(), wrapper };
  const { serverCount: count = 1, hooksOf = () => ({}) } = options;
  const servers = createSimulatedServers(surroundings, { folder, count, hooksOf });
  const laptops: SimulatedLaptop[] = [];
  return {
    ...surroundings,
    wrapper,
    servers,
    laptops,
    laptop({ email, name = email.split('.')[0] ?? email, folder: own = name }) {
      const account = wrapper.state.accounts.find((candidate) => candidate.email.startsWith(email));
      if (account === undefined) throw new Error(`There is no account ${email}.`);
      const made = createLaptop(surroundings, { name, account, folder: join(folder, own), keyStore, sync: servers });
      laptops.push(made);
      return made;
    },
    async dispose() {
      for (const laptop of laptops) await laptop.dispose();
      await servers.dispose();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** In memory where the system has such a place: a killed process leaves the same there, and nothing waits for a disk. */
export function newFolder(): string {
  const root = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
  const folder = mkdtempSync(join(root, 'satchel-simulation-'));
  mkdirSync(folder, { recursive: true });
  return folder;
}
