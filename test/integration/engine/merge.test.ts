import { v7 as uuidV7 } from 'uuid';
import { describe, expect, test } from 'vitest';
import { HALDEN_EMPLOYEES, HALDEN_UNITS } from '../../wrapper-sandbox/demo-tenant.ts';
import { openField, type Field, type Laptop } from './field.ts';
import { codeOf, contactOf, counts, makeContact, makeDeal, makePipeline, run, synced } from './records.ts';

/** Two people of one unit who both have the same records; the first one then loses the line. */
async function twoInTheField(field: Field): Promise<{ readonly sanna: Laptop; readonly marten: Laptop }> {
  const [sanna, marten] = [await field.laptop('sanna.reyes'), await field.laptop('marten')];
  return { sanna, marten };
}

async function cutOff(laptop: Laptop): Promise<void> {
  laptop.network.isDown = true;
  await laptop.engine.call.sync.now();
}

async function comesBack(laptop: Laptop): Promise<void> {
  laptop.network.isDown = false;
  await synced(laptop);
}

async function historyOf(laptop: Laptop, kind: 'contact' | 'deal', id: string) {
  const { items } = await laptop.engine.call.timeline.page({ of: { kind, id }, kinds: ['history'], limit: 50 });
  return items.flatMap((entry) => (entry.kind === 'history' ? [entry.row] : [])).toReversed();
}

async function notesOf(laptop: Laptop, contactId: string) {
  const { items } = await laptop.engine.call.timeline.page({
    of: { kind: 'contact', id: contactId },
    kinds: ['note'],
    limit: 50,
  });
  return items.flatMap((entry) => (entry.kind === 'note' ? [entry.row] : []));
}

const parkedOf = (laptop: Laptop) => laptop.engine.call.outbox.list({ states: ['parked'] });
const sentOf = (laptop: Laptop) => laptop.engine.call.outbox.list({ states: ['acknowledged'] });

