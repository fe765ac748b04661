import { v7 as uuidV7 } from 'uuid';
import { describe, expect, test } from 'vitest';
import { openField, type Laptop } from './field.ts';
import { contactOf, counts, makeContact, makeDeal, makePipeline, orgId, run, synced } from './records.ts';
import { createTestClock, until } from './test-clock.ts';

const MINUTE = 60_000;

async function cut(laptop: Laptop): Promise<void> {
  laptop.network.isDown = true;
  await laptop.engine.call.sync.now();
  await until(
    () => laptop.engine.call.sync.status(),
    ({ connection }) => connection !== 'online',
  );
}

describe('without the network', () => {
  test('a lease write is applied and queued, a priced and a guarded one become drafts', async () => {
    await using field = await openField();
    const sanna = await field.laptop('sanna.reyes');
    const contactId = await makeContact(sanna);
    await synced(sanna);
    await cut(sanna);
    const edit = await run(sanna, 'contacts.edit', { contactId, set: { phone: '+47 555 01 482' } });
    const create = await run(sanna, 'contacts.create', { contactId: uuidV7(), lastName: 'Moe', orgId });
    const remove = await run(sanna, 'contacts.delete', { contactId });
    expect([edit.status, create.status, create.code, remove.status, remove.code]).toEqual([
      'applied',
      'held',
      'NEEDS_LIVE_CHECK',
      'held',
      'NEEDS_LIVE_CHECK',
    ]);
    expect(await contactOf(sanna, contactId)).toMatchObject({
      phone: '+47 555 01 482',
      isDeleted: false,
      pending: 'draft',
    });
    expect(await counts(sanna)).toMatchObject({ queued: 1, held: 2 });
  });

  test('a tag that is taken away is gone at once, and the provisional history says "changed"', async () => {
    await using field = await openField();
    const sanna = await field.laptop('sanna.reyes');
    const contactId = await makeContact(sanna, { tags: ['eu', 'vip'] });
    await synced(sanna);
    await cut(sanna);
    await run(sanna, 'contacts.edit', { contactId, set: { tags: ['eu'], phone: '482' } });
    expect(await contactOf(sanna, contactId)).toMatchObject({ tags: ['eu'], phone: '482' });
    const { items } = await sanna.engine.call.timeline.page({
      of: { kind: 'contact', id: contactId },
      kinds: ['history'],
      limit: 10,
    });
    const own = items.flatMap((entry) =>
      entry.kind === 'history' && entry.row.serverSeq === null ? [entry.row.action] : [],
    );
    expect(own).toEqual(['changed', 'changed']);
    await run(sanna, 'contacts.edit', { contactId, set: { tags: [] } });
    expect((await contactOf(sanna, contactId)).tags).toEqual([]);
  });

  test('a draft record is opened, listed, searched and built upon, and the group goes out together', async () => {
    await using field = await openField();
    const admin = await field.laptop('admin');
    const pipelineId = await makePipeline(admin);
    await synced(admin);
    const sanna = await field.laptop('sanna.reyes');
    await synced(sanna);
    await cut(sanna);
    const contactId = await makeContact(sanna, { lastName: 'Brekke' });
    const dealId = await makeDeal(sanna, { pipelineId, contactId, title: 'Brine control' });
    const call = await run(sanna, 'activities.log', {
      activityId: uuidV7(),
      dealId,
      contactId,
      type: 'call',
      subject: 'First call',
    });
    expect([call.status, call.code]).toEqual(['held', 'BEHIND_DRAFT']);
    const list = await sanna.engine.call.contacts.page({
      sort: { field: 'lastName', direction: 'asc' },
      filter: {},
      limit: 50,
    });
    expect(list.items.map(({ id, pending }) => [id, pending])).toEqual([[contactId, 'draft']]);
    expect((await sanna.engine.call.search.query({ text: 'brek' })).hits.map(({ id }) => id)).toEqual([contactId]);
    const board = await sanna.engine.call.deals.board({ pipelineId, cardsPerStage: 10 });
    expect(board[0]?.cards.map(({ id, pending }) => [id, pending])).toEqual([[dealId, 'draft']]);
    const timeline = await sanna.engine.call.timeline.page({ of: { kind: 'deal', id: dealId }, limit: 10 });
    expect(timeline.items.map(({ kind }) => kind).toSorted()).toEqual(['activity', 'history']);

    sanna.network.isDown = false;
    await synced(sanna, admin);
    expect(await counts(sanna)).toMatchObject({ queued: 0, held: 0, parked: 0, acknowledged: 3 });
    const { deal, contactName } = await admin.engine.call.deals.get({ dealId });
    expect(deal).toMatchObject({ title: 'Brine control', contactId, pending: null });
    expect(contactName).toContain('Brekke');
    expect(await sanna.engine.call.deals.get({ dealId })).toMatchObject({ deal: { pending: null } });
  });
});

