import { v7 as uuidV7 } from 'uuid';
import { expect, test } from 'vitest';
import { actionsOn, available, away, back } from './away.ts';
import { openField, type Field } from './field.ts';
import { codeOf, contactOf, counts, makeContact, run, synced } from './records.ts';
import { until } from './test-clock.ts';

const DAY_MS = 24 * 60 * 60_000;

/** Compaction as it runs now and again so many days later. */
async function daysLater(field: Field, days: number): Promise<void> {
  await field.server.compactNow();
  await field.server.compactNow(Date.now() + days * DAY_MS);
}

async function awayWithWork(field: Field) {
  const [sanna, marten] = [await field.laptop('sanna.reyes'), await field.laptop('marten')];
  const kept = await makeContact(sanna, { lastName: 'Kept' });
  const gone = await makeContact(sanna, { lastName: 'Gone' });
  const doomed = await makeContact(sanna, { lastName: 'Doomed' });
  await synced(sanna, marten);
  await away(sanna);
  await run(sanna, 'contacts.edit', { contactId: kept, set: { jobTitle: 'Typed away' } });
  await run(sanna, 'contacts.edit', { contactId: gone, set: { jobTitle: 'Typed on what is gone' } });
  await run(sanna, 'contacts.delete', { contactId: doomed });
  await run(sanna, 'notes.create', { noteId: uuidV7(), contactId: kept, body: 'Noted away' });
  await run(marten, 'contacts.delete', { contactId: gone });
  await synced(marten);
  return { sanna, marten, kept, gone, doomed };
}

test('a laptop that comes back after compaction rebuilds its replica and replays what is queued', async () => {
  await using field = await openField();
  const { sanna, marten, kept, gone, doomed } = await awayWithWork(field);
  await daysLater(field, 91);
  await back(sanna);
  await synced(sanna, marten);
  expect(await contactOf(marten, kept)).toMatchObject({ jobTitle: 'Typed away' });
  expect(await contactOf(marten, doomed)).toMatchObject({ isDeleted: true });
  expect(await codeOf(sanna.engine.call.contacts.get({ contactId: gone }))).toBe('NOT_FOUND');
  expect((await sanna.engine.call.search.query({ text: 'gone' })).hits).toEqual([]);
  const parked = await sanna.engine.call.outbox.list({ states: ['parked'] });
  expect(parked.map(({ args, reason }) => [args, reason?.code])).toEqual([
    [{ contactId: gone, set: { jobTitle: 'Typed on what is gone' } }, 'NOT_FOUND'],
  ]);
  expect(await counts(sanna)).toMatchObject({ queued: 0, held: 0, parked: 1, acknowledged: 6 });
}, 20_000);

test('everything can be read and found while the replica waits for its rows, also after a restart', async () => {
  await using field = await openField();
  const { sanna: before, kept, gone } = await awayWithWork(field);
  await daysLater(field, 91);
  before.network.isDown = false;
  before.network.refuses = (path, body) => path === '/v1/pull' && body.includes('"cursor":null');
  await before.engine.call.sync.now();
  const sanna = await before.restart();
  sanna.network.isDown = true;
  expect(await contactOf(sanna, kept)).toMatchObject({ jobTitle: 'Typed away', pending: 'waiting' });
  expect((await sanna.engine.call.search.query({ text: 'gone' })).hits.length).toBe(1);
  await back(sanna);
  await synced(sanna);
  expect(await codeOf(sanna.engine.call.contacts.get({ contactId: gone }))).toBe('NOT_FOUND');
  expect((await sanna.engine.call.search.query({ text: 'kept' })).hits.length).toBe(1);
}, 20_000);

test('a laptop that was away longer than answers are kept sends nothing by itself, and nothing counts twice', async () => {
  await using field = await openField();
  const sanna = await field.laptop('sanna.reyes');
  await synced(sanna);
  const before = await available(field);
  sanna.network.loseNextAnswer('/v1/push');
  const contactId = await makeContact(sanna);
  await until(
    () => sanna.engine.call.outbox.list({ states: ['queued'] }),
    (list) => list[0]?.sentAtMs !== undefined && list[0].sentAtMs !== null,
  );
  sanna.network.isDown = true;
  const marten = await field.laptop('marten');
  await synced(marten);
  await run(marten, 'contacts.edit', { contactId, set: { jobTitle: 'Buyer' } });
  await synced(marten);
  await daysLater(field, 181);
  await back(sanna);
  await synced(sanna);
  const [draft] = await sanna.engine.call.outbox.list({ states: ['held'] });
  expect(draft).toMatchObject({ name: 'contacts.create', isHeldByUser: true, reason: { code: 'CURSOR_EXPIRED' } });
  expect(await contactOf(sanna, contactId)).toMatchObject({ jobTitle: 'Buyer' });
  await sanna.engine.call.outbox.release({ mutationId: draft?.mutationId ?? '' });
  await synced(sanna, marten);
  expect(await actionsOn(marten, contactId)).toEqual(['changed', 'created']);
  expect(before - (await available(field))).toBeCloseTo(0.1, 6);
  const later = await makeContact(sanna, { lastName: 'Later' });
  await synced(sanna, marten);
  expect(await contactOf(marten, later)).toMatchObject({ lastName: 'Later' });
}, 20_000);
