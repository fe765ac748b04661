import { v7 as uuidV7 } from 'uuid';
import { describe, expect, test } from 'vitest';
import { HALDEN_EMPLOYEES } from '../../wrapper-sandbox/demo-tenant.ts';
import { openField, type Laptop } from './field.ts';
import { codeOf, contactOf, counts, makeContact, run, synced } from './records.ts';
import { createTestClock, until } from './test-clock.ts';

async function offlineWithContact(laptop: Laptop): Promise<string> {
  const contactId = await makeContact(laptop);
  await synced(laptop);
  laptop.network.isDown = true;
  await laptop.engine.call.sync.now();
  return contactId;
}

const idsIn = async (laptop: Laptop, ...states: ('queued' | 'held' | 'parked' | 'discarded')[]) =>
  (await laptop.engine.call.outbox.list({ states })).map(({ mutationId }) => mutationId);

describe('discard', () => {
  test('takes what builds on it along, lists it first, and can be undone', async () => {
    await using field = await openField();
    const sanna = await field.laptop('sanna.reyes');
    await offlineWithContact(sanna);
    const draftId = await makeContact(sanna, { lastName: 'Draft' });
    await run(sanna, 'notes.create', { noteId: uuidV7(), contactId: draftId, body: 'On a draft' });
    const [create = '', note = ''] = await idsIn(sanna, 'held');
    const { call } = sanna.engine;
    expect((await call.outbox.dependents({ mutationId: create })).map(({ mutationId }) => mutationId)).toEqual([note]);
    expect(await codeOf(call.outbox.discard({ mutationId: create, expect: [] }))).toBe('INVALID');
    expect(await call.outbox.discard({ mutationId: create, expect: [note] })).toEqual({ discarded: [create, note] });
    expect(await codeOf(call.contacts.get({ contactId: draftId }))).toBe('NOT_FOUND');
    expect((await call.search.query({ text: 'draft' })).hits).toEqual([]);
    await call.outbox.undiscard({ mutationIds: [create, note] });
    expect(await contactOf(sanna, draftId)).toMatchObject({ lastName: 'Draft', pending: 'draft' });
    sanna.network.isDown = false;
    await synced(sanna);
    expect(await counts(sanna)).toMatchObject({ held: 0, queued: 0, discarded: 0, parked: 0 });
  });

  test('undone for one change alone brings back what it builds on, or it would wait for ever', async () => {
    await using field = await openField();
    const sanna = await field.laptop('sanna.reyes');
    sanna.network.isDown = true;
    await sanna.engine.call.sync.now();
    const contactId = await makeContact(sanna);
    const note = await run(sanna, 'notes.create', { noteId: uuidV7(), contactId, body: 'Met at the fair' });
    const [made = ''] = await idsIn(sanna, 'held');
    await sanna.engine.call.outbox.discard({ mutationId: made });
    const back = await sanna.engine.call.outbox.undiscard({ mutationIds: [note.mutationId] });
    expect(back).toEqual({ restored: [made, note.mutationId] });
    sanna.network.isDown = false;
    await synced(sanna);
    await synced(sanna);
    expect(await counts(sanna)).toMatchObject({ acknowledged: 2, queued: 0, held: 0, discarded: 0 });
  });

  test('of a refused change takes along what was sent with it and waits', async () => {
    await using field = await openField();
    const sanna = await field.laptop('sanna.reyes');
    await makeContact(sanna, { email: 'a@b.example' });
    await offlineWithContact(sanna);
    const contactId = await makeContact(sanna, { email: 'a@b.example', lastName: 'Second' });
    await run(sanna, 'notes.create', { noteId: uuidV7(), contactId, body: 'On a refused one' });
    sanna.network.isDown = false;
    await synced(sanna);
    expect(await counts(sanna)).toMatchObject({ queued: 1, parked: 1 });
    const [refused = ''] = await idsIn(sanna, 'parked');
    await sanna.engine.call.outbox.resolve({ mutationId: refused, choice: 'theirs' });
    expect(await counts(sanna)).toMatchObject({ queued: 0, parked: 0, discarded: 2 });
  });

  test('of an edit shows the value before it', async () => {
    await using field = await openField();
    const sanna = await field.laptop('sanna.reyes');
    const contactId = await offlineWithContact(sanna);
    await run(sanna, 'contacts.edit', { contactId, set: { jobTitle: 'First' } });
    await run(sanna, 'contacts.edit', { contactId, set: { phone: '482' } });
    const [first = ''] = await idsIn(sanna, 'queued');
    await sanna.engine.call.outbox.discard({ mutationId: first });
    expect(await contactOf(sanna, contactId)).toMatchObject({ jobTitle: null, phone: '482', pending: 'waiting' });
  });
});