describe('two people change one record without seeing each other', () => {
  test('different fields: both stand on both laptops, and the answer and history say who changed what beside', async () => {
    await using field = await openField();
    const { sanna, marten } = await twoInTheField(field);
    const contactId = await makeContact(sanna);
    await synced(sanna, marten);
    await cutOff(sanna);
    await run(sanna, 'contacts.edit', { contactId, set: { jobTitle: 'Buyer' } });
    await run(marten, 'contacts.edit', { contactId, set: { phone: '482' } });
    await synced(marten);
    await comesBack(sanna);
    await synced(marten);
    for (const laptop of [sanna, marten])
      expect(await contactOf(laptop, contactId)).toMatchObject({ jobTitle: 'Buyer', phone: '482', pending: null });
    const [sent] = await sentOf(sanna);
    expect(sent?.notes).toMatchObject([
      { group: 'phone', outcome: 'beside', by: HALDEN_EMPLOYEES.manager, theirs: { phone: '482' } },
    ]);
    const changed = (await historyOf(marten, 'contact', contactId)).find(({ group }) => group === 'jobTitle');
    expect(changed?.merge).toMatchObject({
      outcome: 'beside',
      others: [{ group: 'phone', by: HALDEN_EMPLOYEES.manager, atMs: expect.any(Number) }],
    });
  });

  test('tags and further phones: what either added is in, what either removed is out', async () => {
    await using field = await openField();
    const { sanna, marten } = await twoInTheField(field);
    const contactId = await makeContact(sanna, { tags: ['old', 'vip'] });
    await synced(sanna, marten);
    await cutOff(sanna);
    const phone = (value: string) => ({ label: 'work', value });
    await run(sanna, 'contacts.edit', { contactId, set: { tags: ['vip', 'eu'], otherPhones: [phone('1')] } });
    await run(marten, 'contacts.edit', { contactId, set: { tags: ['old', 'vip', 'fair'], otherPhones: [phone('2')] } });
    await synced(marten);
    await comesBack(sanna);
    await synced(marten);
    for (const laptop of [sanna, marten])
      expect(await contactOf(laptop, contactId)).toMatchObject({
        tags: ['eu', 'fair', 'vip'],
        otherPhones: [phone('1'), phone('2')],
      });
  });

  test('a note: the laptop shows the merged text before the server makes the same, and history holds both sides', async () => {
    await using field = await openField();
    const { sanna, marten } = await twoInTheField(field);
    const contactId = await makeContact(sanna);
    const noteId = uuidV7();
    await run(sanna, 'notes.create', { noteId, contactId, body: 'Met Ana.\nBudget 40k.' });
    await synced(sanna, marten);
    await cutOff(sanna);
    await run(sanna, 'notes.edit', { noteId, set: { body: 'Met Ana and Bo.\nBudget 40k.\nWants four percent.' } });
    await run(marten, 'notes.edit', { noteId, set: { body: 'Met Ana.\nBudget 50k.\nCall on Friday.' } });
    await synced(marten);
    const want = 'Met Ana and Bo.\nBudget 50k.\nCall on Friday.\nWants four percent.';
    const [waiting] = await sanna.engine.call.outbox.list({ states: ['queued'] });
    await sanna.engine.call.outbox.hold({ mutationId: waiting?.mutationId ?? '' });
    await comesBack(sanna);
    expect(await notesOf(sanna, contactId)).toMatchObject([{ body: want, pending: 'draft' }]);
    await sanna.engine.call.outbox.release({ mutationId: waiting?.mutationId ?? '' });
    await synced(sanna, marten);
    for (const laptop of [sanna, marten])
      expect(await notesOf(laptop, contactId)).toMatchObject([{ body: want, pending: null }]);
    const [sent] = await sentOf(sanna);
    expect(sent?.notes).toMatchObject([
      { group: 'body', outcome: 'merged', rule: 'text', by: HALDEN_EMPLOYEES.manager },
    ]);
    expect(sent?.notes[0]?.mine).toEqual({ body: 'Met Ana and Bo.\nBudget 40k.\nWants four percent.' });
    expect(sent?.notes[0]?.theirs).toEqual({ body: 'Met Ana.\nBudget 50k.\nCall on Friday.' });
  });

  test('half an emoji, as a cut text has it, makes no conflict with oneself', async () => {
    await using field = await openField();
    const sanna = await field.laptop('sanna.reyes');
    const half = 'Smiled \ud83d';
    const contactId = await makeContact(sanna, { lastName: half });
    const noteId = uuidV7();
    await run(sanna, 'notes.create', { noteId, contactId, body: `${half}\nAsked for a price` });
    await synced(sanna);
    await run(sanna, 'notes.edit', { noteId, set: { body: `${half}\nAsked for a price twice` } });
    await run(sanna, 'contacts.edit', { contactId, set: { lastName: 'Solheim' } });
    await synced(sanna);
    const settled = await sanna.engine.call.outbox.list({ states: ['acknowledged'] });
    expect(settled.flatMap(({ notes }) => notes)).toEqual([]);
    expect(settled.length).toBe(4);
  });

  test('a phone: the later one stands, and history names the rule, both values, who and when', async () => {
    await using field = await openField();
    const { sanna, marten } = await twoInTheField(field);
    const contactId = await makeContact(sanna);
    await synced(sanna, marten);
    await cutOff(sanna);
    await run(sanna, 'contacts.edit', { contactId, set: { phone: '111' } });
    await marten.clock.advance(60_000);
    await run(marten, 'contacts.edit', { contactId, set: { phone: '222' } });
    await synced(marten);
    await comesBack(sanna);
    await synced(marten);
    const overruled = (await historyOf(marten, 'contact', contactId)).find(({ action }) => action === 'overruled');
    expect(overruled).toMatchObject({
      actorId: HALDEN_EMPLOYEES.sales,
      merge: {
        outcome: 'theirs-wins',
        rule: 'latest',
        mine: { phone: '111' },
        theirs: { phone: '222' },
        others: [{ group: 'phone', by: HALDEN_EMPLOYEES.manager }],
      },
    });
  });
});

