import { afterEach, beforeEach, expect, test } from 'vitest';
import { generateDemo } from '../../../resources/scripts/demo-data/generate-demo.ts';
import { HALDEN_DEMO } from '../../../resources/scripts/demo-data/demo-tenant-facts.ts';
import { loadDemo } from '../../../resources/scripts/demo-data/load-demo.ts';
import { KINDS, type Kind } from '../../../sync/model/kinds/all-kinds.ts';
import { bodyOf } from '../../../sync/server/store/row-body.ts';
import { HALDEN_EMPLOYEES, HALDEN_TENANT_ID, HALDEN_UNITS } from '../../wrapper-sandbox/demo-tenant.ts';
import { PANNON_EMPLOYEES, PANNON_UNITS } from '../../wrapper-sandbox/second-tenant.ts';
import {
  brief,
  control,
  mutation,
  newId,
  post,
  pull,
  pullAll,
  push,
  pushOne,
  signIn,
  startWorld,
  type World,
} from './start-world.ts';

const NOW_MS = Date.UTC(2026, 5, 1);
const { north, northField, northInsideSales, south } = HALDEN_UNITS;
let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.close());

const demo = () => loadDemo(world.server.store, { size: 'small', nowMs: NOW_MS });
const company = (orgId: string, companyId = newId()) =>
  mutation({ name: 'companies.create', args: { companyId, name: 'Alder', orgId } });
const problemOf = async (response: Response) => {
  const { code } = (await response.json()) as { code: string };
  return [response.status, response.headers.get('content-type')?.split(';')[0], code];
};

test('the demo tenant comes page by page in rising order, whole, with true progress', async () => {
  const count = await demo();
  const admin = await signIn(world, HALDEN_EMPLOYEES.admin);
  const { rows, pages } = await pullAll(world, admin, null, 700);
  const generated = [...generateDemo({ size: 'small', seed: 20_260_101, tenant: HALDEN_DEMO, nowMs: NOW_MS })];
  expect(rows).toEqual(
    generated.map(({ kind, row }, index) => [
      kind,
      row.id,
      index + 1,
      row.orgId,
      0,
      JSON.parse(JSON.stringify(bodyOf(row))),
    ]),
  );
  expect(pages.map(({ remaining }) => remaining)).toEqual(
    pages.map((_, index) => Math.max(0, count - (index + 1) * 700)),
  );
  expect(pages.every(({ head, isReset, purgeUnits }) => head === count && !isReset && purgeUnits.length === 0)).toBe(
    true,
  );
  expect(await loadDemo(world.server.store, { size: 'small', nowMs: NOW_MS })).toBe(0);
});

test('demo rows fit the schemas of their kinds', () => {
  const rows = [...generateDemo({ size: 'small', seed: 7, tenant: HALDEN_DEMO, nowMs: NOW_MS })];
  expect(rows.filter(({ kind, row }) => !KINDS[kind].fields.safeParse(row).success)).toEqual([]);
});

test('a reader gets the rows of the own units and those below, and those of the whole tenant', async () => {
  await demo();
  const all = [...generateDemo({ size: 'small', seed: 20_260_101, tenant: HALDEN_DEMO, nowMs: NOW_MS })].map(
    ({ row }) => row,
  );
  const seen = async (employeeId: string) =>
    (await pullAll(world, await signIn(world, employeeId))).rows.map(([, id]) => id);
  const idsIn = (units: readonly (string | null)[]) =>
    all.filter(({ orgId }) => units.includes(orgId)).map(({ id }) => id);
  expect(await seen(HALDEN_EMPLOYEES.sales)).toEqual(idsIn([northField, null]));
  expect(await seen(HALDEN_EMPLOYEES.manager)).toEqual(idsIn([north, northField, northInsideSales, null]));
  expect(await seen(HALDEN_EMPLOYEES.salesSouth)).toEqual(idsIn([south, null]));
});

test('another tenant gets not one byte of it, by pull, by push with foreign ids, or by a foreign cursor', async () => {
  await demo();
  const mine = await signIn(world, HALDEN_EMPLOYEES.admin);
  const foreign = await signIn(world, PANNON_EMPLOYEES.admin);
  const first = await pull(world, mine, { cursor: null, limit: 600 });
  const [, contactId = ''] = first.rows.find(([kind]) => kind === 'contact') ?? [];
  const other = await pull(world, foreign, { cursor: null });
  expect([other.rows, other.head, other.remaining]).toEqual([[], 0, 0]);
  expect(await problemOf(await post(world, '/v1/pull', foreign, { cursor: first.cursor }))).toEqual([
    400,
    'application/problem+json',
    'BAD_REQUEST',
  ]);
  // a number both tenants have: only the tenant's name in the cursor tells them apart
  await pushOne(world, foreign, company(PANNON_UNITS.root));
  const low = await pull(world, mine, { cursor: null, limit: 1 });
  expect((await problemOf(await post(world, '/v1/pull', foreign, { cursor: low.cursor })))[2]).toBe('BAD_REQUEST');
  const attempts = (id: string) => [
    mutation({ name: 'contacts.edit', args: { contactId: id, set: { phone: '1' } } }),
    mutation({ name: 'contacts.delete', args: { contactId: id } }),
    mutation({ name: 'notes.create', args: { noteId: newId(), contactId: id, body: 'x', orgId: PANNON_UNITS.root } }),
  ];
  const known = await push(world, foreign, attempts(contactId));
  const unknown = await push(world, foreign, attempts(newId()));
  expect(known.map(({ outcome }) => outcome)).toEqual(unknown.map(({ outcome }) => outcome));
  expect(known.map(({ outcome }) => brief(outcome))).toEqual([
    'refused NOT_FOUND',
    'refused NOT_FOUND',
    'refused NOT_FOUND',
  ]);
});