test('hold keeps a change here until it is released', async () => {
  await using field = await openField();
  const sanna = await field.laptop('sanna.reyes');
  const contactId = await offlineWithContact(sanna);
  await run(sanna, 'contacts.edit', { contactId, set: { jobTitle: 'Held' } });
  await run(sanna, 'contacts.edit', { contactId, set: { phone: '482' } });
  const [held = ''] = await idsIn(sanna, 'queued');
  await sanna.engine.call.outbox.hold({ mutationId: held });
  const behind = await run(sanna, 'contacts.edit', { contactId, set: { jobTitle: 'Held twice' } });
  expect([behind.status, behind.code]).toEqual(['held', 'BEHIND_DRAFT']);
  sanna.network.isDown = false;
  await synced(sanna);
  expect(await counts(sanna)).toMatchObject({ held: 2, queued: 0 });
  expect(await contactOf(sanna, contactId)).toMatchObject({ jobTitle: 'Held twice', phone: '482', pending: 'draft' });
  await sanna.engine.call.outbox.release({ mutationId: held });
  await synced(sanna);
  expect(await contactOf(sanna, contactId)).toMatchObject({ jobTitle: 'Held twice', pending: null });
});

test('a refused change is edited and goes in the same place', async () => {
  await using field = await openField();
  const sanna = await field.laptop('sanna.reyes');
  await makeContact(sanna, { email: 'a@b.example' });
  await synced(sanna);
  const secondId = await makeContact(sanna, { email: 'A@b.example', lastName: 'Second' });
  await synced(sanna);
  const [parked] = await sanna.engine.call.outbox.list({ states: ['parked'] });
  const args = { ...(parked?.args as object), email: 'c@b.example' };
  await sanna.engine.call.outbox.resolve({ mutationId: parked?.mutationId ?? '', choice: 'edit', args });
  await synced(sanna);
  expect(await contactOf(sanna, secondId)).toMatchObject({ email: 'c@b.example', pending: null });
  expect(await sanna.engine.call.outbox.list({ states: ['discarded'] })).toEqual([]);
  expect(await codeOf(sanna.engine.call.outbox.undiscard({ mutationIds: [parked?.mutationId ?? ''] }))).toBe('INVALID');
});

test('queue, drafts and half-typed forms are there after a restart without the network', async () => {
  await using field = await openField();
  const sanna = await field.laptop('sanna.reyes');
  const contactId = await offlineWithContact(sanna);
  await run(sanna, 'contacts.edit', { contactId, set: { jobTitle: 'Typed' } });
  await makeContact(sanna, { lastName: 'Draft' });
  await sanna.engine.call.forms.save({ key: 'note:1', body: { text: 'half ty' } });
  await field.control('PUT', 'faults', { outage: true });
  const again = await sanna.restart({ clock: createTestClock({ startMs: sanna.clock.wallMs() }) });
  again.network.isDown = true;
  expect(await counts(again)).toMatchObject({ queued: 1, held: 1 });
  expect(await again.engine.call.forms.get({ key: 'note:1' })).toMatchObject({ body: { text: 'half ty' } });
  expect(await again.engine.call.session.status()).toMatchObject({
    kind: 'signed-in',
    employeeId: HALDEN_EMPLOYEES.sales,
  });
});

test('a change that never reached the server can still be taken back after many tries', async () => {
  await using field = await openField();
  const sanna = await field.laptop('sanna.reyes');
  const contactId = await offlineWithContact(sanna);
  await run(sanna, 'contacts.edit', { contactId, set: { jobTitle: 'Oops' } });
  await sanna.clock.advance(10 * 60_000);
  const [mutationId = ''] = await idsIn(sanna, 'queued');
  expect(await sanna.engine.call.outbox.discard({ mutationId })).toEqual({ discarded: [mutationId] });
});

test('one change that the server cannot read is parked, and the others go on', async () => {
  await using field = await openField();
  const sanna = await field.laptop('sanna.reyes');
  const contactId = await offlineWithContact(sanna);
  for (const phone of ['1', '2', '3', '4', '5']) {
    await run(sanna, 'notes.create', { noteId: uuidV7(), contactId, body: `Note ${phone}` });
    // A laptop whose clock reads before 1970 writes a time that is no time on the wire.
    if (phone === '3') sanna.clock.setWall(-5000);
    else sanna.clock.setWall(Date.now());
  }
  sanna.clock.setWall(Date.now());
  sanna.network.isDown = false;
  await synced(sanna);
  const parked = await sanna.engine.call.outbox.list({ states: ['parked'] });
  expect(parked.map(({ reason }) => reason?.code)).toEqual(['BAD_REQUEST']);
  expect(await counts(sanna)).toMatchObject({ queued: 0, held: 0, acknowledged: 5 });
});