describe('a deletion and a change that did not see it', () => {
  test('a deletion that had not seen an edit asks, and names what changed', async () => {
    await using field = await openField();
    const { sanna, marten } = await twoInTheField(field);
    const contactId = await makeContact(sanna);
    await synced(sanna, marten);
    await cutOff(sanna);
    await run(sanna, 'contacts.delete', { contactId });
    await run(marten, 'contacts.edit', { contactId, set: { phone: '482' } });
    await synced(marten);
    await comesBack(sanna);
    const [parked] = await parkedOf(sanna);
    expect(parked?.reason?.conflicts).toMatchObject([
      { group: '*', changed: [{ group: 'phone', by: HALDEN_EMPLOYEES.manager }] },
    ]);
    await sanna.engine.call.outbox.resolve({ mutationId: parked?.mutationId ?? '', choice: 'mine' });
    await synced(sanna, marten);
    expect(await contactOf(marten, contactId)).toMatchObject({ isDeleted: true, phone: '482' });
    expect(await counts(sanna)).toMatchObject({ parked: 0, queued: 0 });
  });

  test('an edit of a deleted record is sent again behind its restore, with what waited for it', async () => {
    await using field = await openField();
    const { sanna, marten } = await twoInTheField(field);
    const contactId = await makeContact(sanna);
    await synced(sanna, marten);
    await cutOff(sanna);
    await run(sanna, 'contacts.edit', { contactId, set: { jobTitle: 'Buyer' } });
    await run(sanna, 'contacts.edit', { contactId, set: { jobTitle: 'Head buyer' } });
    await run(sanna, 'contacts.edit', { contactId, set: { phone: '482' } });
    await run(marten, 'contacts.delete', { contactId });
    await synced(marten);
    await comesBack(sanna);
    const [parked, other] = await parkedOf(sanna);
    expect([parked, other].map((each) => each?.reason?.code)).toEqual(['DELETED', 'DELETED']);
    expect(await contactOf(sanna, contactId)).toMatchObject({ isDeleted: true });
    await sanna.engine.call.outbox.resolve({ mutationId: parked?.mutationId ?? '', choice: 'restore' });
    expect(await contactOf(sanna, contactId)).toMatchObject({ isDeleted: true });
    await synced(sanna);
    await sanna.engine.call.outbox.resolve({ mutationId: other?.mutationId ?? '', choice: 'restore' });
    await synced(sanna, marten);
    expect(await counts(sanna)).toMatchObject({ parked: 0, queued: 0, held: 0 });
    for (const laptop of [sanna, marten])
      expect(await contactOf(laptop, contactId)).toMatchObject({
        isDeleted: false,
        jobTitle: 'Head buyer',
        phone: '482',
      });
    const history = (await historyOf(marten, 'contact', contactId)).toSorted(
      (a, b) => (a.serverSeq ?? 0) - (b.serverSeq ?? 0),
    );
    expect(history.map(({ action, group }) => group ?? action)).toEqual([
      'created',
      'deleted',
      'restored',
      'jobTitle',
      'jobTitle',
      'phone',
    ]);
  });

  test('two people who delete the same record both have what they wanted', async () => {
    await using field = await openField();
    const { sanna, marten } = await twoInTheField(field);
    const contactId = await makeContact(sanna);
    await synced(sanna, marten);
    await cutOff(sanna);
    await run(sanna, 'contacts.delete', { contactId });
    await run(marten, 'contacts.delete', { contactId });
    await synced(marten);
    await comesBack(sanna);
    expect(await counts(sanna)).toMatchObject({ parked: 0, queued: 0, held: 0 });
    await synced(marten);
    expect((await historyOf(marten, 'contact', contactId)).map(({ action }) => action)).toEqual(['created', 'deleted']);
  });

  test('a note and a call on a deleted record are taken, need the user, and come back with it', async () => {
    await using field = await openField();
    const { sanna, marten } = await twoInTheField(field);
    const contactId = await makeContact(sanna);
    await synced(sanna, marten);
    await cutOff(sanna);
    await run(sanna, 'notes.create', { noteId: uuidV7(), contactId, body: 'Wants a quotation' });
    await run(sanna, 'activities.log', { activityId: uuidV7(), contactId, type: 'call', subject: 'Asked back' });
    await run(marten, 'contacts.delete', { contactId });
    await synced(marten);
    await comesBack(sanna);
    const parent = { kind: 'contact', id: contactId };
    const [call, note] = await sentOf(sanna);
    expect([call?.name, call?.deletedParent]).toEqual(['activities.log', parent]);
    expect([note?.name, note?.deletedParent]).toEqual(['notes.create', parent]);
    const { outbox, search } = sanna.engine.call;
    expect((await search.query({ text: 'quotation' })).hits).toEqual([]);
    await outbox.resolve({ mutationId: call?.mutationId ?? '', choice: 'theirs' });
    expect((await sentOf(sanna)).map(({ deletedParent }) => deletedParent)).toContainEqual(null);
    expect(await codeOf(outbox.resolve({ mutationId: call?.mutationId ?? '', choice: 'restore' }))).toBe('INVALID');
    await outbox.resolve({ mutationId: note?.mutationId ?? '', choice: 'restore' });
    await synced(sanna, marten);
    for (const laptop of [sanna, marten]) {
      expect(await contactOf(laptop, contactId)).toMatchObject({ isDeleted: false });
      const { hits } = await laptop.engine.call.search.query({ text: 'quotation' });
      expect(hits.map(({ kind }) => kind)).toEqual(['note']);
    }
    expect((await sentOf(sanna)).every(({ deletedParent }) => deletedParent === null)).toBe(true);
  });

  test('tasks hide with their record and come back with it, in the list and in the live set', async () => {
    await using field = await openField();
    const { sanna, marten } = await twoInTheField(field);
    const contactId = await makeContact(sanna);
    const taskId = uuidV7();
    await run(sanna, 'tasks.create', { taskId, contactId, title: 'Call back', assigneeId: HALDEN_EMPLOYEES.sales });
    await synced(sanna, marten);
    const { tasks, live } = sanna.engine.call;
    const listed = async () => (await tasks.page({ isDone: false, limit: 50 })).items.map(({ id }) => id);
    const page = async (after: number) => {
      const { documents, ...rest } = await live.page({ set: 'myTasks', after, limit: 500 });
      return { ...rest, ids: documents.map((each) => ('id' in each ? each.id : each.mutationId)) };
    };
    const first = await page(0);
    expect([await listed(), first.ids]).toEqual([[taskId], [taskId]]);
    await run(marten, 'contacts.delete', { contactId });
    await synced(marten, sanna);
    const hidden = await page(first.checkpoint);
    expect([await listed(), hidden.ids, hidden.removed]).toEqual([[], [], [taskId]]);
    expect((await page(0)).ids).toEqual([]);
    await run(marten, 'contacts.restore', { contactId });
    await synced(marten, sanna);
    const back = await page(hidden.checkpoint);
    expect([await listed(), back.ids]).toEqual([[taskId], [taskId]]);
  });
});

