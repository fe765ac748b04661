import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PullResponse } from '../../../sync/protocol/pull.ts';
import type { WireMutation } from '../../../sync/protocol/push.ts';
import { DEMO_PIPELINE, DEMO_PIPELINE_ID } from '../../../resources/scripts/demo-data/demo-pipeline.ts';
import { HALDEN_EMPLOYEES, HALDEN_UNITS } from '../../wrapper-sandbox/demo-tenant.ts';
import {
  brief,
  control,
  mutation,
  newId,
  pullAll,
  push,
  pushOne,
  signIn,
  startWorld,
  type World,
} from './start-world.ts';

const { northField, northInsideSales, south } = HALDEN_UNITS;

let world: World;
let admin: string;
/** Sees North Field. */
let sanna: string;
/** Sees North Inside sales, for these tests. */
let vera: string;
let tomas: string;
let marten: string;
beforeAll(async () => {
  world = await startWorld();
  admin = await signIn(world, HALDEN_EMPLOYEES.admin);
  sanna = await signIn(world, HALDEN_EMPLOYEES.sales);
  await control(world, 'PUT', `employees/${HALDEN_EMPLOYEES.viewer}`, { orgIds: [northInsideSales] });
  vera = await signIn(world, HALDEN_EMPLOYEES.viewer);
  tomas = await signIn(world, HALDEN_EMPLOYEES.salesSouth);
  marten = await signIn(world, HALDEN_EMPLOYEES.manager);
  await applied(admin, 'pipelines.save', { pipelineId: DEMO_PIPELINE_ID, ...DEMO_PIPELINE });
});
afterAll(() => world.close());

async function sent(token: string, one: WireMutation): Promise<void> {
  const outcome = await pushOne(world, token, one);
  if (brief(outcome) !== 'applied') throw new Error(`${one.name}: ${JSON.stringify(outcome)}`);
}

const applied = (token: string, name: string, args: object): Promise<void> => sent(token, mutation({ name, args }));

/** A contact with one of everything that hangs on it, and a deal of the same contact that is a record of its own. */
async function contactWithChildren() {
  const ids = { contact: newId(), note: newId(), task: newId(), activity: newId(), deal: newId(), dealNote: newId() };
  const contactId = ids.contact;
  await applied(sanna, 'contacts.create', { contactId, orgId: northField, lastName: 'Prova' });
  await applied(sanna, 'notes.create', { noteId: ids.note, contactId, body: 'A note' });
  await applied(sanna, 'tasks.create', { taskId: ids.task, contactId, title: 'A task' });
  await applied(sanna, 'activities.log', { activityId: ids.activity, type: 'call', contactId, occurredAtMs: 1 });
  await applied(sanna, 'notes.edit', { noteId: ids.note, set: { isPinned: true } });
  await applied(sanna, 'deals.create', {
    dealId: ids.deal,
    orgId: northField,
    contactId,
    title: 'A deal',
    currency: 'EUR',
    pipelineId: DEMO_PIPELINE_ID,
  });
  await applied(sanna, 'notes.create', { noteId: ids.dealNote, dealId: ids.deal, contactId, body: 'Of the deal' });
  return ids;
}

type Rows = PullResponse['rows'];
const about = (rows: Rows, ids: readonly string[]): Rows =>
  rows.filter(([, id, , , , body]) => ids.includes(id) || ids.includes(String(body?.['recordId'])));
const namesOf = (rows: Rows): readonly string[] => rows.map(([kind]) => kind).toSorted();
/** @param from the unit that the mover saw it in */
const moveTo = (contactId: string, from: string, orgId: string) =>
  mutation({
    name: 'contacts.move',
    args: { contactId, orgId },
    seen: { [`contact:${contactId}:unit`]: { kind: 'value', value: { orgId: from } } },
  });

test('a moved record takes along what hangs on it and all of its history, and nothing else', async () => {
  const ids = await contactWithChildren();
  const [before, own] = [await pullAll(world, tomas), await pullAll(world, sanna)];
  await sent(admin, moveTo(ids.contact, northField, south));
  const family = [ids.contact, ids.note, ids.task, ids.activity];
  const gained = (await pullAll(world, tomas, before.cursor)).rows;
  expect(namesOf(gained)).toEqual([
    'activity',
    'contact',
    // made, moved; made (thrice); changed
    ...Array<string>(6).fill('history'),
    'note',
    'task',
  ]);
  expect(gained.every(([, , , orgId]) => orgId === south)).toBe(true);
  expect(about(gained, family)).toEqual(gained);
  const lost = (await pullAll(world, sanna, own.cursor)).rows;
  expect(lost.map(([kind, id, , orgId, , body]) => [kind, id, orgId, body]).toSorted()).toEqual(
    about(own.rows, family)
      .map(([kind, id]) => [kind, id, northField, null])
      .toSorted(),
  );
  const whole = (await pullAll(world, tomas)).rows;
  expect(about(whole, family)).toEqual(gained);
  const left = (await pullAll(world, sanna)).rows.filter(([, , , , , body]) => body !== null);
  expect(about(left, family)).toEqual([]);
});

