import { expect, test } from 'vitest';
import { dice, seededRandom } from '../../resources/scripts/demo-data/seeded-random.ts';
import { HALDEN_UNITS } from '../wrapper-sandbox/demo-tenant.ts';
import { WRAPPER_URL } from './line.ts';
import { memoryKeyStore } from './laptop.ts';
import { createWorld, MONDAY_MS, newFolder, type World } from './world.ts';

/** What seeds of the simulation have found, each cut down to the few steps that it takes. */

const chance = dice(seededRandom(1));

async function openWorld(): Promise<World & AsyncDisposable> {
  const world = createWorld({ seed: 1, folder: newFolder(), keyStore: memoryKeyStore(), epochMs: MONDAY_MS });
  await world.servers.start();
  return { ...world, [Symbol.asyncDispose]: () => world.dispose() };
}

const company = () => ({
  name: 'companies.create',
  args: { companyId: chance.id(MONDAY_MS), orgId: HALDEN_UNITS.northField, name: 'Norvik' },
});

test('a command that is the first to notice the end of the window is held', async () => {
  await using world = await openWorld();
  const sanna = world.laptop({ email: 'sanna' });
  await sanna.start();
  await world.time.runUntilSettled(sanna.signIn());
  sanna.line.setDown(true);
  await world.time.runUntil(world.time.nowMs() + 70_000);
  sanna.clock.jump(3_600_000);
  expect(await sanna.engine?.call.mutations.run(company())).toMatchObject({ status: 'held', code: 'WINDOW_OVER' });
});

test('a sign-in that fails half-way leaves nothing behind that runs on', async () => {
  await using world = await openWorld();
  const sanna = world.laptop({ email: 'sanna' });
  await sanna.start();
  const signIn = sanna.signIn();
  // The token is validated, the files are open, and then the line is gone.
  await world.time.runUntil(world.time.nowMs() + 300);
  sanna.line.setDown(true, WRAPPER_URL);
  await expect(world.time.runUntilSettled(signIn)).rejects.toThrow();
  await world.time.runUntil(world.time.nowMs() + 60_000);
  sanna.line.setDown(false);
  await world.time.runUntilSettled(sanna.signIn());
  expect(await sanna.engine?.call.mutations.run(company())).toMatchObject({ status: 'applied' });
});
