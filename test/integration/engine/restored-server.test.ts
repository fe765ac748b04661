import { v7 as uuidV7 } from 'uuid';
import { expect, test } from 'vitest';
import { actionsOn, available, away, back, backUp, restore } from './away.ts';
import { openField, type Laptop } from './field.ts';
import { codeOf, contactOf, counts, makeContact, run, synced } from './records.ts';
import { until } from './test-clock.ts';

const search = async (laptop: Laptop, text: string) =>
  (await laptop.engine.call.search.query({ text })).hits.map(({ id }) => id);

test('what a restored server lost comes back from the laptops: applied once, charged once, one history row', async () => {
  await using field = await openField();
  const [sanna, marten] = [await field.laptop('sanna.reyes'), await field.laptop('marten')];
  const before = await available(field);
  const kept = await makeContact(sanna, { lastName: 'Kept' });
  await synced(sanna, marten);
  await backUp(field);
  await synced(sanna, marten);
  const lost = await makeContact(sanna, { lastName: 'Lost' });
  await run(sanna, 'contacts.edit', { contactId: lost, set: { jobTitle: 'Buyer' } });
  await run(sanna, 'notes.create', { noteId: uuidV7(), contactId: lost, body: 'Met at the fair' });
  await synced(sanna, marten);
  await run(marten, 'contacts.edit', { contactId: kept, set: { phone: '01 482' } });
  await synced(marten, sanna);
  await away(sanna, marten);
  await restore(field);

  const admin = await field.laptop('admin');
  const fresh = await makeContact(admin, { lastName: 'New' });
  await synced(admin);
  expect(await codeOf(admin.engine.call.contacts.get({ contactId: lost }))).toBe('NOT_FOUND');
  await back(marten);
  expect(await codeOf(marten.engine.call.contacts.get({ contactId: lost }))).toBe('NOT_FOUND');
  expect([await search(marten, 'lost'), await search(marten, 'new')]).toEqual([[], [fresh]]);
  await back(sanna);
  await synced(admin, marten, sanna);
  for (const laptop of [admin, marten, sanna]) {
    expect(await contactOf(laptop, lost)).toMatchObject({ jobTitle: 'Buyer', pending: null });
    expect(await contactOf(laptop, kept)).toMatchObject({ phone: '01 482', pending: null });
    expect(await actionsOn(laptop, lost)).toEqual(['changed', 'created']);
    expect(await counts(laptop)).toMatchObject({ queued: 0, parked: 0, held: 0 });
  }
  expect(before - (await available(field))).toBeCloseTo(0.3, 6);
}, 30_000);

test('a change that was acknowledged after the last pull is missed, too', async () => {
  await using field = await openField();
  const sanna = await field.laptop('sanna.reyes');
  await makeContact(sanna);
  await synced(sanna);
  await backUp(field);
  await synced(sanna);
  const contactId = uuidV7();
  sanna.network.refuses = (path) => path === '/v1/pull';
  await makeContact(sanna, { contactId, lastName: 'Lost' });
  await sanna.engine.call.sync.now();
  expect(await counts(sanna)).toMatchObject({ queued: 0, acknowledged: 2 });
  sanna.network.isDown = true;
  sanna.network.refuses = () => false;
  await restore(field);
  await back(sanna);
  const admin = await field.laptop('admin');
  await synced(sanna, admin);
  expect(await contactOf(admin, contactId)).toMatchObject({ lastName: 'Lost' });
}, 20_000);

test('a laptop that was told of nothing later than the backup goes on where it was', async () => {
  await using field = await openField();
  const [sanna, marten] = [await field.laptop('sanna.reyes'), await field.laptop('marten')];
  await makeContact(sanna);
  await synced(sanna, marten);
  await backUp(field);
  await away(marten);
  await makeContact(sanna);
  await synced(sanna);
  await restore(field);
  marten.network.log.length = 0;
  await back(marten);
  expect(marten.network.log.filter((path) => path === '/v1/pull').length).toBeLessThanOrEqual(2);
  expect((await counts(marten)).queued).toBe(0);
}, 20_000);

test('a delete that saw a lost number does not meet the same number by chance: the user is asked', async () => {
  await using field = await openField();
  const [sanna, marten, admin] = [
    await field.laptop('sanna.reyes'),
    await field.laptop('marten'),
    await field.laptop('admin'),
  ];
  const contactId = await makeContact(sanna);
  await synced(sanna, marten, admin);
  await backUp(field);
  await run(marten, 'contacts.edit', { contactId, set: { jobTitle: 'Lost' } });
  await synced(marten, sanna);
  const seen = await contactOf(sanna, contactId);
  expect(seen.jobTitle).toBe('Lost');
  await away(sanna, marten);
  await run(sanna, 'contacts.delete', { contactId });
  await restore(field);
  await synced(admin);
  await run(admin, 'contacts.edit', { contactId, set: { jobTitle: 'Another' } });
  await synced(admin);
  expect((await contactOf(admin, contactId)).serverSeq).toBe(seen.serverSeq);
  await back(sanna);
  await synced(sanna, admin);
  expect(await contactOf(admin, contactId)).toMatchObject({ isDeleted: false, jobTitle: 'Another' });
  const [parked] = await sanna.engine.call.outbox.list({ states: ['parked'] });
  expect(parked).toMatchObject({ name: 'contacts.delete', reason: { code: 'CONFLICT' } });
}, 20_000);

