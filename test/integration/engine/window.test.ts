import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { SyncStatus } from '../../../main/contract/types.ts';
import { openField, type Laptop } from './field.ts';
import { codeOf, makeContact, run, synced } from './records.ts';
import { createTestClock, until, whilePassing } from './test-clock.ts';

const MINUTE = 60_000;

async function cut(laptop: Laptop): Promise<void> {
  laptop.network.isDown = true;
  await laptop.engine.call.sync.now();
  await until(
    () => laptop.engine.call.sync.status(),
    ({ connection }) => connection !== 'online',
  );
}

/** What the window is told of the end of writing, without repeats. */
async function stagesOf(laptop: Laptop, during: () => Promise<void>): Promise<readonly SyncStatus['windowStage'][]> {
  const watching = new AbortController();
  const stages: SyncStatus['windowStage'][] = [];
  const watched = (async () => {
    for await (const { windowStage } of await laptop.engine.call.sync.watch(undefined, { signal: watching.signal }))
      if (stages.at(-1) !== windowStage) stages.push(windowStage);
  })().catch(() => undefined);
  await during();
  watching.abort();
  await watched;
  return stages;
}

test('its end is told at five minutes, at one minute and when it is over; contact makes it full again', async () => {
  await using field = await openField();
  const sanna = await field.laptop('sanna.reyes');
  await synced(sanna);
  // By the user's own switch nobody is asked, so that nothing but the window itself gives news.
  await sanna.engine.call.sync.workOffline({ isOn: true });
  const stages = await stagesOf(sanna, async () => {
    await sanna.clock.advance(24 * MINUTE);
    expect((await sanna.engine.call.sync.status()).windowStage).toBe('running');
    await sanna.clock.advance(2 * MINUTE);
    expect((await sanna.engine.call.sync.status()).windowStage).toBe('ending');
    await sanna.clock.advance(5 * MINUTE);
    await until(
      () => sanna.engine.call.sync.status(),
      ({ windowStage }) => windowStage === 'over',
    );
  });
  expect(stages).toEqual(['running', 'ending', 'last-minute', 'over']);
  await sanna.engine.call.sync.workOffline({ isOn: false });
  await synced(sanna);
  expect((await sanna.engine.call.sync.status()).windowStage).toBe('running');
});

test('a tenant that sets less has less, and its end is told in time', async () => {
  await using field = await openField();
  const reka = await field.laptop('reka.balint');
  await synced(reka);
  await cut(reka);
  const { windowMs, windowLeftMs } = await reka.engine.call.sync.status();
  expect([windowMs, windowLeftMs <= 20 * MINUTE]).toEqual([20 * MINUTE, true]);
  await reka.clock.advance(16 * MINUTE);
  expect((await reka.engine.call.sync.status()).windowStage).toBe('ending');
  await reka.clock.advance(5 * MINUTE);
  expect((await reka.engine.call.sync.status()).connection).toBe('read-only');
});

test('a folder that is copied back counts from the validation it knows, by the wall clock', async () => {
  await using field = await openField();
  const sanna = await field.laptop('sanna.reyes');
  const contactId = await makeContact(sanna);
  await synced(sanna);
  await sanna.engine.close();
  const copy = join(sanna.dataDir, '..', 'copy');
  cpSync(sanna.dataDir, copy, { recursive: true });
  const at = (minutes: number) => createTestClock({ startMs: sanna.clock.wallMs() + minutes * MINUTE });

  const used = await field.laptop('sanna.reyes', { dataDir: sanna.dataDir, clock: at(1) });
  used.network.isDown = true;
  await used.clock.advance(25 * MINUTE);
  await used.engine.close();
  rmSync(sanna.dataDir, { recursive: true });
  cpSync(copy, sanna.dataDir, { recursive: true });

  const restored = await field.laptop('sanna.reyes', { dataDir: sanna.dataDir, clock: at(26) });
  restored.network.isDown = true;
  expect((await restored.engine.call.sync.status()).windowLeftMs).toBeLessThanOrEqual(4 * MINUTE);
  await restored.clock.advance(5 * MINUTE);
  const late = await run(restored, 'contacts.edit', { contactId, set: { phone: '1' } });
  expect([late.status, late.code]).toEqual(['held', 'WINDOW_OVER']);
});

test('a folder that is deleted leaves nobody signed in, and a sign-in without the account service is refused', async () => {
  await using field = await openField();
  const sanna = await field.laptop('sanna.reyes');
  await synced(sanna);
  const tokens = await field.tokens('sanna.reyes');
  await sanna.engine.close();
  rmSync(sanna.dataDir, { recursive: true });
  const bare = await field.laptop('sanna.reyes', { dataDir: sanna.dataDir, isSignedOut: true });
  bare.network.isDown = true;
  expect(await codeOf(whilePassing(bare.clock, bare.engine.host.session.signIn(tokens)))).toBe('WRAPPER_UNREACHABLE');
  expect(await codeOf(run(bare, 'contacts.create', { contactId: tokens.employeeId, lastName: 'Moe' }))).toBe(
    'SIGNED_OUT',
  );
  expect((await bare.engine.call.sync.status()).windowStage).toBe('over');
});

test('a sign-in that fails leaves the window as it was', async () => {
  await using field = await openField();
  const sanna = await field.laptop('sanna.reyes');
  await synced(sanna);
  const tokens = await field.tokens('sanna.reyes');
  await cut(sanna);
  await sanna.clock.advance(20 * MINUTE);
  expect(await codeOf(whilePassing(sanna.clock, sanna.engine.host.session.signIn(tokens)))).toBe('WRAPPER_UNREACHABLE');
  expect((await sanna.engine.call.sync.status()).windowLeftMs).toBeLessThanOrEqual(10 * MINUTE);
});
