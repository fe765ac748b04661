import { v7 as uuidV7 } from 'uuid';
import { describe, expect, test } from 'vitest';
import { HALDEN_TENANT_ID } from '../../wrapper-sandbox/demo-tenant.ts';
import { away, back } from './away.ts';
import { openField, type Field, type Laptop } from './field.ts';
import { codeOf, contactOf, counts, makeContact, orgId, run, synced } from './records.ts';
import { until } from './test-clock.ts';

const SANNA = 'sanna.reyes';

const draftsOf = (laptop: Laptop) => laptop.engine.call.outbox.list({ states: ['held'] });
const draftOf = async (laptop: Laptop, contactId: string): Promise<string> =>
  (await draftsOf(laptop)).find(({ records }) => records.some(({ id }) => id === contactId))?.mutationId ?? '';

const settled = (laptop: Laptop) =>
  until(
    () => laptop.engine.call.outbox.summary(),
    (summary) => summary?.waitingCount === 0,
  );

/** A laptop that is away with three drafts: two contacts, and a note on the second. */
async function withDrafts(field: Field) {
  const laptop = await field.laptop(SANNA);
  await synced(laptop);
  await away(laptop);
  const [first, second] = [await makeContact(laptop), await makeContact(laptop, { lastName: 'Brekke' })];
  const noteId = uuidV7();
  await run(laptop, 'notes.create', { noteId, contactId: second, body: 'Wants a quote' });
  expect(await counts(laptop)).toMatchObject({ held: 3, queued: 0 });
  return { laptop, first, second, noteId };
}

describe('after the connection is back', () => {
  test('a summary says what was applied and what was not and why, until it is put away', async () => {
    await using field = await openField();
    const { laptop } = await withDrafts(field);
    await field.control('PUT', `credits/${HALDEN_TENANT_ID}`, { available: 0.1 });
    await back(laptop);
    const summary = await settled(laptop);
    expect(summary).toMatchObject({ appliedCount: 1, behindCount: 1, keptCount: 0 });
    expect(summary?.notApplied.map(({ name, reason }) => [name, reason?.code])).toEqual([
      ['contacts.create', 'INSUFFICIENT_CREDITS'],
    ]);
    const again = await laptop.restart();
    expect(await again.engine.call.outbox.summary()).toMatchObject({ appliedCount: 1 });
    await again.engine.call.outbox.dismissSummary();
    expect((await again.engine.call.outbox.summary())?.appliedCount ?? 0).toBe(0);
  });

  test('nothing is said where no draft was let go', async () => {
    await using field = await openField();
    const laptop = await field.laptop(SANNA);
    await makeContact(laptop);
    await synced(laptop);
    expect(await laptop.engine.call.outbox.summary()).toBeNull();
  });
});

describe('with drafts reviewed first', () => {
  async function reviewing(field: Field) {
    const made = await withDrafts(field);
    await made.laptop.engine.call.outbox.review({ isOn: true });
    await back(made.laptop);
    return made;
  }

  test('nothing goes by itself, also after a restart', async () => {
    await using field = await openField();
    const { laptop } = await reviewing(field);
    expect(await counts(laptop)).toMatchObject({ held: 3, queued: 0, acknowledged: 0 });
    const again = await laptop.restart();
    await synced(again);
    expect((await again.engine.call.sync.status()).isReviewingDrafts).toBe(true);
    expect(await counts(again)).toMatchObject({ held: 3, acknowledged: 0 });
  });

  test('a chosen draft goes with what it builds on, the rest stays', async () => {
    await using field = await openField();
    const { laptop, first, second } = await reviewing(field);
    const note = (await draftsOf(laptop)).find(({ name }) => name === 'notes.create')?.mutationId ?? '';
    const below = await laptop.engine.call.outbox.below({ mutationIds: [note] });
    expect(below.map(({ mutationId }) => mutationId)).toEqual([await draftOf(laptop, second)]);
    const { applied } = await laptop.engine.call.outbox.apply({ which: [note] });
    expect(applied).toEqual([below[0]?.mutationId, note]);
    await synced(laptop);
    expect(await counts(laptop)).toMatchObject({ held: 1, queued: 0, acknowledged: 2 });
    expect(await contactOf(laptop, first)).toMatchObject({ pending: 'draft' });
    expect(await laptop.engine.call.outbox.summary()).toMatchObject({ appliedCount: 2, notApplied: [] });
  });

  test('all go but those that the user keeps, with what builds on them', async () => {
    await using field = await openField();
    const { laptop, second } = await reviewing(field);
    await laptop.engine.call.outbox.hold({ mutationId: await draftOf(laptop, second) });
    await laptop.engine.call.outbox.apply({ which: 'all' });
    await synced(laptop);
    expect(await counts(laptop)).toMatchObject({ held: 2, acknowledged: 1 });
  });

  test('a discarded one comes back as a draft with undo', async () => {
    await using field = await openField();
    const { laptop, first } = await reviewing(field);
    const mutationId = await draftOf(laptop, first);
    await laptop.engine.call.outbox.discard({ mutationId, expect: [] });
    expect(await counts(laptop)).toMatchObject({ held: 2, discarded: 1 });
    await laptop.engine.call.outbox.undiscard({ mutationIds: [mutationId] });
    await synced(laptop);
    expect(await counts(laptop)).toMatchObject({ held: 3, discarded: 0 });
  });

  test('switched off again, everything goes', async () => {
    await using field = await openField();
    const { laptop } = await reviewing(field);
    await laptop.engine.call.outbox.review({ isOn: false });
    await synced(laptop);
    expect(await counts(laptop)).toMatchObject({ held: 0, acknowledged: 3 });
  });
});

