import { HALDEN_TENANT_ID } from '../wrapper-sandbox/demo-tenant.ts';
import { isSignInNeeded } from './act.ts';
import { startEngine } from './disturb.ts';
import { FAIR } from './line.ts';
import type { SimulatedLaptop } from './laptop.ts';
import type { Run } from './run.ts';

const SECOND = 1_000;

/** Worlds in which nothing bad happens any more. */
export const isHealed = new WeakSet<Run['world']>();

/** The storm is over: everything is up and reachable until nothing changes any more. */
export async function heal(run: Run): Promise<void> {
  const { world } = run;
  const { time, servers } = world;
  isHealed.add(world);
  run.note('the storm is over');
  await time.runUntil(time.nowMs() + 200 * SECOND);
  await world.wrapper.control('PUT', 'faults', {});
  await world.wrapper.control('PUT', `credits/${HALDEN_TENANT_ID}`, { available: 100_000 });
  await servers.start();
  for (const { line } of servers.processes) {
    line.weather = FAIR;
    line.setDown(false);
  }
  for (const laptop of world.laptops) {
    await startEngine(run, laptop);
    laptop.line.weather = FAIR;
    laptop.line.setDown(false);
  }
  for (let round = 0; round < 12; round += 1) {
    await time.runUntil(time.nowMs() + 20 * SECOND);
    for (const laptop of world.laptops) await syncHealed(run, laptop);
    if (round >= 4 && (await isQuiet(run))) return;
  }
  run.fail('the queues did not drain');
}

/** A session that ended in the storm is begun again, and everything that waited goes on. */
async function syncHealed(run: Run, laptop: SimulatedLaptop): Promise<void> {
  const { engine } = laptop;
  const { time } = run.world;
  if (engine === undefined) return;
  if (await isSignInNeeded(run, laptop)) await time.runUntilSettled(laptop.signIn());
  await engine.call.sync.workOffline({ isOn: false });
  const outcome = await time.runUntilSettled(engine.call.sync.now());
  if (outcome.kind === 'stopped') run.note(`${laptop.name} stops: ${outcome.code} ${outcome.message}`);
}

/** What is still queued waits for something that its user has to decide. */
async function isQuiet({ world }: Run): Promise<boolean> {
  for (const { engine } of world.laptops) {
    const items =
      (await engine?.call.outbox.list({ states: ['queued', 'sending', 'held', 'parked'], limit: 1000 })) ?? [];
    const open = new Set(items.map(({ mutationId }) => mutationId));
    const isMoving = items.some(
      ({ state, isHeldByUser, after }) => state !== 'parked' && !isHeldByUser && !after.some((id) => open.has(id)),
    );
    if (isMoving) return false;
  }
  return true;
}
