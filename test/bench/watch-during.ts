import { open } from 'node:fs/promises';
import { join } from 'node:path';
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
  /** A page written and synced by nobody but this: what the disk itself makes everybody wait. */
  readonly fsyncs: readonly number[];
}

const COMMAND_EVERY_MS = 120;
const READ_EVERY_MS = 40;

/** Somebody works while rows come in: commands, reads and, for comparison, bare waits for the disk. */
export function watchDuring(world: World, { call }: Hosted): { stop(): Promise<WaitsSeen> } {
  let isOver = false;
  const every = async (ms: number, run: (round: number) => Promise<unknown>): Promise<number[]> => {
    const taken: number[] = [];
    for (let round = 0; !isOver; round += 1) {
      taken.push(await timed(() => run(round)));
      await sleep(ms);
    }
    return taken;
  };
  const questions = Object.values(questionsOf(world));
  const watching = Promise.all([
    every(COMMAND_EVERY_MS, async () => mustApply(await call.mutations.run(newCompany()))),
    every(READ_EVERY_MS, (round) => questions[round % questions.length]?.(call, round) ?? Promise.resolve()),
    syncedPages(join(world.folder, 'fsync-probe'), every),
  ]);
  return {
    async stop() {
      isOver = true;
      const [commands, reads, fsyncs] = await watching;
      return { commands, reads, fsyncs };
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

async function syncedPages(
  path: string,
  every: (ms: number, run: (round: number) => Promise<unknown>) => Promise<number[]>,
): Promise<number[]> {
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
