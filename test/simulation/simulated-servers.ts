import { copyFileSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ServerHooks } from '../../sync/server/server-hooks.ts';
import type { Service } from './line.ts';
import { createSimulatedServer, type ServerFile, type SimulatedServer } from './simulated-server.ts';
import type { Surroundings } from './surroundings.ts';

/** All processes of the sync server on one database file, behind one address. */
export interface SimulatedServers extends Service {
  readonly path: string;
  readonly processes: readonly SimulatedServer[];
  isUp(): boolean;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Keeps a copy of the database of servers that are stopped. */
  backUp(): void;
  /** Puts the last copy in the place of the database of servers that are stopped. @returns false when there is none */
  restore(): boolean;
  dispose(): Promise<void>;
}

interface Options {
  readonly folder: string;
  readonly count: number;
  /** Each process has its own, told which it is. */
  readonly hooksOf: (server: () => SimulatedServer) => ServerHooks;
}

/** How often a request still goes to a process that is down, while another one is up. */
const MISLED = 0.05;

export function createSimulatedServers(world: Surroundings, { folder, count, hooksOf }: Options): SimulatedServers {
  const { dice, counts } = world;
  const backup = join(folder, 'backup.db');
  let generation = 0;
  let path = join(folder, 'server-0.db');
  const file: ServerFile = {
    get path() {
      return path;
    },
    moveOn() {
      generation += 1;
      const next = join(folder, `server-${generation}.db`);
      copyDatabase(path, next);
      path = next;
    },
    isShared: (by) => processes.some((each) => each.name !== by && each.isUp()),
  };
  const processes = Array.from({ length: count }, (_, at): SimulatedServer => {
    const hooks = hooksOf(() => made);
    const made = createSimulatedServer(world, { name: `server ${at + 1}`, file, hooks });
    return made;
  });

  function choose(): SimulatedServer | undefined {
    const up = processes.filter((each) => each.isUp());
    if (up.length < count && count > 1 && dice.chance(MISLED)) return undefined;
    if (up.length <= 1) return up[0];
    counts.lines.shared += 1;
    return dice.pick(up);
  }

  return {
    get path() {
      return path;
    },
    processes,
    isUp: () => processes.some((each) => each.isUp()),
    async start() {
      for (const each of processes) if (!each.isUp()) await each.start();
    },
    async stop() {
      for (const each of processes) await each.stop();
    },
    backUp: () => copyDatabase(path, backup),
    restore() {
      if (!existsSync(backup)) return false;
      copyDatabase(backup, path);
      return true;
    },
    async handle(request) {
      const chosen = choose();
      if (chosen === undefined) throw new TypeError('connection refused');
      return chosen.handle(request);
    },
    async dispose() {
      for (const each of processes) await each.dispose();
    },
  };
}

/** Whole transactions and the log behind them: what a killed process leaves. */
function copyDatabase(from: string, to: string): void {
  // A log of an older copy must not stand beside a newer one.
  for (const suffix of ['', '-wal', '-shm']) rmSync(to + suffix, { force: true });
  for (const suffix of ['', '-wal']) if (existsSync(from + suffix)) copyFileSync(from + suffix, to + suffix);
}