test('after several moves every unit on the way is told, once, and who sees it again is told nothing', async () => {
  const ids = await contactWithChildren();
  const [field, inside, north, tail] = [
    await pullAll(world, sanna),
    await pullAll(world, vera),
    await pullAll(world, marten),
    await pullAll(world, tomas),
  ];
  await sent(admin, moveTo(ids.contact, northField, northInsideSales));
  const between = await pullAll(world, vera, inside.cursor);
  expect(about(between.rows, [ids.contact]).map(([kind]) => kind)).toContain('contact');
  await sent(admin, moveTo(ids.contact, northInsideSales, south));
  await applied(tomas, 'contacts.edit', { contactId: ids.contact, set: { phone: '1' } });
  const tombs = async (token: string, cursor: string) =>
    (await pullAll(world, token, cursor)).rows
      .filter(([, id]) => id === ids.contact)
      .map(([, , , unit, , body]) => [unit, body === null]);
  expect(await tombs(sanna, field.cursor)).toEqual([[northField, true]]);
  expect(await tombs(vera, between.cursor)).toEqual([[northInsideSales, true]]);
  // sees both of the units it was in: one tombstone, because a page holds a row once
  expect(await tombs(marten, north.cursor)).toEqual([[northInsideSales, true]]);
  await sent(admin, moveTo(ids.contact, south, northField));
  expect(await tombs(sanna, field.cursor)).toEqual([[northField, false]]);
  expect(await tombs(marten, north.cursor)).toEqual([[northField, false]]);
  expect(await tombs(tomas, tail.cursor)).toEqual([[south, true]]);
});

test('a move in the same push as what it takes along, and one that is changed once more after it', async () => {
  const [contactId, noteId] = [newId(), newId()];
  const [before, own] = [await pullAll(world, tomas), await pullAll(world, sanna)];
  const answers = await push(world, admin, [
    mutation({ name: 'contacts.create', args: { contactId, orgId: northField, lastName: 'Prova' } }),
    mutation({ name: 'notes.create', args: { noteId, contactId, body: 'At once' } }),
    moveTo(contactId, northField, south),
    mutation({ name: 'notes.edit', args: { noteId, set: { isPinned: true } } }),
  ]);
  expect(answers.map(({ outcome }) => brief(outcome))).toEqual(Array(4).fill('applied'));
  const gained = (await pullAll(world, tomas, before.cursor)).rows;
  expect(namesOf(gained)).toEqual(['contact', ...Array<string>(4).fill('history'), 'note']);
  expect((await pullAll(world, sanna, own.cursor)).rows.every(([, , , , , body]) => body === null)).toBe(true);
});

test('needs the permission in both units and sight of both; moving to where it is writes nothing', async () => {
  const ids = await contactWithChildren();
  const contactId = ids.contact;
  expect(brief(await pushOne(world, sanna, moveTo(contactId, northField, south)))).toBe('refused OUT_OF_SCOPE');
  expect(brief(await pushOne(world, sanna, moveTo(contactId, northField, northField)))).toBe(
    'refused PERMISSION_DENIED',
  );
  expect(brief(await pushOne(world, tomas, moveTo(contactId, northField, south)))).toBe('refused NOT_FOUND');
  const { cursor } = await pullAll(world, marten);
  await sent(marten, moveTo(contactId, northField, northField));
  expect((await pullAll(world, marten, cursor)).rows).toEqual([]);
});

test('two people who move a record without seeing each other are asked', async () => {
  const ids = await contactWithChildren();
  await sent(marten, moveTo(ids.contact, northField, northInsideSales));
  const second = await pushOne(world, admin, moveTo(ids.contact, northField, south));
  expect(second).toMatchObject({
    verdict: { conflicts: [{ group: 'unit', mine: { orgId: south }, theirs: { orgId: northInsideSales } }] },
  });
});
