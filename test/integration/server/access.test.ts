import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { DEVICE_HEADER, type AccessEntry, type AccessPage, type LoggedAccess } from '../../../sync/protocol/access.ts';
import { HALDEN_EMPLOYEES, HALDEN_TENANT_ID, HALDEN_UNITS } from '../../wrapper-sandbox/demo-tenant.ts';
import { PANNON_EMPLOYEES } from '../../wrapper-sandbox/second-tenant.ts';
import { control, headers, mutation, newId, post, pull, pullAll, push, signIn, startWorld } from './start-world.ts';
import type { World } from './start-world.ts';

const DAY_MS = 24 * 60 * 60_000;
const DEVICE = '0b9f4f0e-5f0a-4c9e-9a55-3a7d3b1f0001';
let world: World;
let admin: string;
beforeEach(async () => {
  world = await startWorld();
  admin = await signIn(world, HALDEN_EMPLOYEES.admin);
});
afterEach(() => world.close());

const entry = (change: Partial<AccessEntry> = {}): AccessEntry => ({
  id: newId(),
  action: 'search',
  what: 'solheim',
  why: 'search',
  kinds: ['contact'],
  rows: 3,
  atMs: 1_000,
  ...change,
});

async function tell(token: string, entries: readonly object[]): Promise<number> {
  return (await post(world, '/v1/access', token, { deviceId: DEVICE, entries })).status;
}

async function get(token: string, query = ''): Promise<Response> {
  return fetch(`${world.server.url}/v1/access${query}`, { headers: headers(token) });
}

async function page(token: string, query = ''): Promise<AccessPage> {
  const response = await get(token, query);
  expect(response.status).toBe(200);
  return (await response.json()) as AccessPage;
}

const told = async (token: string, query = ''): Promise<readonly string[]> =>
  (await page(token, query)).entries.filter(({ source }) => source === 'laptop').map(({ what }) => what);

const seen = async (query = ''): Promise<readonly LoggedAccess[]> =>
  (await page(admin, query)).entries.filter(({ source }) => source === 'server');

/** What the server notes by itself is written after the answer. */
const untilSeen = (want: readonly object[], query = ''): Promise<void> =>
  vi.waitFor(async () => expect(await seen(query)).toMatchObject(want));

test('what a laptop tells is stored once, however often it is sent, and says whose it is', async () => {
  const one = entry();
  expect([await tell(admin, [one]), await tell(admin, [one, entry({ what: 'second' })])]).toEqual([200, 200]);
  const { entries } = await page(admin, '?action=search');
  expect(entries.map(({ what }) => what)).toEqual(['second', 'solheim']);
  const [, first] = entries;
  expect(first).toEqual({
    ...one,
    by: HALDEN_EMPLOYEES.admin,
    deviceId: DEVICE,
    source: 'laptop',
    receivedAtMs: expect.any(Number),
  });
});

test('a line that is sent again with other words stays as it was', async () => {
  const one = entry({ rows: 900 });
  await tell(admin, [one]);
  expect(await tell(admin, [{ ...one, what: 'nothing', rows: 0 }])).toBe(200);
  expect((await page(admin, '?action=search')).entries).toMatchObject([{ what: 'solheim', rows: 900 }]);
});

test('the same id of another person is another line', async () => {
  const one = entry();
  const manager = await signIn(world, HALDEN_EMPLOYEES.manager);
  await tell(manager, [one]);
  await tell(admin, [one]);
  expect(await told(admin)).toEqual(['solheim', 'solheim']);
});

test.each([
  { what: 'an id that is no uuid', change: { id: 'x' } },
  { what: 'rows below zero', change: { rows: -1 } },
  { what: 'no reason', change: { why: '' } },
  { what: 'a longer text than is kept', change: { what: 'x'.repeat(201) } },
  { what: 'an act with no name', change: { action: 'Two Words' } },
])('$what is refused, and nothing of its request is stored', async ({ change }) => {
  expect(await tell(admin, [entry(), { ...entry(), ...change }])).toBe(400);
  expect(await tell(admin, [])).toBe(400);
  expect(await told(admin)).toEqual([]);
});

test('an act that only a newer program knows is stored all the same', async () => {
  expect(await tell(admin, [entry({ action: 'print-labels' })])).toBe(200);
  expect((await page(admin, '?action=print-labels')).entries).toHaveLength(1);
});

test('who may not read audit is refused, even for own lines; without a token nobody gets anything', async () => {
  for (const who of ['sales', 'viewer'] as const) {
    const token = await signIn(world, HALDEN_EMPLOYEES[who]);
    expect(await tell(token, [entry()])).toBe(200);
    const response = await get(token);
    expect([response.status, await response.json()]).toMatchObject([403, { code: 'PERMISSION_DENIED' }]);
  }
  expect((await get('nobody')).status).toBe(401);
  expect(await tell('nobody', [entry()])).toBe(401);
});

test('a manager reads the lines of the own units alone, an administrator those of all', async () => {
  const who = ['sales', 'manager', 'salesSouth', 'admin'] as const;
  const tokens = new Map<string, string>();
  for (const name of who) {
    tokens.set(name, await signIn(world, HALDEN_EMPLOYEES[name]));
    await tell(tokens.get(name) ?? '', [entry({ what: name })]);
  }
  expect(await told(tokens.get('manager') ?? '')).toEqual(['manager', 'sales']);
  expect(await told(admin)).toEqual([...who].toReversed());
  expect(await told(admin, `?by=${HALDEN_EMPLOYEES.salesSouth}`)).toEqual(['salesSouth']);
  expect(await told(tokens.get('manager') ?? '', `?by=${HALDEN_EMPLOYEES.salesSouth}`)).toEqual([]);
});