describe('the writing window', () => {
  test('after 30 minutes everything becomes a draft, and contact sends it', async () => {
    await using field = await openField();
    const sanna = await field.laptop('sanna.reyes');
    const contactId = await makeContact(sanna);
    await synced(sanna);
    await cut(sanna);
    await sanna.clock.advance(29 * MINUTE);
    expect((await run(sanna, 'contacts.edit', { contactId, set: { jobTitle: 'Buyer' } })).status).toBe('applied');
    await sanna.clock.advance(2 * MINUTE);
    expect((await sanna.engine.call.sync.status()).connection).toBe('read-only');
    const late = await run(sanna, 'contacts.edit', { contactId, set: { source: 'Fair' } });
    expect([late.status, late.code]).toEqual(['held', 'WINDOW_OVER']);
    expect(await contactOf(sanna, contactId)).toMatchObject({ jobTitle: 'Buyer', source: 'Fair', pending: 'draft' });
    sanna.network.isDown = false;
    await synced(sanna);
    expect(await contactOf(sanna, contactId)).toMatchObject({ jobTitle: 'Buyer', source: 'Fair', pending: null });
  });

  test.each([
    {
      name: 'a clock that is set back',
      move: (laptop: Laptop) => laptop.clock.setWall(laptop.clock.wallMs() - 60 * MINUTE),
    },
    {
      name: 'a clock that is set forward and back',
      move: (laptop: Laptop) => {
        laptop.clock.setWall(laptop.clock.wallMs() + 5);
        laptop.clock.setWall(laptop.clock.wallMs() - 9 * MINUTE);
      },
    },
  ])('$name does not extend it', async ({ move }) => {
    await using field = await openField();
    const sanna = await field.laptop('sanna.reyes');
    await synced(sanna);
    await cut(sanna);
    await sanna.clock.advance(20 * MINUTE);
    move(sanna);
    await sanna.clock.advance(11 * MINUTE);
    expect((await sanna.engine.call.sync.status()).windowLeftMs).toBe(0);
  });

  test('sleep counts', async () => {
    await using field = await openField();
    const sanna = await field.laptop('sanna.reyes');
    await synced(sanna);
    await cut(sanna);
    sanna.clock.sleep(31 * MINUTE);
    expect(await sanna.engine.call.sync.status()).toMatchObject({ windowLeftMs: 0, connection: 'read-only' });
  });

  test('a restart goes on counting, and a clock below the highest time seen ends it', async () => {
    await using field = await openField();
    const sanna = await field.laptop('sanna.reyes');
    await synced(sanna);
    await cut(sanna);
    await sanna.clock.advance(20 * MINUTE);
    const again = await sanna.restart();
    again.network.isDown = true;
    const left = (await again.engine.call.sync.status()).windowLeftMs;
    expect(left).toBeGreaterThan(9 * MINUTE);
    expect(left).toBeLessThanOrEqual(10 * MINUTE);
    const back = await again.restart({ clock: createTestClock({ startMs: again.clock.wallMs() - 15 * MINUTE }) });
    back.network.isDown = true;
    expect((await back.engine.call.sync.status()).windowLeftMs).toBe(0);
  });

  test('40 quiet minutes online do not shorten it', async () => {
    await using field = await openField();
    const sanna = await field.laptop('sanna.reyes');
    await synced(sanna);
    for (let minute = 0; minute < 40; minute += 1) await sanna.clock.advance(MINUTE);
    await until(
      () => sanna.engine.call.sync.status(),
      ({ connection }) => connection === 'online',
    );
    sanna.network.isDown = true;
    await sanna.clock.advance(28 * MINUTE);
    expect((await sanna.engine.call.sync.status()).windowLeftMs).toBeGreaterThan(0);
  });
});