test('an acknowledged delete of what the backup holds is done again without asking', async () => {
  await using field = await openField();
  const sanna = await field.laptop('marten');
  const contactId = await makeContact(sanna);
  await synced(sanna);
  await backUp(field);
  await synced(sanna);
  await run(sanna, 'contacts.delete', { contactId });
  await synced(sanna);
  await away(sanna);
  await restore(field);
  await back(sanna);
  await synced(sanna);
  expect(await counts(sanna)).toMatchObject({ queued: 0, parked: 0 });
  const admin = await field.laptop('admin');
  await synced(admin);
  expect(await contactOf(admin, contactId)).toMatchObject({ isDeleted: true });
}, 20_000);

test('what builds on a lost record of somebody else waits for the user, and goes when it is back', async () => {
  await using field = await openField();
  const [sanna, marten] = [await field.laptop('sanna.reyes'), await field.laptop('marten')];
  await makeContact(sanna);
  await synced(sanna, marten);
  await backUp(field);
  const contactId = await makeContact(sanna, { lastName: 'Lost' });
  await synced(sanna, marten);
  await run(marten, 'notes.create', { noteId: uuidV7(), contactId, body: 'Called back' });
  await synced(marten, sanna);
  await away(sanna, marten);
  await restore(field);
  await back(marten);
  await synced(marten);
  const [parked] = await marten.engine.call.outbox.list({ states: ['parked'] });
  expect(parked).toMatchObject({ args: { body: 'Called back' }, reason: { code: 'NOT_FOUND' } });
  await back(sanna);
  await synced(sanna, marten);
  await marten.engine.call.outbox.resolve({ mutationId: parked?.mutationId ?? '', choice: 'retry' });
  await synced(marten, sanna);
  const of = { kind: 'contact', id: contactId } as const;
  const { items } = await sanna.engine.call.timeline.page({ of, kinds: ['note'], limit: 5 });
  expect(items.length).toBe(1);
}, 20_000);

test('a server that is restored twice from the same backup gets everything twice', async () => {
  await using field = await openField();
  const sanna = await field.laptop('sanna.reyes');
  await makeContact(sanna);
  await synced(sanna);
  await backUp(field);
  const contactId = await makeContact(sanna, { lastName: 'Twice' });
  await synced(sanna);
  for (let time = 0; time < 2; time += 1) {
    await restore(field);
    await synced(sanna);
    await synced(sanna);
  }
  const admin = await field.laptop('admin');
  await synced(admin);
  expect(await contactOf(admin, contactId)).toMatchObject({ lastName: 'Twice' });
  expect(await actionsOn(admin, contactId)).toEqual(['created']);
}, 20_000);

test('while the charge of a lost contact is not settled, what builds on it waits', async () => {
  await using field = await openField();
  const sanna = await field.laptop('sanna.reyes');
  await makeContact(sanna);
  await synced(sanna);
  await backUp(field);
  const before = await available(field);
  const contactId = await makeContact(sanna, { lastName: 'Lost' });
  await synced(sanna);
  await run(sanna, 'notes.create', { noteId: uuidV7(), contactId, body: 'Met at the fair' });
  await synced(sanna);
  await away(sanna);
  let isSilent = true;
  const silence = async () => isSilent && field.control('PUT', 'faults', { outage: true });
  await restore(field, { at: async (step) => void (step === 'charge-opened' && (await silence())) });
  sanna.network.isDown = false;
  await sanna.engine.call.sync.now();
  await until(
    async () => {
      await sanna.clock.advance(1_000);
      return sanna.engine.call.outbox.list({ states: ['queued', 'parked'] });
    },
    (list) => list.length === 2 && (list[0]?.attempts ?? 0) > 0,
    10_000,
  );
  expect(await counts(sanna)).toMatchObject({ queued: 2, parked: 0 });
  isSilent = false;
  await field.control('PUT', 'faults', {});
  await until(
    async () => {
      await sanna.clock.advance(5_000);
      return counts(sanna);
    },
    ({ queued, parked }) => queued + parked === 0,
    10_000,
  );
  expect(before - (await available(field))).toBeCloseTo(0.1, 6);
}, 40_000);