test('another tenant sees nothing of it', async () => {
  await tell(admin, [entry()]);
  const stranger = await signIn(world, PANNON_EMPLOYEES.admin);
  expect((await page(stranger)).entries).toEqual([]);
  await tell(stranger, [entry({ what: 'theirs' })]);
  expect([await told(stranger), await told(admin)]).toEqual([['theirs'], ['solheim']]);
});

test('the right is asked for live: taken away, the next page is refused', async () => {
  const manager = await signIn(world, HALDEN_EMPLOYEES.manager);
  expect((await get(manager)).status).toBe(200);
  await control(world, 'PUT', `employees/${HALDEN_EMPLOYEES.manager}`, { roles: ['viewer'] });
  expect((await get(manager)).status).toBe(403);
});

test('pages follow each other without a gap while new lines come in', async () => {
  for (let count = 0; count < 7; count += 1) await tell(admin, [entry({ what: `no ${count}` })]);
  const first = await page(admin, '?limit=3&action=search');
  await tell(admin, [entry({ what: 'later' })]);
  const second = await page(admin, `?limit=3&action=search&cursor=${first.next}`);
  const third = await page(admin, `?limit=3&action=search&cursor=${second.next}`);
  const all = [first, second, third].flatMap(({ entries }) => entries.map(({ what }) => what));
  expect([all, third.next]).toEqual([['no 6', 'no 5', 'no 4', 'no 3', 'no 2', 'no 1', 'no 0'], null]);
  expect((await get(admin, '?limit=0')).status).toBe(400);
  expect((await get(admin, '?cursor=up')).status).toBe(400);
});

test('where few of many lines are for the reader, pages may be empty and still lead on to the end', async () => {
  const manager = await signIn(world, HALDEN_EMPLOYEES.manager);
  await tell(manager, [entry({ what: 'oldest' })]);
  const foreign = Array.from({ length: 6000 }, () => ({
    ...entry({ what: 'of the south' }),
    tenantId: HALDEN_TENANT_ID,
    by: HALDEN_EMPLOYEES.salesSouth,
    deviceId: null,
    orgIds: [HALDEN_UNITS.south],
    source: 'laptop' as const,
    receivedAtMs: 1,
  }));
  await world.server.store.appendAccess(foreign);
  const first = await page(manager);
  expect(first.entries).toEqual([]);
  expect(await told(manager, `?cursor=${first.next}`)).toEqual(['oldest']);
});

test('the first request of a session from a device is seen once, over a restart of the server too', async () => {
  const asked = { cursor: null, limit: 10 };
  const from = { ...headers(admin), [DEVICE_HEADER]: DEVICE };
  const ask = () =>
    fetch(`${world.server.url}/v1/pull`, { method: 'POST', headers: from, body: JSON.stringify(asked) });
  await ask();
  await ask();
  const once = [{ action: 'sign-in', why: 'first-request', deviceId: DEVICE, by: HALDEN_EMPLOYEES.admin }];
  await untilSeen(once, '?action=sign-in');
  world = await world.restart();
  await ask();
  await pull(world, admin, { cursor: null });
  await untilSeen([{ deviceId: null }, ...once], '?action=sign-in');
});

test('a first sync is one line with all the rows handed out, an ordinary pull none, a rebuild its own', async () => {
  const companies = Array.from({ length: 30 }, (_, count) =>
    mutation({ name: 'companies.create', args: { companyId: newId(), name: `C ${count}`, orgId: HALDEN_UNITS.south } }),
  );
  await push(world, admin, companies);
  const { rows, cursor, pages } = await pullAll(world, admin, null, 7);
  expect(pages.length).toBeGreaterThan(3);
  await untilSeen([{ why: 'first-sync', rows: rows.length, kinds: [] }], '?action=bulk-read');
  await pull(world, admin, { cursor });
  const again = { cursor: null, witness: pages.at(-1)?.witness, limit: 1000, kinds: ['company'] };
  expect((await post(world, '/v1/pull', admin, again)).status).toBe(200);
  const rebuilt = { why: 'rebuild', rows: 30, kinds: ['company'] };
  await untilSeen([rebuilt, { why: 'first-sync', rows: rows.length }], '?action=bulk-read');
});

test('a large pull from where a reader stood is a line as well', async () => {
  const { cursor } = await pullAll(world, admin);
  for (let round = 0; round < 3; round += 1) {
    const companies = Array.from({ length: 100 }, (_, count) =>
      mutation({
        name: 'companies.create',
        args: { companyId: newId(), name: `C ${count}`, orgId: HALDEN_UNITS.south },
      }),
    );
    await push(world, admin, companies);
  }
  const { rows } = await pullAll(world, admin, cursor, 5000);
  expect(rows.length).toBeGreaterThan(500); // companies with their history
  await untilSeen([{ why: 'catch-up', rows: rows.length }, { why: 'first-sync' }], '?action=bulk-read');
});

test('lines go a year after they came, and not before', async () => {
  await tell(admin, [entry({ atMs: Date.now() - 700 * DAY_MS })]);
  await world.server.compactNow(Date.now() + 364 * DAY_MS);
  expect(await told(admin)).toEqual(['solheim']);
  await world.server.compactNow(Date.now() + 366 * DAY_MS);
  expect((await page(admin)).entries).toEqual([]);
});