describe('an e-mail address that another contact has', () => {
  const email = 'ingrid@vestfold.example';

  test('in reach: the new contact goes into that one, with everything that was to hang on it', async () => {
    await using field = await openField();
    const { sanna, marten } = await twoInTheField(field);
    const admin = await field.laptop('admin');
    const pipelineId = await makePipeline(admin);
    await synced(admin, marten, sanna);
    const holderId = await makeContact(marten, { email, phone: '1', tags: ['eu'] });
    await synced(marten);
    sanna.network.isDown = true;
    const contactId = await makeContact(sanna, { email, phone: '2', jobTitle: 'Buyer', tags: ['vip'] });
    const dealId = await makeDeal(sanna, { pipelineId, contactId });
    await run(sanna, 'notes.create', { noteId: uuidV7(), dealId, contactId, body: 'Met at the fair' });
    await comesBack(sanna);
    const [parked] = await parkedOf(sanna);
    expect(parked?.reason).toMatchObject({ code: 'EMAIL_TAKEN', record: { kind: 'contact', id: holderId } });
    await sanna.engine.call.outbox.resolve({ mutationId: parked?.mutationId ?? '', choice: 'merge' });
    await synced(sanna, marten);
    expect(await counts(sanna)).toMatchObject({ parked: 0, queued: 0, held: 0 });
    expect(await contactOf(marten, holderId)).toMatchObject({
      phone: '1',
      otherPhones: [{ label: '', value: '2' }],
      jobTitle: 'Buyer',
      tags: ['eu', 'vip'],
    });
    expect(await codeOf(sanna.engine.call.contacts.get({ contactId }))).toBe('NOT_FOUND');
    expect((await marten.engine.call.deals.get({ dealId })).deal).toMatchObject({ contactId: holderId });
    expect((await notesOf(marten, holderId)).map(({ body }) => body)).toEqual(['Met at the fair']);
  });

  test('out of reach: nothing of that contact is told, and there is nothing to merge into', async () => {
    await using field = await openField();
    const [sanna, tomas] = [await field.laptop('sanna.reyes'), await field.laptop('tomas')];
    const holderId = await makeContact(sanna, { email });
    await synced(sanna);
    await makeContact(tomas, { email, orgId: HALDEN_UNITS.south });
    await synced(tomas);
    const [parked] = await parkedOf(tomas);
    expect(parked?.reason?.code).toBe('EMAIL_TAKEN');
    expect(JSON.stringify(parked)).not.toContain(holderId);
    const { outbox } = tomas.engine.call;
    expect(await codeOf(outbox.resolve({ mutationId: parked?.mutationId ?? '', choice: 'merge' }))).toBe('INVALID');
    await outbox.resolve({ mutationId: parked?.mutationId ?? '', choice: 'theirs' });
    expect(await counts(tomas)).toMatchObject({ parked: 0, discarded: 1 });
  });
});
