import { rmSync } from 'node:fs';
import type { Bench, Measured } from './bench.ts';
import { openHosted } from './hosted.ts';
import { questionsOf, type Question, type Readable } from './questions.ts';
import { median, p99, round, timed, worst } from './stats.ts';
import type { World } from './world.ts';

const ROUNDS = { small: 150, full: 400 } as const;

/** What a window asks most, over the whole replica, through the contract: in one thread and as a window does. */
export const reads: Bench = {
  name: 'reads',
  async run(world) {
    const dataDir = await world.filledFolder();
    const engine = await world.engine(dataDir);
    await engine.call.sync.workOffline({ isOn: true });
    const inThread = await askAll(world, engine.call, 'engine.call, all in one thread');
    await engine.close();
    await using hosted = await openHosted(world, dataDir);
    const inWindow = await askAll(world, hosted.call, 'over a port, from the reader thread');
    rmSync(dataDir, { recursive: true, force: true });
    return [...inThread, ...inWindow.map((measured) => ({ ...measured, name: `${measured.name}-window` }))];
  },
};

async function askAll(world: World, call: Readable, setting: string): Promise<readonly Measured[]> {
  const measured: Measured[] = [];
  for (const [name, question] of Object.entries(questionsOf(world))) {
    const taken = await ask(question, call, ROUNDS[world.size]);
    const value = round(p99(taken));
    measured.push({
      name,
      value,
      unit: 'ms p99',
      promise: 'p99 under 16 ms',
      holds: value < 16,
      detail: { p50: round(median(taken)), worst: round(worst(taken)), rows: world.rowCount, setting },
    });
  }
  return measured;
}

async function ask(question: Question, call: Readable, rounds: number): Promise<number[]> {
  const taken: number[] = [];
  // The first ones compile statements, which happens once in the life of a window.
  for (let index = 0; index < 24; index += 1) await question(call, index);
  for (let index = 24; index < rounds + 24; index += 1) taken.push(await timed(() => question(call, index)));
  return taken;
}
