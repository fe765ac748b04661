import { afterEach, beforeEach, expect, test } from 'vitest';
import { HALDEN_EMPLOYEES, HALDEN_TENANT_ID, HALDEN_UNITS } from '../../wrapper-sandbox/demo-tenant.ts';
import {
  brief,
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

const DAY_MS = 24 * 60 * 60_000;
const { northField, south } = HALDEN_UNITS;
let world: World;
let admin: string;
beforeEach(async () => {
  world = await startWorld();
  admin = await signIn(world, HALDEN_EMPLOYEES.admin);
});
afterEach(() => world.close());

const company = (orgId: string, companyId = newId()) =>
  mutation({ name: 'companies.create', args: { companyId, name: 'Alder', orgId } });
const remove = (companyId: string, seq: number) =>
  mutation({
    name: 'companies.delete',
    args: { companyId },
    seen: { [`company:${companyId}:*`]: { kind: 'seq', seq } },
  });

async function made(orgId: string): Promise<{ id: string; seq: number }> {
  const id = newId();
  const outcome = await pushOne(world, admin, company(orgId, id));
  const seq = outcome.kind === 'decided' ? outcome.rows.find(([kind]) => kind === 'company')?.[2] : undefined;
  if (seq === undefined) throw new Error(brief(outcome));
  return { id, seq };
}

/** Compaction now, so that it is known what is old, and again after so many days. */
async function daysLater(days: number): Promise<void> {
  await world.server.compactNow();
  await world.server.compactNow(Date.now() + days * DAY_MS);
}

async function problem(path: string, body: object): Promise<unknown> {
  const response = await post(world, path, admin, body);
  const { code, data } = (await response.json()) as { code?: string; data?: unknown };
  return [response.status, response.headers.get('content-type')?.split(';')[0], code, data];
}

async function moveAway(companyId: string): Promise<void> {
  const seen = { [`company:${companyId}:unit`]: { kind: 'value' as const, value: { orgId: northField } } };
  const move = mutation({ name: 'companies.move', args: { companyId, orgId: south }, seen });
  const outcome = await pushOne(world, admin, move);
  if (brief(outcome) !== 'applied') throw new Error(brief(outcome));
}

const idsIn = (rows: readonly (readonly unknown[])[]) =>
  rows.filter(([kind]) => kind === 'company').map(([, id]) => id);

test('tombstones stay for 90 days; then they are gone, and an older cursor is told so', async () => {
  const [kept, gone] = [await made(south), await made(south)];
  const before = await pullAll(world, admin);
  expect(brief(await pushOne(world, admin, remove(gone.id, gone.seq)))).toBe('applied');
  await daysLater(89);
  expect(idsIn((await pullAll(world, admin, before.cursor)).rows)).toEqual([gone.id]);
  await world.server.compactNow(Date.now() + 91 * DAY_MS);
  expect(await problem('/v1/pull', { cursor: before.cursor })).toEqual([
    410,
    'application/problem+json',
    'CURSOR_EXPIRED',
    { areAnswersKept: true },
  ]);
  const anew = await pullAll(world, admin, null, 1);
  expect(idsIn(anew.rows)).toEqual([kept.id]);
  expect((await pullAll(world, admin, anew.cursor)).rows).toEqual([]);
});

test('a cursor that has seen the last compacted tombstone goes on', async () => {
  const gone = await made(south);
  await pushOne(world, admin, remove(gone.id, gone.seq));
  const { cursor } = await pullAll(world, admin);
  const next = await made(south);
  await daysLater(91);
  expect(idsIn((await pullAll(world, admin, cursor)).rows)).toEqual([next.id]);
});

test('a pull that began after the compaction is not cut off in its middle', async () => {
  const first = await made(south);
  for (let more = 0; more < 3; more += 1) await made(south);
  const gone = await made(south);
  await pushOne(world, admin, remove(gone.id, gone.seq));
  const early = await pull(world, admin, { cursor: null, limit: 1 });
  expect(idsIn(early.rows)).toEqual([first.id]);
  await daysLater(91);
  const { rows } = await pullAll(world, admin, early.cursor, 2);
  expect(idsIn(rows).length).toBe(3);
});

test('a row that moved away forgets where it came from after 90 days', async () => {
  const moved = await made(northField);
  const field = await signIn(world, HALDEN_EMPLOYEES.sales);
  const before = await pullAll(world, field);
  await moveAway(moved.id);
  const tombstones = async () =>
    (await pullAll(world, field)).rows.filter(([, id, , , , body]) => id === moved.id && body === null).length;
  await daysLater(89);
  expect(await tombstones()).toBe(1);
  await world.server.compactNow(Date.now() + 91 * DAY_MS);
  expect(await tombstones()).toBe(0);
  expect((await post(world, '/v1/pull', field, { cursor: before.cursor })).status).toBe(410);
  expect(idsIn((await pullAll(world, admin)).rows)).toEqual([moved.id]);
});

test('age is the time of receipt: what was deleted offline long ago stays as long as anything else', async () => {
  const gone = await made(south);
  const { cursor } = await pullAll(world, admin);
  await pushOne(world, admin, { ...remove(gone.id, gone.seq), wallMs: Date.now() - 100 * DAY_MS });
  await daysLater(1);
  expect(idsIn((await pullAll(world, admin, cursor)).rows)).toEqual([gone.id]);
});

test('answers are given again for 180 days; who comes later has to pull before anything is decided', async () => {
  await made(south);
  const { witness } = await pull(world, admin, { cursor: null });
  const one = company(south);
  await pushOne(world, admin, one);
  await daysLater(179);
  expect(brief(await pushOne(world, admin, one))).toBe('duplicate applied');
  await world.server.compactNow(Date.now() + 181 * DAY_MS);
  expect(await problem('/v1/push', { deviceId: newId(), witness, mutations: [one] })).toEqual([
    410,
    'application/problem+json',
    'CURSOR_EXPIRED',
    {},
  ]);
  expect((await pullAll(world, admin)).pages[0]).toMatchObject({ areAnswersKept: true, isReset: false });
  const page = await post(world, '/v1/pull', admin, { cursor: null, witness });
  expect(await page.json()).toMatchObject({ areAnswersKept: false });
});

test('a laptop that was answered since the forgotten answers may push', async () => {
  const one = company(south);
  await pushOne(world, admin, one);
  await daysLater(181);
  const { witness } = await pull(world, admin, { cursor: null });
  const response = await post(world, '/v1/push', admin, { deviceId: newId(), witness, mutations: [company(south)] });
  expect(response.status).toBe(200);
});

test('compaction goes in slices, goes on where a stopped server left it, and touches nothing that lives', async () => {
  const ids = Array.from({ length: 1_200 }, () => newId());
  for (let from = 0; from < ids.length; from += 100)
    await push(
      world,
      admin,
      ids.slice(from, from + 100).map((id) => company(south, id)),
    );
  const { rows } = await pullAll(world, admin);
  const companies = rows.filter(([kind]) => kind === 'company').map(([, id, seq]) => remove(id, seq));
  for (let from = 0; from < 1_100; from += 100) await push(world, admin, companies.slice(from, from + 100));
  await world.server.compactNow();
  const begun = world.server.compactNow(Date.now() + 91 * DAY_MS);
  world = await world.restart();
  await begun;
  const left = async () =>
    (await pullAll(world, admin)).rows.filter(([kind, , , , deleted]) => kind === 'company' && deleted === 1);
  expect((await left()).length).toBeGreaterThan(0);
  await world.server.compactNow(Date.now() + 91 * DAY_MS);
  expect(await left()).toEqual([]);
  expect(idsIn((await pullAll(world, admin)).rows).length).toBe(100);
  expect(await world.server.store.head(HALDEN_TENANT_ID)).toBe(rows.length + 2_200);
}, 30_000);

test('a page is refused from which tombstones were taken while it was read', async () => {
  const gone = await made(south);
  const { cursor } = await pullAll(world, admin);
  await pushOne(world, admin, remove(gone.id, gone.seq));
  const { store } = world.server;
  const { readPage } = store;
  Object.assign(store, {
    async readPage(query: Parameters<typeof readPage>[0]) {
      await daysLater(91);
      return readPage(query);
    },
  });
  expect(await problem('/v1/pull', { cursor, limit: 10 })).toEqual([
    410,
    'application/problem+json',
    'CURSOR_EXPIRED',
    { areAnswersKept: true },
  ]);
});
