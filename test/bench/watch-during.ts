import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { v7 as uuidV7 } from 'uuid';
import { HALDEN_UNITS } from '../wrapper-sandbox/demo-tenant.ts';
import type { Hosted } from './hosted.ts';
import { questionsOf } from './questions.ts';
import { sleep, timed } from './stats.ts';
import type { World } from './world.ts';

/** Milliseconds of each call. */
export interface WaitsSeen {
  readonly commands: readonly number[];
  readonly reads: readonly number[];
  /** A message to a thread that does nothing but answer: what the machine itself makes everybody wait. */
  readonly echoes: readonly number[];
  /** A page written and synced by nobody but this: what the disk itself makes everybody wait. */
  readonly fsyncs: readonly number[];
}

const COMMAND_EVERY_MS = 120;
const READ_EVERY_MS = 40;
/** The first reads compile routes and statements, which happens once in the life of a window. */
const FIRST_READS = 24;

/** Somebody works while rows come in: commands, reads and, for comparison, bare waits for the disk and for a thread. */
export async function watchDuring(world: World, { call }: Hosted): Promise<{ stop(): Promise<WaitsSeen> }> {
  const questions = Object.values(questionsOf(world));
  const read = (round: number): Promise<unknown> =>
    questions[round % questions.length]?.(call, round) ?? Promise.resolve();
  for (let round = 0; round < FIRST_READS; round += 1) await read(round);
  let isOver = false;
  const every = async (ms: number, run: (round: number) => Promise<unknown>): Promise<number[]> => {
    const taken: number[] = [];
    for (let round = 0; !isOver; round += 1) {
      taken.push(await timed(() => run(round)));
      await sleep(ms);
    }
    return taken;
  };
  const watching = Promise.all([
    every(COMMAND_EVERY_MS, async () => mustApply(await call.mutations.run(newCompany()))),
    every(READ_EVERY_MS, read),
    syncedPages(join(world.folder, 'fsync-probe'), every),
    answeredEchoes(every),
  ]);
  return {
    async stop() {
      isOver = true;
      const [commands, reads, fsyncs, echoes] = await watching;
      return { commands, reads, fsyncs, echoes };
    },
  };
}

/** A record of its own, so that it hangs on nothing that is still to come. */
const newCompany = () => ({
  name: 'companies.create',
  args: { companyId: uuidV7(), orgId: HALDEN_UNITS.northField, name: 'Typed during the pull', city: 'Kiel' },
});

function mustApply({ status }: { readonly status: string }): void {
  if (status !== 'applied') throw new Error(`A command during the pull was ${status}.`);
}

type Every = (ms: number, run: (round: number) => Promise<unknown>) => Promise<number[]>;

async function syncedPages(path: string, every: Every): Promise<number[]> {
  const file = await open(path, 'w');
  const page = Buffer.alloc(4096);
  try {
    return await every(COMMAND_EVERY_MS, async (round) => {
      await file.write(page, 0, page.length, round * page.length);
      await file.datasync();
    });
  } finally {
    await file.close();
  }
}

const ECHO = `const { parentPort } = require('node:worker_threads');
  parentPort.on('message', (message) => parentPort.postMessage(message));`;

async function answeredEchoes(every: Every): Promise<number[]> {
  const thread = new Worker(ECHO, { eval: true });
  const ask = (): Promise<unknown> => {
    thread.postMessage(0);
    return once(thread, 'message');
  };
  try {
    await ask();
    return await every(READ_EVERY_MS, ask);
  } finally {
    await thread.terminate();
  }
}
