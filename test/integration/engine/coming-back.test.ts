import { v7 as uuidV7 } from 'uuid';
import { describe, expect, test } from 'vitest';
import { HALDEN_EMPLOYEES, HALDEN_TENANT_ID, HALDEN_UNITS } from '../../wrapper-sandbox/demo-tenant.ts';
import { openField, type Field, type Laptop } from './field.ts';
import { codeOf, contactOf, counts, makeContact, makeDeal, makePipeline, orgId, run, synced } from './records.ts';
import { until } from './test-clock.ts';

async function historyOf(laptop: Laptop, id: string) {
  const { items } = await laptop.engine.call.timeline.page({
    of: { kind: 'contact', id },
    kinds: ['history'],
    limit: 50,
  });
  return items.flatMap((entry) => (entry.kind === 'history' ? [entry.row] : []));
}

async function charges(field: Field): Promise<number> {
  const calls = (await field.control('GET', 'log')) as { path: string; status: number }[];
  return calls.filter(({ path, status }) => path.endsWith('/consume') && status === 200).length;
}

async function available(field: Field): Promise<number> {
  const { accessToken } = await field.tokens('admin');
  const response = await fetch(`${field.sandbox.url}/api/billing/credits/${HALDEN_TENANT_ID}`, {
    headers: { authorization: `Bearer ${accessToken}` },
  });
  return ((await response.json()) as { available: number }).available;
}

describe('an answer that is lost after the commit', () => {
  test('is asked for again: applied once, charged once, one history row', async () => {
    await using field = await openField();
    const sanna = await field.laptop('sanna.reyes');
    await synced(sanna);
    const before = await available(field);
    sanna.network.loseNextAnswer('/v1/push');
    const contactId = await makeContact(sanna);
    await until(
      () => counts(sanna),
      ({ acknowledged, queued }) => acknowledged === 1 || queued === 1,
    );
    await synced(sanna);
    expect(await counts(sanna)).toMatchObject({ acknowledged: 1, queued: 0, parked: 0 });
    expect((await historyOf(sanna, contactId)).map(({ action }) => action)).toEqual(['created']);
    expect(before - (await available(field))).toBeCloseTo(0.1, 6);
    expect(sanna.network.log.filter((path) => path === '/v1/push').length).toBeGreaterThan(1);
  });

  test('cannot be taken back in between', async () => {
    await using field = await openField();
    const sanna = await field.laptop('sanna.reyes');
    await synced(sanna);
    sanna.network.loseNextAnswer('/v1/push');
    await makeContact(sanna);
    const [item] = await until(
      () => sanna.engine.call.outbox.list({ states: ['queued'] }),
      (list) => list[0]?.sentAtMs !== undefined && list[0].sentAtMs !== null,
    );
    expect(await codeOf(sanna.engine.call.outbox.discard({ mutationId: item?.mutationId ?? '' }))).toBe('INVALID');
  });
});

describe('charges', () => {
  test('credits that are gone park the draft with its reason; nothing is half applied', async () => {
    await using field = await openField();
    const sanna = await field.laptop('sanna.reyes');
    await synced(sanna);
    await field.control('PUT', `credits/${HALDEN_TENANT_ID}`, { available: 0 });
    const contactId = await makeContact(sanna);
    const note = await run(sanna, 'notes.create', { noteId: uuidV7(), contactId, body: 'Wants a quote' });
    expect(note.status).not.toBe('refused');
    await synced(sanna);
    const parked = await sanna.engine.call.outbox.list({ states: ['parked'] });
    expect(parked.map(({ name, reason }) => [name, reason?.code])).toEqual([
      ['contacts.create', 'INSUFFICIENT_CREDITS'],
    ]);
    expect(await contactOf(sanna, contactId)).toMatchObject({ lastName: 'Solheim', pending: 'parked' });
    expect(await counts(sanna)).toMatchObject({ queued: 1, parked: 1 });
    await field.control('PUT', `credits/${HALDEN_TENANT_ID}`, { available: 10 });
    await sanna.engine.call.outbox.resolve({ mutationId: parked[0]?.mutationId ?? '', choice: 'retry' });
    await synced(sanna);
    expect(await counts(sanna)).toMatchObject({ queued: 0, parked: 0, acknowledged: 2 });
    expect(await available(field)).toBeCloseTo(9.9, 6);
  });

  test('a wrapper that is silent during a charge answers later, then charges exactly once', async () => {
    let isSilent = true;
    await using field = await openField({
      hooks: {
        async at(step) {
          if (step === 'charge-opened' && isSilent) await field.control('PUT', 'faults', { outage: true });
        },
      },
    });
    const sanna = await field.laptop('sanna.reyes');
    await synced(sanna);
    const before = await available(field);
    const contactId = await makeContact(sanna);
    const [waiting] = await until(
      () => sanna.engine.call.outbox.list({ states: ['queued'] }),
      (list) => (list[0]?.attempts ?? 0) > 0,
      15_000,
    );
    expect(['CHARGE_UNKNOWN', 'WRAPPER_UNREACHABLE']).toContain(waiting?.reason?.code);
    isSilent = false;
    await field.control('PUT', 'faults', {});
    await until(
      async () => {
        await sanna.clock.advance(5_000);
        await sanna.engine.call.sync.now();
        return counts(sanna);
      },
      ({ acknowledged }) => acknowledged === 1,
      20_000,
    );
    expect(before - (await available(field))).toBeCloseTo(0.1, 6);
    expect((await historyOf(sanna, contactId)).length).toBe(1);
    expect(await charges(field)).toBeGreaterThanOrEqual(1);
  }, 40_000);
});