test('a row of another unit is refused exactly like an unknown one, and nothing of it is answered', async () => {
  const south1 = newId();
  await pushOne(world, await signIn(world, HALDEN_EMPLOYEES.salesSouth), company(south, south1));
  const sales = await signIn(world, HALDEN_EMPLOYEES.sales);
  const attempts = (id: string) => [
    mutation({ name: 'companies.edit', args: { companyId: id, set: { name: 'Mine' } } }),
    mutation({ name: 'companies.delete', args: { companyId: id } }),
    mutation({
      name: 'contacts.create',
      args: { contactId: newId(), lastName: 'X', orgId: northField, companyId: id },
    }),
  ];
  const known = await push(world, sales, attempts(south1));
  expect(known.map(({ outcome }) => outcome)).toEqual(
    (await push(world, sales, attempts(newId()))).map(({ outcome }) => outcome),
  );
  expect(known.map(({ outcome }) => brief(outcome))).toEqual(Array(3).fill('refused NOT_FOUND'));
  expect(brief(await pushOne(world, sales, company(south)))).toBe('refused OUT_OF_SCOPE');
});

test('a lost unit is purged, a gained one filled from the start, what is new in between included', async () => {
  await demo();
  const admin = await signIn(world, HALDEN_EMPLOYEES.admin);
  const sales = await signIn(world, HALDEN_EMPLOYEES.sales);
  const before = await pullAll(world, sales);
  await control(world, 'PUT', `employees/${HALDEN_EMPLOYEES.sales}`, { orgIds: [south] });
  await control(world, 'POST', 'webhook', {
    type: 'employee.changed',
    tenantId: HALDEN_TENANT_ID,
    employeeId: HALDEN_EMPLOYEES.sales,
  });
  const late = newId();
  await pushOne(world, admin, company(south, late));
  const { rows, pages } = await pullAll(world, sales, before.cursor, 150);
  expect(pages.map(({ purgeUnits }) => purgeUnits)).toEqual([[northField], ...pages.slice(1).map(() => [])]);
  const whole = (await pullAll(world, await signIn(world, HALDEN_EMPLOYEES.salesSouth))).rows.filter(
    ([, , , orgId]) => orgId === south,
  );
  expect(rows.filter(([, , , orgId]) => orgId === south).sort(bySeq)).toEqual(whole.sort(bySeq));
  expect(rows.every(([, , , orgId]) => orgId === south || orgId === null)).toBe(true);
  expect(rows.some(([, id]) => id === late)).toBe(true);
  expect(pages.map(({ remaining }) => remaining)).toEqual(
    pages.map((_, index) => Math.max(0, rows.length - 150 * (index + 1))),
  );
});

const bySeq = (a: readonly unknown[], b: readonly unknown[]): number => Number(a[2]) - Number(b[2]);

test('a fill that is interrupted by losing the unit again stops, and starts anew when it comes back', async () => {
  await demo();
  const sales = await signIn(world, HALDEN_EMPLOYEES.sales);
  const moveTo = async (orgIds: readonly string[]) => {
    await control(world, 'PUT', `employees/${HALDEN_EMPLOYEES.sales}`, { orgIds });
    await control(world, 'POST', 'webhook', {
      type: 'employee.changed',
      tenantId: HALDEN_TENANT_ID,
      employeeId: HALDEN_EMPLOYEES.sales,
    });
  };
  const { cursor } = await pullAll(world, sales);
  await moveTo([northField, south]);
  const part = await pull(world, sales, { cursor, limit: 50 });
  expect(part.more).toBe(true);
  await moveTo([northField]);
  const stopped = await pull(world, sales, { cursor: part.cursor });
  expect([stopped.purgeUnits, stopped.rows, stopped.more]).toEqual([[south], [], false]);
  await moveTo([northField, south]);
  const again = await pullAll(world, sales, stopped.cursor);
  const whole = (await pullAll(world, await signIn(world, HALDEN_EMPLOYEES.salesSouth))).rows.filter(
    ([, , , orgId]) => orgId === south,
  );
  expect(again.rows).toEqual(whole);
});

