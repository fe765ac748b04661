import { v7 as uuidV7 } from 'uuid';
import { describe, expect, test } from 'vitest';
import { HALDEN_EMPLOYEES, HALDEN_UNITS } from '../../wrapper-sandbox/demo-tenant.ts';
import { away, back, backUp, restore } from './away.ts';
import { openField, type Field, type Laptop } from './field.ts';
import { findWords } from './find-words.ts';
import { codeOf, counts, makeContact, makeDeal, makePipeline, orgId, run, synced } from './records.ts';
import { until, whilePassing } from './test-clock.ts';

/** Typed by others into records of the unit, or by the user into what the server has by now. */
const FOREIGN = [
  'Quillfeather',
  'Ostrander',
  'Brackenbury',
  'Zimtstern',
  'Pfefferkuchen',
  'Lebkuchenhaus',
  'Wolkenbruch',
];
/** Typed by the user and never applied. */
const OWN = ['Sturmlaterne', 'Regenpfeifer'];

async function moveSanna(field: Field): Promise<void> {
  const employeeId = HALDEN_EMPLOYEES.sales;
  const employee = { orgIds: [HALDEN_UNITS.south], roles: ['sales'], active: true };
  await field.control('PUT', `employees/${employeeId}`, employee);
  await field.control('POST', 'webhook', { type: 'employee.changed', employeeId });
}

async function goOffline(laptop: Laptop): Promise<void> {
  laptop.network.isDown = true;
  await laptop.engine.call.sync.now();
}

/** Records with words of others in every place that a word can get to, and pending work on them. */
async function plant(field: Field) {
  const [admin, marten, sanna] = [
    await field.laptop('admin'),
    await field.laptop('marten'),
    await field.laptop('sanna.reyes'),
  ];
  const pipelineId = await makePipeline(admin);
  await synced(admin, marten);
  const companyId = uuidV7();
  await run(marten, 'companies.create', { companyId, orgId, name: 'Quillfeather Mills' });
  const contactId = await makeContact(marten, { lastName: 'Ostrander', companyId, jobTitle: 'Zimtstern' });
  const dealId = await makeDeal(marten, { pipelineId, contactId, title: 'Brackenbury retrofit' });
  await run(marten, 'notes.create', { noteId: uuidV7(), contactId, body: 'Asked about Pfefferkuchen' });
  await run(marten, 'tasks.create', { taskId: uuidV7(), dealId, title: 'Bring Pfefferkuchen' });
  await run(marten, 'contacts.edit', { contactId, set: { jobTitle: 'Lebkuchenhaus' } });
  await synced(marten, sanna);
  // receipts: the words of a deal, what was seen, and what two people changed side by side
  await run(sanna, 'activities.log', { activityId: uuidV7(), type: 'call', dealId, occurredAtMs: Date.now() });
  await run(sanna, 'deals.edit', { dealId, set: { nextStep: 'Wolkenbruch' } });
  await synced(sanna);
  await sanna.engine.call.forms.save({ key: `note:contact:${contactId}`, body: { body: 'Ask Ostrander' } });
  return { marten, sanna, companyId, contactId, dealId };
}

async function pendingWork({ sanna, contactId, dealId }: Awaited<ReturnType<typeof plant>>): Promise<void> {
  await run(sanna, 'contacts.edit', { contactId, set: { jobTitle: 'Sturmlaterne' } });
  await run(sanna, 'notes.create', { noteId: uuidV7(), dealId, body: 'Regenpfeifer' });
  await run(sanna, 'deals.delete', { dealId });
}

async function nothingLeft(field: Field, planted: Awaited<ReturnType<typeof plant>>): Promise<void> {
  const { sanna, contactId, companyId } = planted;
  expect(await findWords(field, { laptop: sanna, who: 'sanna.reyes', words: FOREIGN })).toEqual([]);
  expect(await codeOf(sanna.engine.call.contacts.get({ contactId }))).toBe('NOT_FOUND');
  expect(await codeOf(sanna.engine.call.companies.get({ companyId }))).toBe('NOT_FOUND');
  expect((await sanna.engine.call.search.query({ text: 'ostr' })).hits).toEqual([]);
}