describe('a change that waits for the user', () => {
  test('a conflict parks with both sides, holds back only what depends on it, and is resolved', async () => {
    await using field = await openField();
    const admin = await field.laptop('admin');
    const pipelineId = await makePipeline(admin);
    await synced(admin);
    const sanna = await field.laptop('sanna.reyes');
    await synced(sanna);
    const dealId = await makeDeal(sanna, { pipelineId });
    const otherId = await makeContact(sanna);
    await synced(sanna, admin);
    sanna.network.isDown = true;
    await sanna.engine.call.sync.now();
    await run(sanna, 'deals.edit', { dealId, set: { valueMinor: 5_250_000 } });
    await run(sanna, 'deals.edit', { dealId, set: { valueMinor: 5_300_000 } });
    await run(sanna, 'deals.edit', { dealId, set: { nextStep: 'Send offer' } });
    await run(sanna, 'contacts.edit', { contactId: otherId, set: { phone: '01 482' } });
    await run(sanna, 'notes.create', { noteId: uuidV7(), dealId, body: 'Asked for four percent' });
    await run(admin, 'deals.edit', { dealId, set: { valueMinor: 4_600_000 } });
    await synced(admin);
    sanna.network.isDown = false;
    await synced(sanna);
    const [parked] = await sanna.engine.call.outbox.list({ states: ['parked'] });
    expect(parked?.reason).toMatchObject({
      code: 'CONFLICT',
      conflicts: [
        {
          group: 'value',
          seen: { valueMinor: 4_800_000 },
          mine: { valueMinor: 5_250_000 },
          theirs: { valueMinor: 4_600_000 },
          by: HALDEN_EMPLOYEES.admin,
        },
      ],
    });
    expect(await counts(sanna)).toMatchObject({ parked: 1, queued: 1 });
    expect((await sanna.engine.call.deals.get({ dealId })).deal).toMatchObject({
      nextStep: 'Send offer',
      pending: 'parked',
    });
    expect((await contactOf(sanna, otherId)).phone).toBe('01 482');
    await sanna.engine.call.outbox.resolve({ mutationId: parked?.mutationId ?? '', choice: 'mine' });
    await synced(sanna, admin);
    expect(await counts(sanna)).toMatchObject({ parked: 0, queued: 0 });
    expect((await admin.engine.call.deals.get({ dealId })).deal.valueMinor).toBe(5_300_000);
    const timeline = await admin.engine.call.timeline.page({
      of: { kind: 'deal', id: dealId },
      kinds: ['history'],
      limit: 50,
    });
    const values = timeline.items.flatMap((entry) =>
      entry.kind === 'history' && entry.row.group === 'value' ? [entry.row.after] : [],
    );
    expect(values.map((value) => (value as { valueMinor: number }).valueMinor).toSorted()).toEqual([
      4_600_000, 5_250_000, 5_300_000,
    ]);
  });

  test('the later of two edits of the same phone wins, and the loser is in history', async () => {
    await using field = await openField();
    const [sanna, marten] = [await field.laptop('sanna.reyes'), await field.laptop('marten')];
    const contactId = await makeContact(sanna);
    await synced(sanna, marten);
    sanna.network.isDown = true;
    await sanna.engine.call.sync.now();
    await run(sanna, 'contacts.edit', { contactId, set: { phone: '111' } });
    await marten.clock.advance(60_000);
    await run(marten, 'contacts.edit', { contactId, set: { phone: '222' } });
    await synced(marten);
    sanna.network.isDown = false;
    await synced(sanna, marten);
    expect([(await contactOf(sanna, contactId)).phone, (await contactOf(marten, contactId)).phone]).toEqual([
      '222',
      '222',
    ]);
    const overruled = (await historyOf(marten, contactId)).find(({ action }) => action === 'overruled');
    expect(overruled).toMatchObject({ before: { phone: '111' }, after: { phone: '222' } });
    expect(await counts(sanna)).toMatchObject({ parked: 0, queued: 0 });
  });

  test('a delete that did not see the last edit asks; an edit of a deleted record parks as DELETED', async () => {
    await using field = await openField();
    const [sanna, marten] = [await field.laptop('sanna.reyes'), await field.laptop('marten')];
    const contactId = await makeContact(sanna);
    await synced(sanna, marten);
    sanna.network.isDown = true;
    await sanna.engine.call.sync.now();
    await run(sanna, 'contacts.edit', { contactId, set: { jobTitle: 'Buyer' } });
    await run(marten, 'contacts.delete', { contactId });
    await synced(marten);
    expect((await contactOf(marten, contactId)).isDeleted).toBe(true);
    sanna.network.isDown = false;
    await synced(sanna);
    expect((await sanna.engine.call.outbox.list({ states: ['parked'] })).map(({ reason }) => reason?.code)).toEqual([
      'DELETED',
    ]);
  });

  test('the second contact with an e-mail parks as EMAIL_TAKEN', async () => {
    await using field = await openField();
    const sanna = await field.laptop('sanna.reyes');
    await makeContact(sanna, { email: 'Ingrid@Vestfold.example' });
    await synced(sanna);
    await makeContact(sanna, { email: 'ingrid@vestfold.example' });
    await synced(sanna);
    expect((await sanna.engine.call.outbox.list({ states: ['parked'] })).map(({ reason }) => reason?.code)).toEqual([
      'EMAIL_TAKEN',
    ]);
  });

  test('a role that was taken away refuses the queue with its reason and keeps the text', async () => {
    await using field = await openField();
    const sanna = await field.laptop('sanna.reyes');
    const contactId = await makeContact(sanna);
    await synced(sanna);
    sanna.network.isDown = true;
    await sanna.engine.call.sync.now();
    await run(sanna, 'contacts.edit', { contactId, set: { jobTitle: 'Kept as typed' } });
    await field.control('PUT', `permissions/${HALDEN_EMPLOYEES.sales}`, [
      { action: 'read', resource: 'contacts', orgId },
    ]);
    sanna.network.isDown = false;
    await synced(sanna);
    const [parked] = await sanna.engine.call.outbox.list({ states: ['parked'] });
    expect(parked).toMatchObject({
      reason: { code: 'PERMISSION_DENIED' },
      args: { set: { jobTitle: 'Kept as typed' } },
    });
  });

  test('a unit that was taken away purges its rows and parks what was pending on them', async () => {
    await using field = await openField();
    const sanna = await field.laptop('sanna.reyes');
    const contactId = await makeContact(sanna);
    await synced(sanna);
    sanna.network.isDown = true;
    await sanna.engine.call.sync.now();
    await run(sanna, 'contacts.edit', { contactId, set: { jobTitle: 'Kept as typed' } });
    await field.control('PUT', `employees/${HALDEN_EMPLOYEES.sales}`, {
      orgIds: [HALDEN_UNITS.south],
      roles: ['sales'],
      active: true,
    });
    sanna.network.isDown = false;
    await synced(sanna);
    const parked = await sanna.engine.call.outbox.list({ states: ['parked'] });
    expect(parked.map(({ reason, args }) => [reason?.code, args])).toEqual([
      ['OUT_OF_SCOPE', { contactId, set: { jobTitle: 'Kept as typed' } }],
    ]);
    expect(await codeOf(sanna.engine.call.contacts.get({ contactId }))).toBe('NOT_FOUND');
    expect((await sanna.engine.call.search.query({ text: 'solheim' })).hits).toEqual([]);
  });
});

test('scope keeps foreign units out of lists, answers and search', async () => {
  await using field = await openField();
  const [sanna, tomas] = [await field.laptop('sanna.reyes'), await field.laptop('tomas')];
  const contactId = await makeContact(sanna, { email: 'secret@north.example' });
  await synced(sanna, tomas);
  const { call } = tomas.engine;
  const page = await call.contacts.page({ sort: { field: 'lastName', direction: 'asc' }, filter: {}, limit: 50 });
  expect([page.items, (await call.search.query({ text: 'solheim' })).hits]).toEqual([[], []]);
  expect(await codeOf(call.contacts.get({ contactId }))).toBe('NOT_FOUND');
  const attempt = await call.mutations.run({ name: 'contacts.edit', args: { contactId, set: { phone: '1' } } });
  expect([attempt.status, attempt.code]).toEqual(['refused', 'NOT_FOUND']);
});