test('a row that moved to a unit out of sight leaves a tombstone without a body or the new unit', async () => {
  const companyId = newId();
  const sales = await signIn(world, HALDEN_EMPLOYEES.sales);
  await pushOne(world, sales, company(northField, companyId));
  const { cursor } = await pullAll(world, sales);
  const seen = { [`company:${companyId}:unit`]: { kind: 'value' as const, value: { orgId: northField } } };
  const move = mutation({ name: 'companies.move', args: { companyId, orgId: south }, seen });
  await pushOne(world, await signIn(world, HALDEN_EMPLOYEES.admin), move);
  const { rows } = await pullAll(world, sales, cursor);
  expect(rows[0]).toEqual(['company', companyId, expect.any(Number), northField, 0, null]);
  expect(rows.map(([kind, , , orgId, , body]) => [kind, orgId, body])).toEqual([
    ['company', northField, null],
    ['history', northField, null],
  ]);
  const there = (await pullAll(world, await signIn(world, HALDEN_EMPLOYEES.salesSouth))).rows;
  expect(there.find(([, id]) => id === companyId)).toEqual([
    ...(rows[0] ?? []).slice(0, 3),
    south,
    0,
    expect.objectContaining({ name: 'Alder' }),
  ]);
});

test('a server restored from a backup has another epoch: the cursor starts anew and says so', async () => {
  await demo();
  const admin = await signIn(world, HALDEN_EMPLOYEES.admin);
  const before = await pullAll(world, admin);
  world = await world.restart({ isRestored: true });
  const reset = await pull(world, admin, { cursor: before.cursor, limit: 10 });
  expect(reset.isReset).toBe(true);
  expect(reset.epoch).not.toBe(before.pages[0]?.epoch);
  expect(reset.rows.map(([, , seq]) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect((await pull(world, admin, { cursor: reset.cursor, limit: 1 })).isReset).toBe(false);
});

test('only the kinds that were asked for come, and a cursor stays with its kinds', async () => {
  await demo();
  const admin = await signIn(world, HALDEN_EMPLOYEES.admin);
  const kinds: Kind[] = ['pipeline', 'company'];
  const page = await pull(world, admin, { cursor: null, kinds });
  expect([page.rows.length, page.more, page.remaining]).toEqual([81, false, 0]);
  expect(await problemOf(await post(world, '/v1/pull', admin, { cursor: page.cursor }))).toEqual([
    400,
    'application/problem+json',
    'BAD_REQUEST',
  ]);
  expect((await pull(world, admin, { cursor: page.cursor, kinds })).rows).toEqual([]);
});

test('garbled, stretched and future cursors are refused', async () => {
  await demo();
  const admin = await signIn(world, HALDEN_EMPLOYEES.admin);
  const { cursor } = await pull(world, admin, { cursor: null, limit: 5 });
  const parsed = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as Record<string, unknown>;
  const with_ = (change: object) => Buffer.from(JSON.stringify({ ...parsed, ...change })).toString('base64url');
  const bad = [
    '',
    'x',
    `${cursor}x`,
    `${cursor}=`,
    with_({ seq: 10_000_000 }),
    with_({ seq: -1 }),
    with_({ more: 1 }),
    with_({ units: ['../'] }),
    with_({ backfill: [{ unit: south, fromSeq: 0, toSeq: 4_000 }] }),
  ];
  for (const text of bad) {
    expect([text, ...(await problemOf(await post(world, '/v1/pull', admin, { cursor: text })))]).toEqual([
      text,
      400,
      'application/problem+json',
      'BAD_REQUEST',
    ]);
  }
});

test('a cursor that claims a unit of somebody else only gets it purged', async () => {
  await demo();
  const sales = await signIn(world, HALDEN_EMPLOYEES.sales);
  const { cursor } = await pull(world, sales, { cursor: null, limit: 5 });
  const parsed = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as { units: string[] };
  const forged = { ...parsed, units: [...parsed.units, south], backfill: [{ unit: south, fromSeq: 0, toSeq: 5 }] };
  const page = await pull(world, sales, {
    cursor: Buffer.from(JSON.stringify(forged)).toString('base64url'),
    limit: 5000,
  });
  expect(page.purgeUnits).toEqual([south]);
  expect(page.rows.filter(([, , , orgId]) => orgId === south)).toEqual([]);
});

test('pulling while others write ends at a head and holds every row in its last state', async () => {
  await demo();
  const admin = await signIn(world, HALDEN_EMPLOYEES.admin);
  const writer = (async () => {
    for (let round = 0; round < 15; round += 1)
      await push(
        world,
        admin,
        Array.from({ length: 10 }, () => company(south)),
      );
  })();
  const replica = new Map<string, number>();
  let { cursor } = { cursor: null as string | null };
  let isWriting = true;
  void writer.then(() => (isWriting = false));
  for (let hasMore = true; hasMore || isWriting;) {
    const page = await pull(world, admin, { cursor, limit: 300 });
    for (const [, id, seq] of page.rows) replica.set(id, seq);
    [cursor, hasMore] = [page.cursor, page.more];
  }
  for (const [, id, seq] of (await pull(world, admin, { cursor, limit: 5000 })).rows) replica.set(id, seq);
  const fresh = await pullAll(world, admin, null, 5000);
  expect(Object.fromEntries(replica)).toEqual(Object.fromEntries(fresh.rows.map(([, id, seq]) => [id, seq])));
});
