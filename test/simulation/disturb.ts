import { SYNC_URL, WRAPPER_URL } from './line.ts';
import type { SimulatedLaptop } from './laptop.ts';
import type { Run } from './run.ts';

/** What happens to laptops and their lines; everything ends again by itself. */

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

export function killEngine({ world, note }: Run, laptop: SimulatedLaptop): void {
  if (laptop.engine === undefined) return;
  laptop.kill();
  world.counts.engineKills += 1;
  note(`${laptop.name} is killed`);
  world.time.after(world.dice.int(0, 30 * SECOND), () => startEngine({ world, note }, laptop));
}

/** Its next changes are on their way, at the server, or answered, and it does not live to hear it. */
export function killWhileSending(run: Run, laptop: SimulatedLaptop): void {
  const { line } = laptop;
  const { dice, time } = run.world;
  line.onRequest = (pathname) => {
    if (pathname !== '/v1/push') return;
    line.onRequest = undefined;
    // A turn later: a process does not die inside one of its own statements here.
    time.after(dice.int(0, 300), () => {
      if (laptop.line === line) killEngine(run, laptop);
    });
  };
}

/** There are some rows in it. */
const FULL_PAGE_BYTES = 2_000;

/** Somewhere between the transactions in which it stores the next page of rows. */
export function killWhileStoring(run: Run, laptop: SimulatedLaptop): void {
  const { line } = laptop;
  let turns = run.world.dice.int(1, 5);
  const killLater = (): void => {
    if (laptop.line !== line) return;
    turns -= 1;
    if (turns > 0) setImmediate(killLater);
    else killEngine(run, laptop);
  };
  line.onAnswer = (pathname, bytes) => {
    if (pathname !== '/v1/pull' || bytes < FULL_PAGE_BYTES) return;
    line.onAnswer = undefined;
    killLater();
  };
}

export async function restartEngine({ world, note }: Run, laptop: SimulatedLaptop): Promise<void> {
  if (laptop.engine === undefined) return;
  await laptop.stop();
  world.counts.engineRestarts += 1;
  note(`${laptop.name} is closed`);
  world.time.after(world.dice.int(0, 2 * MINUTE), () => startEngine({ world, note }, laptop));
}

export async function startEngine({ note }: Pick<Run, 'world' | 'note'>, laptop: SimulatedLaptop): Promise<void> {
  if (laptop.engine !== undefined) return;
  await laptop.start();
  note(`${laptop.name} starts`);
}

export function cutLine({ world, note }: Run, laptop: SimulatedLaptop): void {
  const { dice } = world;
  const url = dice.chance(0.5) ? undefined : dice.pick([SYNC_URL, WRAPPER_URL]);
  const forMs = dice.int(2 * SECOND, 3 * MINUTE);
  const { line } = laptop;
  line.setDown(true, url);
  world.counts.partitions += 1;
  note(`${laptop.name} is cut off from ${url ?? 'everything'} for ${forMs} ms`);
  world.time.after(forMs, () => line.setDown(false, url));
}

export function jumpClock({ world, note }: Run, laptop: SimulatedLaptop): void {
  const byMs = jumpOf(world.dice);
  laptop.clock.jump(byMs);
  world.counts.clockJumps += 1;
  note(`${laptop.name}'s clock jumps by ${byMs} ms`);
}

const jumpOf = (dice: Run['world']['dice']): number =>
  dice.pick([
    dice.int(-3 * MINUTE, 3 * MINUTE),
    dice.int(-90 * MINUTE, 90 * MINUTE),
    dice.int(-9 * 24 * 60, 9 * 24 * 60) * MINUTE,
  ]);

export async function workOffline({ world, note }: Run, laptop: SimulatedLaptop): Promise<void> {
  await laptop.engine?.call.sync.workOffline({ isOn: true });
  note(`${laptop.name} works offline`);
  const { engine } = laptop;
  world.time.after(world.dice.int(5 * SECOND, 2 * MINUTE), async () => {
    if (engine !== undefined && laptop.engine === engine) await backOnline(engine);
  });
}

async function backOnline(engine: NonNullable<SimulatedLaptop['engine']>): Promise<void> {
  const { kind } = await engine.call.session.status();
  if (kind === 'signed-in') await engine.call.sync.workOffline({ isOn: false });
}