test('drafts cannot be let go while nobody is there to check them', async () => {
  await using field = await openField();
  const { laptop } = await withDrafts(field);
  expect(await codeOf(laptop.engine.call.outbox.apply({ which: 'all' }))).toBe('OFFLINE');
  expect(await counts(laptop)).toMatchObject({ held: 3 });
});

test('an edited draft keeps its place and what builds on it, and goes out as it is now', async () => {
  await using field = await openField();
  const { laptop, second } = await withDrafts(field);
  const mutationId = await draftOf(laptop, second);
  const args = { contactId: second, firstName: 'Ana', lastName: 'Brekke-Lie', orgId };
  const result = await laptop.engine.call.outbox.resolve({ mutationId, choice: 'edit', args });
  expect(result.status).toBe('held');
  expect(await contactOf(laptop, second)).toMatchObject({ lastName: 'Brekke-Lie', pending: 'draft' });
  expect((await draftsOf(laptop)).map(({ name }) => name)).toEqual([
    'contacts.create',
    'contacts.create',
    'notes.create',
  ]);
  await back(laptop);
  await settled(laptop);
  expect(await contactOf(laptop, second)).toMatchObject({ lastName: 'Brekke-Lie', pending: null });
  expect(await counts(laptop)).toMatchObject({ held: 0, parked: 0, acknowledged: 3 });
});

test('an edited draft that the user holds stays held', async () => {
  await using field = await openField();
  const { laptop, first } = await withDrafts(field);
  const mutationId = await draftOf(laptop, first);
  await laptop.engine.call.outbox.hold({ mutationId });
  const args = { contactId: first, firstName: 'Ana', lastName: 'Held', orgId };
  await laptop.engine.call.outbox.resolve({ mutationId, choice: 'edit', args });
  await back(laptop);
  expect((await draftsOf(laptop)).map(({ isHeldByUser, reason }) => [isHeldByUser, reason?.code])).toEqual([
    [true, 'HELD_BY_USER'],
  ]);
});

test('what was added to a record that was deleted meanwhile is counted until the user has said what becomes of it', async () => {
  await using field = await openField();
  const [admin, sanna] = [await field.laptop('admin'), await field.laptop(SANNA)];
  const contactId = await makeContact(sanna);
  await synced(sanna, admin);
  await away(sanna);
  await run(sanna, 'notes.create', { noteId: uuidV7(), contactId, body: 'Wants a quote' });
  await run(admin, 'contacts.delete', { contactId });
  await synced(admin);
  await back(sanna);
  const counted = async () => (await sanna.engine.call.sync.status()).onDeletedCount;
  expect(await until(counted, (count) => count > 0)).toBe(1);
  const sent = await sanna.engine.call.outbox.list({ states: ['acknowledged'] });
  const mutationId = sent.find(({ deletedParent }) => deletedParent !== null)?.mutationId ?? '';
  await sanna.engine.call.outbox.resolve({ mutationId, choice: 'theirs' });
  expect(await counted()).toBe(0);
});