test.each<{ name: string; isRefused: (path: string) => boolean }>([
  { name: 'the whole line', isRefused: () => true },
  { name: 'the server alone', isRefused: (path) => path.startsWith('/v1/') },
])(
  'a queue that met a fault of $name drains without anybody touching anything',
  async ({ isRefused }) => {
    await using field = await openField();
    const sanna = await field.laptop('sanna.reyes');
    const contactId = await offlineWithContact(sanna);
    await run(sanna, 'contacts.edit', { contactId, set: { jobTitle: 'Waits' } });
    sanna.network.refuses = isRefused;
    sanna.network.isDown = false;
    await sanna.clock.advance(90_000);
    sanna.network.refuses = () => false;
    await until(
      async () => {
        await sanna.clock.advance(20_000);
        return counts(sanna);
      },
      ({ queued, acknowledged }) => queued === 0 && acknowledged === 2,
      15_000,
    );
    expect(await contactOf(sanna, contactId)).toMatchObject({ jobTitle: 'Waits', pending: null });
  },
  30_000,
);

test('after 30 days a receipt keeps its verdict alone, what was discarded goes, and what waits is untouched', async () => {
  await using field = await openField();
  const sanna = await field.laptop('sanna.reyes');
  const contactId = await offlineWithContact(sanna);
  await run(sanna, 'contacts.edit', { contactId, set: { jobTitle: 'Waits' } });
  await run(sanna, 'contacts.edit', { contactId, set: { source: 'Fair' } });
  const [, dropped = ''] = await idsIn(sanna, 'queued');
  await sanna.engine.call.outbox.discard({ mutationId: dropped });
  await field.control('PUT', 'faults', { outage: true });
  const later = await sanna.restart({
    clock: createTestClock({ startMs: sanna.clock.wallMs() + 31 * 24 * 3_600_000 }),
  });
  later.network.isDown = true;
  const items = await later.engine.call.outbox.list({ states: ['acknowledged', 'queued', 'discarded'] });
  expect(items.map(({ state, args }) => [state, args])).toEqual([
    ['acknowledged', null],
    ['queued', { contactId, set: { jobTitle: 'Waits' } }],
  ]);
});

test('an idle laptop sends nothing', async () => {
  await using field = await openField();
  const sanna = await field.laptop('sanna.reyes');
  await makeContact(sanna);
  await synced(sanna);
  await sanna.clock.advance(1);
  sanna.network.log.length = 0;
  await sanna.clock.advance(60_000);
  expect(sanna.network.log.filter((path) => path === '/v1/push')).toEqual([]);
});

test('a revoked session ends at once, and its work stays sealed for the same user', async () => {
  await using field = await openField();
  const sanna = await field.laptop('sanna.reyes');
  const contactId = await makeContact(sanna);
  await synced(sanna);
  sanna.network.unreachable.add(new URL(field.server.url).host);
  await sanna.engine.call.sync.now();
  await run(sanna, 'contacts.edit', { contactId, set: { jobTitle: 'Sealed' } });
  sanna.network.unreachable.clear();
  await sanna.engine.call.sync.workOffline({ isOn: true });
  await field.control('POST', 'webhook', { type: 'session.revoked', employeeId: HALDEN_EMPLOYEES.sales });
  await sanna.engine.call.sync.workOffline({ isOn: false });
  await until(
    () => sanna.engine.call.session.status(),
    (status) => status.kind === 'signed-out',
    8000,
  );
  expect(await codeOf(sanna.engine.call.contacts.get({ contactId }))).toBe('SIGNED_OUT');
  await sanna.engine.host.session.signIn(await field.tokens('sanna.reyes'));
  await synced(sanna);
  expect(await contactOf(sanna, contactId)).toMatchObject({ jobTitle: 'Sealed', pending: null });
}, 20_000);

test('the work-offline switch holds what needs an answer and lets the rest wait', async () => {
  await using field = await openField();
  const sanna = await field.laptop('sanna.reyes');
  const contactId = await makeContact(sanna);
  await synced(sanna);
  expect(await sanna.engine.call.sync.workOffline({ isOn: true })).toMatchObject({
    connection: 'offline',
    isWorkingOffline: true,
  });
  expect((await run(sanna, 'contacts.edit', { contactId, set: { jobTitle: 'x' } })).status).toBe('applied');
  expect((await run(sanna, 'contacts.delete', { contactId })).status).toBe('held');
  expect(await sanna.engine.call.sync.now()).toMatchObject({ kind: 'stopped', code: 'OFFLINE' });
  await sanna.engine.call.sync.workOffline({ isOn: false });
  await synced(sanna);
  expect(await contactOf(sanna, contactId)).toMatchObject({ isDeleted: true, jobTitle: 'x' });
});
