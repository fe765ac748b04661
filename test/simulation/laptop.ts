import { cpSync, existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { createEngine, type Engine } from '../../main/engine/create-engine.ts';
import type { KeyStore } from '../../main/db/key-store.ts';
import type { SandboxAccount } from '../wrapper-sandbox/sandbox-seed.ts';
import { createLine, SYNC_URL, WRAPPER_URL, type Line, type Service } from './line.ts';
import type { Surroundings } from './surroundings.ts';
import { createMachineClock, type MachineClock } from './virtual-time.ts';

/** One laptop with one user: an engine process after the other on one data folder. */
export interface SimulatedLaptop {
  /** For messages: the person and, of a second laptop, its number. */
  readonly name: string;
  readonly account: SandboxAccount;
  readonly clock: MachineClock;
  readonly line: Line;
  /** Undefined while no process runs. */
  readonly engine: Engine | undefined;
  /** A sign-in is under way: its user does nothing else meanwhile. */
  readonly isSigningIn: boolean;
  start(): Promise<void>;
  signIn(): Promise<void>;
  /** Ends in good order. */
  stop(): Promise<void>;
  /** Gone in the middle of whatever it does; `start` finds the files as they are now. */
  kill(): void;
  dispose(): Promise<void>;
}

interface LaptopOptions {
  readonly name: string;
  readonly account: SandboxAccount;
  readonly folder: string;
  readonly keyStore: KeyStore;
  readonly sync: Service;
}

export function createLaptop(world: Surroundings, options: LaptopOptions): SimulatedLaptop {
  const { name, account, keyStore, sync } = options;
  const { time, dice, counts, wrapper } = world;
  let folder = options.folder;
  let generation = 0;
  let clock = createMachineClock(time, world.epochMs);
  let line = newLine();
  let engine: Engine | undefined;
  let isSigningIn = false;
  const killed: Promise<void>[] = [];

  function newLine(): Line {
    return createLine({
      time,
      dice,
      counts: counts.lines,
      services: { [SYNC_URL]: sync, [WRAPPER_URL]: wrapper },
    });
  }

  function leave(): Engine | undefined {
    const leaving = engine;
    engine = undefined;
    isSigningIn = false;
    clock.stop();
    line.cut();
    return leaving;
  }

  return {
    name,
    account,
    get clock() {
      return clock;
    },
    get line() {
      return line;
    },
    get engine() {
      return engine;
    },
    async start() {
      clock = createMachineClock(time, world.epochMs, clock.shiftMs());
      line = newLine();
      engine = await createEngine({
        dataDir: folder,
        keyStore,
        syncUrl: SYNC_URL,
        wrapperUrl: WRAPPER_URL,
        clock,
        fetch: line.fetch,
        random: dice.random,
      });
    },
    async signIn() {
      const tokens = await grantTokens(wrapper, account);
      const signing = engine;
      isSigningIn = true;
      try {
        await signing?.host.session.signIn(tokens);
      } finally {
        if (engine === signing) isSigningIn = false;
      }
    },
    get isSigningIn() {
      return isSigningIn;
    },
    async stop() {
      await engine?.close();
      leave();
    },
    kill() {
      const leaving = leave();
      if (leaving === undefined) return;
      generation += 1;
      const next = join(folder, '..', `${basename(options.folder)}.${generation}`);
      copyFolder(folder, next);
      folder = next;
      killed.push(leaving.close().catch(() => undefined));
    },
    async dispose() {
      await engine?.close();
      leave();
      await Promise.all(killed);
    },
  };
}

/** Signing in at the account service's page happens in a browser, not on the engine's line. */
export async function grantTokens(wrapper: Service, account: SandboxAccount) {
  const body = new URLSearchParams({ grant_type: 'password', username: account.email, password: account.password });
  const response = await wrapper.handle(new Request(`${WRAPPER_URL}/auth/token`, { method: 'POST', body }));
  return (await response.json()) as { readonly accessToken: string; readonly refreshToken: string };
}

/** The lock belongs to a process and the shared memory to its connection: neither outlives them. */
export function copyFolder(from: string, to: string): void {
  if (!existsSync(from)) return;
  const isKept = (path: string) => basename(path) !== 'lock' && !path.endsWith('-shm');
  cpSync(from, to, { recursive: true, filter: isKept });
}

/** Keys in memory: where they are kept is the keychain's business. */
export function memoryKeyStore(): KeyStore {
  const keys = new Map<string, Uint8Array>();
  return {
    get: async (key) => keys.get(key),
    set: async (key, value) => void keys.set(key, value),
    delete: async (key) => void keys.delete(key),
  };
}
