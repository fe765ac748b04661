import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { v7 as uuidV7 } from 'uuid';
import { expect, test } from 'vitest';
import type { PushRequest, PushResponse } from '../../../sync/protocol/push.ts';
import { openField, type Field, type Laptop } from './field.ts';
import { altering } from './network.ts';
import { counts, makeContact, run, synced } from './records.ts';

const NOTES = 205;

/** A laptop on which more was written than two requests hold, and what waits in the queue's order. */
async function withLongQueue(
  field: Field,
  bodyOf: (index: number) => string = String,
): Promise<{ readonly laptop: Laptop; readonly ids: readonly string[] }> {
  const laptop = await field.laptop('sanna.reyes');
  const contactId = await makeContact(laptop);
  await synced(laptop);
  laptop.network.isDown = true;
  await laptop.engine.call.sync.now();
  const ids: string[] = [];
  for (let index = 0; index < NOTES; index += 1) {
    const { mutationId } = await run(laptop, 'notes.create', { noteId: uuidV7(), contactId, body: bodyOf(index) });
    ids.push(mutationId);
  }
  laptop.network.isDown = false;
  return { laptop, ids };
}

test('a long queue goes out in its order, one request at a time, the next while the answers before are stored', async () => {
  await using field = await openField();
  const { laptop, ids } = await withLongQueue(field);
  const sent: string[] = [];
  const unstored: number[] = [];
  let open = 0;
  laptop.network.intercept = async ({ url, init, pass }) => {
    if (url.pathname !== '/v1/push') return pass();
    expect((open += 1)).toBe(1);
    sent.push(...(JSON.parse(String(init.body)) as PushRequest).mutations.map(({ id }) => id));
    unstored.push((await counts(laptop)).sending);
    const response = await pass();
    open -= 1;
    return response;
  };
  await synced(laptop);
  expect(sent).toEqual(ids);
  expect(unstored).toEqual([200, 200, 105]);
  expect(await counts(laptop)).toMatchObject({ queued: 0, sending: 0, parked: 0 });
}, 60_000);

test('nothing follows a batch that the server could not decide, and all of it is queued again', async () => {
  await using field = await openField();
  const { laptop } = await withLongQueue(field);
  laptop.network.log.length = 0;
  const later = { kind: 'later', code: 'WRAPPER_UNREACHABLE', message: 'The platform does not answer.' } as const;
  laptop.network.intercept = altering<PushResponse>('/v1/push', ({ answers, ...rest }) => ({
    ...rest,
    answers: answers.map(({ id }) => ({ id, outcome: later })),
  }));
  await laptop.engine.call.sync.now();
  expect(laptop.network.log.filter((path) => path === '/v1/push').length).toBe(1);
  expect(await counts(laptop)).toMatchObject({ queued: NOTES, sending: 0 });
}, 60_000);

test('a journal of a long queue is written anew once, when the queue has drained', async () => {
  await using field = await openField();
  const { laptop } = await withLongQueue(field, (index) => `${index} `.repeat(5000));
  const path = join(laptop.engine.appContext.signedIn().user.folder, 'journal');
  /** Every file has a salt of its own. */
  const headOf = (): string => readFileSync(path).subarray(0, 60).toString('hex');
  const before = headOf();
  const seen: string[] = [];
  laptop.network.intercept = ({ url, pass }) => {
    if (url.pathname === '/v1/push') seen.push(headOf());
    return pass();
  };
  expect(statSync(path).size).toBeGreaterThan(8 * 1024 * 1024);
  await synced(laptop);
  expect(seen.length).toBeGreaterThan(3);
  expect(new Set(seen)).toEqual(new Set([before]));
  expect(headOf()).not.toBe(before);
  expect(statSync(path).size).toBeLessThan(100_000);
}, 60_000);
