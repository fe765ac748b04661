import { afterAll, beforeAll, expect, test } from 'vitest';
import { v7 as uuidV7 } from 'uuid';
import { openField, type Field } from '../engine/field.ts';
import { letFall } from './falling/fall.ts';
import { openHost, type OpenHost, type Window } from './open-host.ts';

let field: Field;
let opened: OpenHost;
let window: Window;

beforeAll(async () => {
  field = await openField();
  opened = await openHost(field);
  await opened.engineHost.host.session.signIn(await field.tokens('sanna.reyes'));
  window = opened.openWindow();
});
afterAll(async () => {
  await opened[Symbol.asyncDispose]();
  await field[Symbol.asyncDispose]();
});

async function readsOf(topic: string) {
  const { nowMs } = await window.call.health.now();
  const { reads } = await window.call.measures.overview({ hours: 1, untilMs: nowMs });
  const { count = 0, failed = 0 } = reads.find(({ name }) => name === topic) ?? {};
  return { count, failed };
}

test('what the reader’s thread answers is counted by the engine, once', async () => {
  await window.call.contacts.tags();
  await window.call.contacts.tags();
  expect(await readsOf('contacts')).toEqual({ count: 2, failed: 0 });
  expect(await readsOf('contacts')).toEqual({ count: 2, failed: 0 });
});

test('a question of the wrong shape and a record that is not there are no failures of this laptop', async () => {
  const before = await readsOf('companies');
  await window.call.companies.get({ companyId: 'x' }).catch(() => undefined);
  await window.call.companies.get({ companyId: uuidV7() }).catch(() => undefined);
  expect(await readsOf('companies')).toEqual(before);
});

test('looking at the numbers is not counted', async () => {
  expect(await readsOf('measures')).toEqual({ count: 0, failed: 0 });
});

test('a reader that fell is no reason for the engine to answer nothing', async () => {
  const before = (await readsOf('contacts')).count;
  letFall('reader', 'exit');
  await expect.poll(() => opened.exits.length).toBe(1);
  await expect
    .poll(() =>
      window.call.contacts.tags().then(
        () => 'answered',
        () => 'not yet',
      ),
    )
    .toBe('answered');
  await expect.poll(async () => (await readsOf('contacts')).count).toBeGreaterThan(before);
});