describe('a unit that is taken away leaves no word of it on the laptop', () => {
  test('while it is online', async () => {
    await using field = await openField();
    const planted = await plant(field);
    expect(await findWords(field, { laptop: planted.sanna, who: 'sanna.reyes', words: FOREIGN })).not.toEqual([]);
    await moveSanna(field);
    await synced(planted.sanna);
    await nothingLeft(field, planted);
    expect(await planted.sanna.engine.call.forms.list()).toEqual([]);
    expect(await counts(planted.sanna)).toMatchObject({ acknowledged: 2, parked: 0 });
  });

  test('while it is offline with work: only what the user typed is kept', async () => {
    await using field = await openField();
    const planted = await plant(field);
    const { sanna } = planted;
    await goOffline(sanna);
    await pendingWork(planted);
    await moveSanna(field);
    sanna.network.isDown = false;
    await synced(sanna);
    await nothingLeft(field, planted);
    const parked = await sanna.engine.call.outbox.list({ states: ['parked'] });
    expect(parked.map(({ name }) => name).toSorted()).toEqual(['contacts.edit', 'deals.delete', 'notes.create']);
    for (const word of OWN) expect(JSON.stringify(parked)).toContain(word);
    expect(await findWords(field, { laptop: sanna, who: 'sanna.reyes', words: OWN })).not.toEqual([]);
  });

  test('while its session is ended and its work is sealed', async () => {
    await using field = await openField();
    const planted = await plant(field);
    const { sanna } = planted;
    await goOffline(sanna);
    await pendingWork(planted);
    await moveSanna(field);
    await field.control('POST', 'webhook', { type: 'session.revoked', employeeId: HALDEN_EMPLOYEES.sales });
    sanna.network.isDown = false;
    await sanna.engine.call.sync.now();
    await until(
      () => sanna.engine.call.session.status(),
      ({ kind }) => kind === 'signed-out',
    );
    await sanna.engine.host.session.signIn(await field.tokens('sanna.reyes'));
    await synced(sanna);
    await nothingLeft(field, planted);
    const parked = await sanna.engine.call.outbox.list({ states: ['parked'] });
    for (const word of OWN) expect(JSON.stringify(parked)).toContain(word);
  });

  test('where the answers to its changes were lost: what the server applied is acknowledged and gone', async () => {
    await using field = await openField();
    const planted = await plant(field);
    const { sanna, marten, contactId } = planted;
    // the line goes down between the server's commit and its answer
    sanna.network.intercept = async ({ url, pass }) => {
      const response = await pass();
      if (url.pathname !== '/v1/push') return response;
      await response.arrayBuffer();
      sanna.network.isDown = true;
      throw new TypeError('fetch failed');
    };
    await run(sanna, 'contacts.edit', { contactId, set: { jobTitle: 'Wolkenbruch' } });
    await until(
      () => counts(sanna),
      ({ queued }) => queued === 1 && sanna.network.isDown,
    );
    sanna.network.intercept = null;
    await moveSanna(field);
    sanna.network.isDown = false;
    sanna.network.refuses = (path) => path === '/v1/push';
    await whilePassing(sanna.clock, sanna.engine.call.sync.now());
    expect(await codeOf(sanna.engine.call.contacts.get({ contactId }))).toBe('NOT_FOUND');
    expect(await counts(sanna)).toMatchObject({ queued: 1, parked: 0 });
    sanna.network.refuses = () => false;
    await whilePassing(sanna.clock, synced(sanna));
    expect(await counts(sanna)).toMatchObject({ acknowledged: 3, parked: 0, queued: 0 });
    await nothingLeft(field, planted);
    await synced(marten);
    expect((await marten.engine.call.contacts.get({ contactId })).contact.jobTitle).toBe('Wolkenbruch');
  });

  test('while it was away so long that its replica is made anew, with work that waited for it', async () => {
    await using field = await openField();
    const planted = await plant(field);
    const { sanna, marten, dealId } = planted;
    await goOffline(sanna);
    await run(sanna, 'deals.edit', { dealId, set: { valueMinor: 77_700, currency: 'EUR' } });
    await run(marten, 'deals.edit', { dealId, set: { valueMinor: 88_800, currency: 'EUR' } });
    await synced(marten);
    sanna.network.isDown = false;
    await synced(sanna);
    expect(await counts(sanna)).toMatchObject({ parked: 1 });
    await goOffline(sanna);
    await pendingWork(planted);
    await moveSanna(field);
    await run(marten, 'deals.delete', { dealId });
    await synced(marten);
    await field.server.compactNow();
    await field.server.compactNow(Date.now() + 91 * 24 * 60 * 60_000);
    sanna.network.isDown = false;
    await synced(sanna);
    await nothingLeft(field, planted);
    const parked = await sanna.engine.call.outbox.list({ states: ['parked'] });
    expect(parked.map(({ name }) => name).toSorted()).toEqual(['contacts.edit', 'deals.edit', 'notes.create']);
    expect(await counts(sanna)).toMatchObject({ queued: 1 }); // the delete, behind the edit
    for (const word of [...OWN, '77700']) expect(JSON.stringify(parked)).toContain(word);
    const theirs = await findWords(field, { laptop: sanna, who: 'sanna.reyes', words: ['88800'] });
    expect(theirs).toEqual([]);
  });

  test('while its server was set back to a backup: what another laptop may bring again is kept until the answer', async () => {
    await using field = await openField();
    const planted = await plant(field);
    const { sanna, marten } = planted;
    await backUp(field);
    await run(marten, 'contacts.create', { contactId: uuidV7(), orgId, lastName: 'Later' });
    await synced(marten, sanna);
    await away(sanna, marten);
    const { companyId } = planted;
    const held = await run(sanna, 'companies.edit', { companyId, set: { industry: 'Regenpfeifer' } });
    await sanna.engine.call.outbox.hold({ mutationId: held.mutationId });
    await pendingWork(planted);
    await moveSanna(field);
    await restore(field);
    await back(sanna);
    await nothingLeft(field, planted);
    const parked = await sanna.engine.call.outbox.list({ states: ['parked'] });
    expect(parked.map(({ name }) => name).toSorted()).toEqual(['contacts.edit', 'deals.delete', 'notes.create']);
    for (const word of OWN) expect(JSON.stringify(parked)).toContain(word);
  });

  test('where a single record is moved out of sight, with what hangs on it and no other record', async () => {
    await using field = await openField();
    const planted = await plant(field);
    const { sanna, marten, contactId, companyId, dealId } = planted;
    await goOffline(sanna);
    await run(sanna, 'contacts.edit', { contactId, set: { jobTitle: 'Sturmlaterne' } });
    await run(sanna, 'deals.edit', { dealId, set: { nextStep: 'Regenpfeifer' } });
    await run(marten, 'contacts.move', { contactId, orgId: HALDEN_UNITS.northInsideSales });
    await synced(marten);
    sanna.network.isDown = false;
    await synced(sanna);
    expect(await counts(sanna)).toMatchObject({ parked: 1, queued: 0 });
    const gone = ['Ostrander', 'Zimtstern', 'Lebkuchenhaus', 'Asked about'];
    expect(await findWords(field, { laptop: sanna, who: 'sanna.reyes', words: gone })).toEqual([]);
    expect(await codeOf(sanna.engine.call.contacts.get({ contactId }))).toBe('NOT_FOUND');
    expect((await sanna.engine.call.companies.get({ companyId })).company.name).toBe('Quillfeather Mills');
    expect((await sanna.engine.call.deals.get({ dealId })).deal).toMatchObject({
      nextStep: 'Regenpfeifer',
      pending: null,
    });
    // and back again: it is there with its history, and nothing of it counts as gone
    await run(marten, 'contacts.move', { contactId, orgId });
    await synced(marten, sanna);
    expect((await sanna.engine.call.contacts.get({ contactId })).contact.lastName).toBe('Ostrander');
    const history = await sanna.engine.call.timeline.page({
      of: { kind: 'contact', id: contactId },
      kinds: ['history'],
      limit: 50,
    });
    expect(history.items).toHaveLength(4);
  });
});
