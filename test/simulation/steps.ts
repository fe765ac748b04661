import { decideQueued, doCommand, isSignInNeeded, look, signInIfNeeded } from './act.ts';
import * as disturb from './disturb.ts';
import * as disturbServer from './disturb-server.ts';
import * as disturbWrapper from './disturb-wrapper.ts';
import { isHealed } from './heal.ts';
import type { Weather } from './line.ts';
import type { SimulatedLaptop } from './laptop.ts';
import type { Run } from './run.ts';
import type { SimulatedServer } from './simulated-server.ts';

const SECOND = 1_000;
const STEPS = 50;

const STORMY: readonly Weather[] = [
  { dropRequest: 0.03, loseAnswer: 0.04, doubleRequest: 0.04, delayRequest: 0.02 },
  { dropRequest: 0.1, loseAnswer: 0.15, doubleRequest: 0.1, delayRequest: 0.04 },
  { dropRequest: 0, loseAnswer: 0.3, doubleRequest: 0.2, delayRequest: 0 },
];

/** Lets people, machines and lines do what the seed says. @param isRestoring the server is copied and restored as well */
export async function live(run: Run, isRestoring: boolean): Promise<void> {
  const table = isRestoring ? RESTORING : STEP_TABLE;
  const { world } = run;
  const { dice, time } = world;
  await world.servers.start();
  const weather = dice.pick(STORMY);
  for (const { line } of world.servers.processes) line.weather = dice.pick(STORMY);
  for (const laptop of world.laptops) await laptop.start();
  for (let step = 0; step < STEPS; step += 1) {
    for (const { line } of world.laptops) line.weather = weather;
    time.after(0, () => takeStep(run, table));
    await time.runUntil(time.nowMs() + dice.int(0, 7 * SECOND));
  }
}

type Step = readonly [weight: number, run: (run: Run, laptop: SimulatedLaptop) => void | Promise<void>];

const STEP_TABLE: readonly Step[] = [
  [50, burst],
  [12, look],
  [10, decideQueued],
  [3, disturb.killEngine],
  [5, disturb.killWhileSending],
  [4, disturb.killWhileStoring],
  [3, disturb.restartEngine],
  [6, disturb.cutLine],
  [3, disturb.jumpClock],
  [2, disturb.workOffline],
  [3, disturbServer.killAnyServer],
  [2, disturbServer.restartServer],
  [1, disturbServer.jumpServerClock],
  [2, disturbServer.compactServer],
  [2, disturbWrapper.wrapperOutage],
  [3, disturbWrapper.changeScope],
  [2, disturbWrapper.changePermissions],
  [2, disturbWrapper.emptyCredits],
  [2, disturbWrapper.intrude],
  [6, meet],
];
/** In every fourth seed the server is copied now and then, and restored; numbers are not monotonic there. */
const RESTORING: readonly Step[] = [...STEP_TABLE, [5, disturbServer.backUpServer], [6, disturbServer.restoreServer]];

async function takeStep(run: Run, table: readonly Step[]): Promise<void> {
  const { dice, laptops } = run.world;
  const laptop = dice.pick(laptops);
  if (laptop.isSigningIn) return;
  if (await signInIfNeeded(run, laptop)) return void (run.world.counts.signIns += 1);
  let left = dice.random() * table.reduce((sum, [weight]) => sum + weight, 0);
  const [, step] = table.find(([weight]) => (left -= weight) < 0) ?? [];
  await step?.(run, laptop);
}

async function burst(run: Run, laptop: SimulatedLaptop): Promise<void> {
  const { dice } = run.world;
  for (let count = dice.int(1, 3); count > 0; count -= 1) await doCommand(run, laptop);
}

/** Everybody has something to say about the same few deals and contacts, some of them without a line. */
async function meet(run: Run, first: SimulatedLaptop): Promise<void> {
  const { dice, laptops } = run.world;
  if (dice.chance(0.6)) disturb.cutLine(run, first);
  for (const laptop of laptops)
    for (const name of [
      dice.pick(['deals.edit', 'contacts.edit']),
      dice.pick(['deals.moveStage', 'notes.edit', 'deals.edit']),
    ])
      if (!laptop.isSigningIn && !(await isSignInNeeded(run, laptop))) await doCommand(run, laptop, name);
}

/** Between two durable steps of a push: what the sweeper and the clients' repetition have to make good. */
export async function maybeKill(run: Run, server: SimulatedServer, step: string): Promise<void> {
  const chance = step.startsWith('charge') ? 0.06 : 0.012;
  if (isHealed.has(run.world) || !run.world.dice.chance(chance)) return;
  run.note(`${server.name} dies at ${step}`);
  disturbServer.killServer(run, server);
  await new Promise(() => undefined);
}
