import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PushAnswer, WireMutation } from '../../../sync/protocol/push.ts';
import { HALDEN_EMPLOYEES, HALDEN_TENANT_ID, HALDEN_UNITS } from '../../wrapper-sandbox/demo-tenant.ts';
import { DEMO_PIPELINE, DEMO_PIPELINE_ID } from '../../../resources/scripts/demo-data/demo-pipeline.ts';
import {
  availableCredits,
  brief,
  calls,
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

let world: World;
let admin: string;
let sales: string;
let fieldMate: string;
beforeAll(async () => {
  world = await startWorld();
  admin = await signIn(world, HALDEN_EMPLOYEES.admin);
  sales = await signIn(world, HALDEN_EMPLOYEES.sales);
  fieldMate = await signIn(world, HALDEN_EMPLOYEES.manager);
  const saved = await pushOne(
    world,
    admin,
    mutation({ name: 'pipelines.save', args: { pipelineId: DEMO_PIPELINE_ID, ...DEMO_PIPELINE } }),
  );
  if (brief(saved) !== 'applied') throw new Error('no pipeline');
});
afterAll(() => world.close());

const orgId = HALDEN_UNITS.northField;
const contact = (contactId = newId(), more: object = {}) =>
  mutation({ name: 'contacts.create', args: { contactId, firstName: 'Ana', lastName: 'Prova', orgId, ...more } });
const company = (companyId = newId()) =>
  mutation({ name: 'companies.create', args: { companyId, name: 'Alder Optik', orgId } });
const rowsOf = (outcome: PushAnswer['outcome']) => (outcome.kind === 'decided' ? outcome.rows : []);
const verdictOf = (outcome: PushAnswer['outcome']) => (outcome.kind === 'decided' ? outcome.verdict : undefined);
const value = (fields: Record<string, unknown>) => ({ kind: 'value' as const, value: fields });

test('a created contact is answered with its row and pulled with its history; the verdict holds the highest number', async () => {
  const id = newId();
  const outcome = await pushOne(world, sales, contact(id, { email: 'ana@alder.example' }));
  expect(brief(outcome)).toBe('applied');
  const mine = (await pullAll(world, sales)).rows.filter(
    ([, rowId, , , , body]) => rowId === id || body?.['recordId'] === id,
  );
  expect(mine.map(([kind]) => kind)).toEqual(['contact', 'history']);
  expect(rowsOf(outcome)).toEqual(mine.slice(0, 1));
  expect(verdictOf(outcome)).toMatchObject({ kind: 'applied', seq: mine[1]?.[2], notes: [] });
});

test('a repeated push has one effect, one charge and one history row, and says it is a duplicate', async () => {
  const before = availableCredits(world, HALDEN_TENANT_ID);
  const create = contact();
  const first = await pushOne(world, sales, create);
  const again = await pushOne(world, sales, create);
  const { args } = create as { args: { contactId: string } };
  expect([brief(first), brief(again)]).toEqual(['applied', 'duplicate applied']);
  expect(verdictOf(again)).toEqual(verdictOf(first));
  expect(rowsOf(again)).toEqual(rowsOf(first));
  expect(before - availableCredits(world, HALDEN_TENANT_ID)).toBeCloseTo(0.1);
  const history = (await pullAll(world, sales)).rows.filter(
    ([, , , , , body]) => body?.['recordId'] === args.contactId,
  );
  expect(history).toHaveLength(1);
});

test('the same push sent ten times at once is applied once', async () => {
  const before = availableCredits(world, HALDEN_TENANT_ID);
  const create = contact();
  const outcomes = await Promise.all(Array.from({ length: 10 }, () => pushOne(world, sales, create)));
  expect(outcomes.map(brief).sort()).toEqual(['applied', ...Array.from({ length: 9 }, () => 'duplicate applied')]);
  expect(before - availableCredits(world, HALDEN_TENANT_ID)).toBeCloseTo(0.1);
});

test('an id used again with other arguments or by another person is refused and shows nothing', async () => {
  const create = company();
  await pushOne(world, sales, create);
  const changed = await pushOne(world, sales, { ...create, args: { ...(create.args as object), name: 'Other' } });
  const stolen = await pushOne(world, fieldMate, create);
  for (const outcome of [changed, stolen]) {
    expect(brief(outcome)).toBe('refused ID_REUSED');
    expect(rowsOf(outcome)).toEqual([]);
  }
  expect(JSON.stringify(changed)).toBe(JSON.stringify(stolen));
});

test('what waits for a refused change is blocked and not remembered; independent ones go on', async () => {
  const wrong = mutation({ name: 'companies.create', args: { companyId: newId(), name: '', orgId } });
  const dependent = { ...company(), after: [wrong.id] };
  const free = company();
  const answers = await push(world, sales, [wrong, dependent, free]);
  expect(answers.map(({ outcome }) => brief(outcome))).toEqual(['refused BAD_REQUEST', 'blocked', 'applied']);
  expect(answers[1]?.outcome).toEqual({ kind: 'blocked', by: wrong.id });
  expect(brief(await pushOne(world, sales, { ...dependent, after: [free.id] }))).toBe('applied');
});

test('a chain in one push sees the effects before it, also where it names its own unacknowledged values', async () => {
  const contactId = newId();
  const create = contact(contactId);
  const edit = mutation({
    name: 'contacts.edit',
    args: { contactId, set: { jobTitle: 'Buyer' } },
    after: [create.id],
    seen: { [`contact:${contactId}:jobTitle`]: { kind: 'mine', mutationId: create.id } },
  });
  const gone = mutation({
    name: 'contacts.delete',
    args: { contactId },
    after: [edit.id],
    seen: { [`contact:${contactId}:*`]: { kind: 'mine', mutationId: edit.id } },
  });
  const answers = await push(world, sales, [create, edit, gone]);
  expect(answers.map(({ outcome }) => brief(outcome))).toEqual(['applied', 'applied', 'applied']);
  const rows = answers.map(({ outcome }) => rowsOf(outcome)[0]);
  expect(rows[2]).toMatchObject(['contact', contactId, expect.any(Number), orgId, 1, { jobTitle: 'Buyer' }]);
  expect(rows[0]).toEqual(rows[2]); // rows are as they are now
});

test('a stale value in a group that asks is a conflict that names both values and the writer', async () => {
  const dealId = newId();
  const create = mutation({
    name: 'deals.create',
    args: { dealId, orgId, title: 'Pilot', pipelineId: DEMO_PIPELINE_ID, currency: 'EUR', valueMinor: 100 },
  });
  const raise = (valueMinor: number, seen: number) =>
    mutation({
      name: 'deals.edit',
      args: { dealId, set: { valueMinor } },
      seen: { [`deal:${dealId}:value`]: value({ valueMinor: seen, currency: 'EUR' }) },
    });
  expect((await push(world, sales, [create, raise(200, 100)])).map(({ outcome }) => brief(outcome))).toEqual([
    'applied',
    'applied',
  ]);
  const late = raise(300, 100);
  const outcome = await pushOne(world, fieldMate, late);
  expect(verdictOf(outcome)).toMatchObject({
    kind: 'conflict',
    conflicts: [
      {
        kind: 'deal',
        id: dealId,
        group: 'value',
        mine: { valueMinor: 300 },
        theirs: { valueMinor: 200 },
        seen: { valueMinor: 100 },
        by: HALDEN_EMPLOYEES.sales,
      },
    ],
  });
  expect(rowsOf(outcome)[0]?.[5]).toMatchObject({ valueMinor: 200 });
  expect(brief(await pushOne(world, fieldMate, late))).toBe('duplicate conflict');
});

test('a later edit of another field merges, and of the same field the later clock wins with the loser in history', async () => {
  const contactId = newId();
  await pushOne(world, sales, contact(contactId));
  const at = Date.now();
  const edit = (set: object, wallMs: number, seen: WireMutation['seen']) =>
    mutation({ name: 'contacts.edit', args: { contactId, set }, wallMs, seen });
  const phoneSeen = { [`contact:${contactId}:phone`]: value({ phone: null }) };
  await pushOne(world, sales, edit({ phone: '222' }, at, phoneSeen));
  const older = await pushOne(world, fieldMate, edit({ phone: '111' }, at - 5000, phoneSeen));
  expect(verdictOf(older)).toMatchObject({ kind: 'applied', notes: [{ group: 'phone', outcome: 'theirs-wins' }] });
  expect(rowsOf(older)[0]?.[5]).toMatchObject({ phone: '222' });
  const history = (await pullAll(world, sales)).rows.filter(
    ([kind, , , , , body]) => kind === 'history' && body?.['recordId'] === contactId,
  );
  expect(history.map(([, , , , , body]) => body?.['action'])).toEqual(['created', 'changed', 'overruled']);
});

test('a clock that runs ahead is cut to the time of receipt', async () => {
  const contactId = newId();
  await pushOne(world, sales, contact(contactId));
  const seen = { [`contact:${contactId}:phone`]: value({ phone: null }) };
  const ahead = mutation({
    name: 'contacts.edit',
    args: { contactId, set: { phone: '1' } },
    wallMs: Date.now() + 86_400_000,
    seen,
  });
  await pushOne(world, sales, ahead);
  await new Promise((resolve) => setTimeout(resolve, 5));
  const honest = await pushOne(
    world,
    fieldMate,
    mutation({ name: 'contacts.edit', args: { contactId, set: { phone: '2' } }, seen }),
  );
  expect(rowsOf(honest)[0]?.[5]).toMatchObject({ phone: '2' });
});

test('good, stale, forbidden, invalid, unknown and newer changes in one push are answered each for itself', async () => {
  const companyId = newId();
  await pushOne(world, sales, company(companyId));
  const stale = mutation({
    name: 'companies.delete',
    args: { companyId },
    seen: { [`company:${companyId}:*`]: { kind: 'seq', seq: 1 } },
  });
  const batch = [
    company(),
    stale,
    mutation({ name: 'pipelines.save', args: { pipelineId: newId(), ...DEMO_PIPELINE } }),
    mutation({ name: 'companies.edit', args: { companyId, set: { employeeCount: -1 } } }),
    mutation({ name: 'companies.explode', args: {} }),
    { ...company(), version: 2 },
    mutation({ name: 'companies.edit', args: { companyId: newId(), set: { name: 'No such' } } }),
    company(),
  ];
  const answers = await push(world, sales, batch);
  expect(answers.map(({ outcome }) => brief(outcome))).toEqual([
    'applied',
    'conflict',
    'refused PERMISSION_DENIED',
    'refused BAD_REQUEST',
    'refused UNKNOWN_MUTATION',
    'later MUTATION_TOO_NEW',
    'refused NOT_FOUND',
    'applied',
  ]);
  const again = await push(world, sales, batch);
  expect(again.map(({ outcome }) => brief(outcome).replace('duplicate ', ''))).toEqual(
    answers.map(({ outcome }) => brief(outcome)),
  );
  expect(brief((await push(world, sales, batch))[5]?.outcome ?? { kind: 'blocked', by: '' })).toBe(
    'later MUTATION_TOO_NEW',
  );
});

test('an e-mail belongs to one contact of the tenant, whoever comes first, and is free again after a delete', async () => {
  const [first, second] = [newId(), newId()];
  const email = `${newId()}@alder.example`;
  const answers = await push(world, sales, [
    contact(first, { email }),
    contact(second, { email: ` ${email.toUpperCase()}` }),
  ]);
  expect(answers.map(({ outcome }) => brief(outcome))).toEqual(['applied', 'refused EMAIL_TAKEN']);
  // Who may see the contact that has it is told which one it is; of a foreign one nobody learns anything.
  expect(verdictOf(answers[1]?.outcome ?? { kind: 'blocked', by: '' })).toMatchObject({
    record: { kind: 'contact', id: first },
  });
  const foreign = await pushOne(
    world,
    await signIn(world, HALDEN_EMPLOYEES.salesSouth),
    contact(newId(), { email, orgId: HALDEN_UNITS.south }),
  );
  expect(brief(foreign)).toBe('refused EMAIL_TAKEN');
  expect(JSON.stringify(foreign)).not.toContain(first);
  const seq = rowsOf(answers[0]?.outcome ?? { kind: 'blocked', by: '' })[0]?.[2] ?? 0;
  const gone = mutation({
    name: 'contacts.delete',
    args: { contactId: first },
    seen: { [`contact:${first}:*`]: { kind: 'seq', seq } },
  });
  const third = newId();
  expect((await push(world, sales, [gone, contact(third, { email })])).map(({ outcome }) => brief(outcome))).toEqual([
    'applied',
    'applied',
  ]);
  const back = mutation({ name: 'contacts.restore', args: { contactId: first } });
  expect(brief(await pushOne(world, sales, back))).toBe('refused EMAIL_TAKEN');
});

test('a permission taken away between edit and push is refused, live', async () => {
  const create = company();
  await control(world, 'PUT', `permissions/${HALDEN_EMPLOYEES.sales}`, [
    { action: 'read', resource: 'companies', orgId },
  ]);
  expect(brief(await pushOne(world, sales, create))).toBe('refused PERMISSION_DENIED');
  const all = ['create', 'edit', 'delete'].flatMap((action) =>
    ['contacts', 'companies', 'deals', 'activities', 'notes', 'tasks'].map((resource) => ({ action, resource, orgId })),
  );
  await control(world, 'PUT', `permissions/${HALDEN_EMPLOYEES.sales}`, all);
  expect(brief(await pushOne(world, sales, { ...create, id: newId() }))).toBe('applied');
});

test('an answer that was lost is given again: every verdict the same, nothing twice', async () => {
  const batch = [
    company(),
    contact(),
    mutation({ name: 'companies.edit', args: { companyId: newId(), set: { name: 'x' } } }),
  ];
  const lost = await push(world, sales, batch);
  const head = (await pullAll(world, sales)).pages.at(-1)?.head;
  const again = await push(world, sales, batch);
  expect(again.map(({ outcome }) => verdictOf(outcome))).toEqual(lost.map(({ outcome }) => verdictOf(outcome)));
  expect((await pullAll(world, sales)).pages.at(-1)?.head).toBe(head);
});

test('twenty pushes at once get numbers without a gap or a double, and every number is a row', async () => {
  const before = (await pullAll(world, admin)).pages.at(-1)?.head ?? 0;
  const answers = await Promise.all(
    Array.from({ length: 20 }, () =>
      push(
        world,
        sales,
        Array.from({ length: 5 }, () => company()),
      ),
    ),
  );
  const after = await pullAll(world, admin);
  const seqs = after.rows.map(([, , seq]) => seq).filter((seq) => seq > before);
  expect(seqs).toEqual(Array.from({ length: 200 }, (_, index) => before + index + 1));
  const verdicts = answers.flat().map(({ outcome }) => verdictOf(outcome));
  expect(verdicts.every((verdict) => verdict?.kind === 'applied')).toBe(true);
  expect(after.pages.at(-1)?.head).toBe(before + 200);
});

test('one push costs one validation, one permission call and at most one charge', async () => {
  world.sandbox.state.log.clear();
  await push(
    world,
    sales,
    Array.from({ length: 30 }, () => contact()),
  );
  expect([calls(world, /validate/), calls(world, /permissions/), calls(world, /consume/)]).toEqual([1, 1, 1]);
});

test('without the wrapper every change is answered later and sent again succeeds', async () => {
  const batch = [company(), company()];
  await control(world, 'PUT', 'faults', { outage: true });
  const answers = await push(world, sales, batch);
  await control(world, 'PUT', 'faults', {});
  expect(answers.map(({ outcome }) => brief(outcome))).toEqual([
    'later WRAPPER_UNREACHABLE',
    'later WRAPPER_UNREACHABLE',
  ]);
  await new Promise((resolve) => setTimeout(resolve, 2100)); // the breaker's first wait
  expect((await push(world, sales, batch)).map(({ outcome }) => brief(outcome))).toEqual(['applied', 'applied']);
});

test('a change that the database cannot take fails alone: the rest of its group is applied', async () => {
  const cursed = company();
  const failing = await startWorld({
    hooks: {
      at(step, { mutationIds }) {
        if (step === 'before-commit' && mutationIds.includes(cursed.id)) throw new Error('disk I/O error');
      },
    },
  });
  try {
    const token = await signIn(failing, HALDEN_EMPLOYEES.manager);
    const [mixed, whole] = await Promise.all([
      push(failing, token, [company(), cursed, company()]),
      push(failing, token, [company()]),
    ]);
    expect(mixed.map(({ outcome }) => brief(outcome))).toEqual(['applied', 'later SERVER_BUSY', 'applied']);
    expect(whole.map(({ outcome }) => brief(outcome))).toEqual(['applied']);
    expect((await pullAll(failing, token)).rows.filter(([kind]) => kind === 'company')).toHaveLength(3);
  } finally {
    await failing.close();
  }
});
