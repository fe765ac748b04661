import { v7 as uuidV7 } from 'uuid';
import { describe, expect, test } from 'vitest';
import type { PullResponse } from '../../../sync/protocol/pull.ts';
import { HALDEN_EMPLOYEES, HALDEN_UNITS } from '../../wrapper-sandbox/demo-tenant.ts';
import { openField, type Field, type Laptop } from './field.ts';
import { altering } from './network.ts';
import { contactOf, counts, makeContact, orgId, run, synced } from './records.ts';
import { until } from './test-clock.ts';

type Row = readonly [string, string, number, string | null, number, Readonly<Record<string, unknown>> | null];
type Page = Omit<PullResponse, 'rows'> & { readonly rows: readonly unknown[] };

const statusOf = (laptop: Laptop) => laptop.engine.call.sync.status();
const pullsOf = (laptop: Laptop) => laptop.network.log.filter((path) => path === '/v1/pull').length;
const totalOf = async (laptop: Laptop) =>
  (await laptop.engine.call.contacts.page({ sort: { field: 'lastName', direction: 'asc' }, limit: 1 })).total;

const body = (change: object = {}): Record<string, unknown> => ({
  createdBy: HALDEN_EMPLOYEES.admin,
  createdAtMs: 1,
  updatedAtMs: 1,
  firstName: 'Ana',
  lastName: 'Solheim',
  email: null,
  phone: null,
  otherEmails: [],
  otherPhones: [],
  jobTitle: null,
  companyId: null,
  ownerId: null,
  tags: [],
  source: null,
  doNotContact: false,
  customFields: {},
  ...change,
});

const contactRow = (seq: number, change: object = {}, id: string = uuidV7()): Row => [
  'contact',
  id,
  seq,
  orgId,
  0,
  body(change),
];

/** The server's head is lifted, so that made-up rows may have numbers of their own. */
const LIFT = 100_000;
const lifted = (page: Page, more: Partial<Page> = {}): Page => ({ ...page, head: page.head + LIFT, ...more });

describe('a page that contradicts itself or what came before', () => {
  let last: Page | undefined;
  test.each<{ name: string; alter: (page: Page) => unknown }>([
    {
      name: 'a row twice',
      alter: (page) => {
        const row = contactRow(1);
        return { ...page, rows: [row, row] };
      },
    },
    {
      name: 'the cursor that was sent, and more to come',
      alter: (page) => ({ ...page, ...last, rows: [], more: true }),
    },
    { name: 'a head that went back', alter: (page) => ({ ...page, head: 0, rows: [] }) },
    { name: 'another epoch without a reset', alter: (page) => ({ ...page, epoch: 'other' }) },
    {
      name: 'more rows than were asked for',
      alter: (page) => ({ ...page, rows: Array.from({ length: 2001 }, () => contactRow(1)) }),
    },
    { name: 'a cursor that no request takes', alter: (page) => ({ ...page, rows: [], cursor: 'x'.repeat(100_001) }) },
    {
      name: 'thousands of lost units',
      alter: (page) => ({ ...page, rows: [], purgeUnits: Array.from({ length: 2_001 }, () => uuidV7()) }),
    },
    { name: 'rows that are no list', alter: (page) => ({ ...page, rows: 'none' }) },
    { name: 'no cursor', alter: ({ cursor: _none, ...page }) => page },
    { name: 'a number where the head should be', alter: (page) => ({ ...page, head: -1 }) },
    { name: 'a list', alter: () => [] },
    { name: 'nothing', alter: () => null },
  ])('$name: nothing of it is stored, and it is not asked for in a loop', async ({ alter }) => {
    await using field = await openField();
    const sanna = await field.laptop('sanna.reyes');
    const contactId = await makeContact(sanna);
    sanna.network.intercept = altering<Page>('/v1/pull', (page) => (last = page));
    await synced(sanna);
    const [before, pulls] = [await totalOf(sanna), pullsOf(sanna)];
    await run(sanna, 'contacts.edit', { contactId, set: { jobTitle: 'Buyer' } });
    sanna.network.intercept = altering<Page>('/v1/pull', alter);
    expect(await sanna.engine.call.sync.now()).toMatchObject({ kind: 'stopped', code: 'BAD_ANSWER' });
    expect(pullsOf(sanna) - pulls).toBeLessThan(4);
    expect([await totalOf(sanna), (await contactOf(sanna, contactId)).jobTitle]).toEqual([before, 'Buyer']);
    sanna.network.intercept = null;
    await synced(sanna);
    expect(await statusOf(sanna)).toMatchObject({ lastError: null, quarantined: [] });
  });

  test('more and more to come without a row ends, and sending goes on', async () => {
    await using field = await openField();
    const sanna = await field.laptop('sanna.reyes');
    const contactId = await makeContact(sanna);
    await synced(sanna);
    const pulls = pullsOf(sanna);
    let page = 0;
    sanna.network.intercept = altering<Page>('/v1/pull', (answer) => ({
      ...answer,
      cursor: `${answer.cursor}${(page += 1)}`,
      rows: [],
      more: true,
    }));
    sanna.network.intercept = altered(sanna.network.intercept);
    await run(sanna, 'contacts.edit', { contactId, set: { jobTitle: 'Buyer' } });
    expect(await sanna.engine.call.sync.now()).toMatchObject({ kind: 'stopped', code: 'SERVER_BUSY' });
    expect(pullsOf(sanna) - pulls).toBeLessThan(50);
    expect(await counts(sanna)).toMatchObject({ queued: 0, acknowledged: 2 });
  });
});

test.each<{ name: string; answer: (page: Page, isFirst: boolean) => unknown }>([
  { name: 'that it starts anew', answer: (page, isFirst) => (isFirst ? page : { ...page, isReset: true, rows: [] }) },
  { name: 'that it cannot read its own cursor', answer: (page, isFirst) => (isFirst ? page : null) },
])('a server that says $name again and again is asked again later', async ({ answer }) => {
  await using field = await openField();
  const sanna = await field.laptop('sanna.reyes');
  const contactId = await makeContact(sanna);
  await synced(sanna);
  const pulls = pullsOf(sanna);
  sanna.network.intercept = async ({ url, init, pass }) => {
    const response = await pass();
    if (url.pathname !== '/v1/pull' || !response.ok) return response;
    const { cursor } = JSON.parse(String(init.body)) as { cursor: string | null };
    const said = answer((await response.json()) as Page, cursor === null);
    return said === null ? problem(response) : new Response(JSON.stringify(said), { headers: response.headers });
  };
  await run(sanna, 'contacts.edit', { contactId, set: { jobTitle: 'Buyer' } });
  expect(await sanna.engine.call.sync.now()).toMatchObject({ kind: 'stopped', code: 'SERVER_BUSY' });
  expect(pullsOf(sanna) - pulls).toBeLessThan(20);
  expect(await contactOf(sanna, contactId)).toMatchObject({ jobTitle: 'Buyer', pending: null });
  sanna.network.intercept = null;
  await synced(sanna);
  expect(await contactOf(sanna, contactId)).toMatchObject({ jobTitle: 'Buyer', pending: null });
});

const problem = ({ headers }: Response): Response =>
  new Response(JSON.stringify({ type: 'about:blank', title: 'x', status: 400, code: 'BAD_REQUEST', detail: 'x' }), {
    status: 400,
    headers: { ...Object.fromEntries(headers), 'content-type': 'application/problem+json' },
  });

/** The server is asked with the cursor that it gave itself, whatever the page in between says. */
function altered(inner: ReturnType<typeof altering>): ReturnType<typeof altering> {
  return (call) => {
    if (call.url.pathname !== '/v1/pull') return call.pass();
    const asked = JSON.stringify({ cursor: null, limit: 1 });
    return inner({ ...call, pass: () => call.pass({ ...call.init, body: asked }) });
  };
}

describe('one bad row', () => {
  const id = '0199aa00-0000-7000-8000-00000000bad1';
  const deep = JSON.parse(`${'{"a":'.repeat(40)}1${'}'.repeat(40)}`) as object;
  test.each<{ name: string; row: unknown; called?: string }>([
    { name: 'a field of another type', row: contactRow(9, { firstName: 7 }, id) },
    { name: 'a missing field', row: ['contact', id, 9, orgId, 0, { firstName: 'Ana' }] },
    { name: 'a text that is too long', row: contactRow(9, { lastName: 'x'.repeat(300) }, id) },
    { name: 'an unknown field nested too deep', row: contactRow(9, { deep }, id) },
    { name: 'an unknown field of megabytes', row: contactRow(9, { large: 'x'.repeat(6_000_000) }, id) },
    { name: 'a number above the head', row: contactRow(Number.MAX_SAFE_INTEGER, {}, id) },
    { name: 'a number that is none', row: ['contact', id, 'x', orgId, 0, body()] },
    { name: 'a unit that is no id', row: ['contact', id, 9, 'north', 0, body()] },
    { name: 'an id that is none', row: contactRow(9, {}, '../../etc'), called: 'contact:../../etc' },
    { name: 'a deletion flag that is none', row: ['contact', id, 9, orgId, 'yes', body()] },
    { name: 'no row at all', row: 'row', called: 'row 0' },
  ])('$name: it is named, the others come, and its next change is another try', async ({ row, called }) => {
    await using field = await openField();
    const sanna = await field.laptop('sanna.reyes');
    const good = contactRow(10, { lastName: 'Whole' });
    let isSent = false;
    sanna.network.intercept = altering<Page>('/v1/pull', (page) => {
      const rows = isSent ? [] : [row, good];
      isSent = true;
      return lifted(page, { rows: [...rows, ...page.rows] });
    });
    await synced(sanna);
    expect((await statusOf(sanna)).quarantined).toEqual([called ?? `contact:${id}`]);
    expect(await contactOf(sanna, good[1])).toMatchObject({ lastName: 'Whole' });
    if (called !== undefined) return;
    sanna.network.intercept = altering<Page>('/v1/pull', (page) =>
      lifted(page, { rows: [contactRow(LIFT, { lastName: 'Mended' }, id)] }),
    );
    await synced(sanna);
    expect(await contactOf(sanna, id)).toMatchObject({ lastName: 'Mended' });
    expect((await statusOf(sanna)).quarantined).toEqual([]);
  });
});

describe('the brake on mass deletion', () => {
  const rows = (count: number): Row[] => Array.from({ length: count }, (_, index) => contactRow(index + 1));
  const gone = (row: Row, index: number): Row => [row[0], row[1], LIFT + index, row[3], 1, row[5]];
  const outOfSight = (row: Row, index: number): Row => [row[0], row[1], LIFT + index, row[3], 0, null];

  /** A laptop with so many contacts, and what the server says next. */
  async function laptopWith(laptop: Laptop, all: readonly Row[], pages: readonly Partial<Page>[]): Promise<void> {
    let isFirst = true;
    sendFirst(laptop, () => (isFirst ? ((isFirst = false), all) : []));
    await synced(laptop);
    let next = 0;
    laptop.network.intercept = async ({ url, init, pass }) => {
      if (url.pathname !== '/v1/pull') return pass();
      const { cursor } = JSON.parse(String(init.body)) as { cursor: string | null };
      const [real = null, at = '0'] = cursor?.split('~') ?? [null, '1']; // asked from the start it goes on
      const response = await pass({ ...init, body: JSON.stringify({ cursor: real }) });
      const page = (await response.json()) as Page;
      next = Number(at);
      const said = lifted(page, { head: page.head + 2 * LIFT, ...pages[next] });
      const to = said.more || next < pages.length ? next + 1 : next;
      return new Response(JSON.stringify({ ...said, cursor: `${page.cursor}~${to}` }), {
        headers: response.headers,
      });
    };
  }

  const sendFirst = (laptop: Laptop, more: () => readonly Row[]): void => {
    laptop.network.intercept = altering<Page>('/v1/pull', (page) => lifted(page, { rows: [...page.rows, ...more()] }));
  };

  test.each([
    { name: 'deleted', away: gone },
    { name: 'taken out of sight', away: outOfSight },
  ])('250 of 300 contacts $name: nothing goes before the user says so, and sending goes on', async ({ away }) => {
    await using field = await openField();
    const sanna = await field.laptop('sanna.reyes');
    const all = rows(300);
    await laptopWith(sanna, all, [{ rows: all.slice(0, 250).map(away) }]);
    const before = (await totalOf(sanna)) ?? 0;
    const held = { kind: 'stopped', code: 'DELETIONS_HELD' };
    expect(await sanna.engine.call.sync.now()).toMatchObject(held);
    expect(await statusOf(sanna)).toMatchObject({
      heldDeletions: { kinds: [{ kind: 'contact', count: 250, of: before }] },
      lastError: { code: 'DELETIONS_HELD' },
    });
    const contactId = await makeContact(sanna);
    expect(await sanna.engine.call.sync.now()).toMatchObject(held);
    expect(await contactOf(sanna, contactId)).toMatchObject({ pending: null });
    expect(await totalOf(sanna)).toBe(before + 1);
    const again = await sanna.restart();
    expect((await statusOf(again)).heldDeletions).not.toBeNull();
    again.network.intercept = sanna.network.intercept;
    expect(await again.engine.call.sync.acceptDeletions()).toEqual({ kind: 'done' });
    expect([await totalOf(again), (await statusOf(again)).heldDeletions]).toEqual([before + 1 - 250, null]);
  });

  test('many small pages are one deletion', async () => {
    await using field = await openField();
    const sanna = await field.laptop('sanna.reyes');
    const all = rows(300);
    const [first, second] = [all.slice(0, 150).map(gone), all.slice(150, 290).map(gone)];
    await laptopWith(sanna, all, [{ rows: first, more: true }, { rows: second }]);
    const before = (await totalOf(sanna)) ?? 0;
    expect(await sanna.engine.call.sync.now()).toMatchObject({ code: 'DELETIONS_HELD' });
    expect((await statusOf(sanna)).heldDeletions?.kinds).toEqual([{ kind: 'contact', count: 290, of: before }]);
    expect(await totalOf(sanna)).toBe(before - 150);
  });

  test.each([
    { name: 'fewer than 200', count: 199, of: 300 },
    { name: 'under a fifth', count: 210, of: 1100 },
  ])('$name go at once', async ({ count, of }) => {
    await using field = await openField();
    const sanna = await field.laptop('sanna.reyes');
    const all = rows(of);
    await laptopWith(sanna, all, [{ rows: all.slice(0, count).map(gone) }]);
    const before = (await totalOf(sanna)) ?? 0;
    await synced(sanna);
    expect(await totalOf(sanna)).toBe(before - count);
  });

  const takeUnit = (field: Field) =>
    field.control('PUT', `employees/${HALDEN_EMPLOYEES.sales}`, {
      orgIds: [HALDEN_UNITS.south],
      roles: ['sales'],
      active: true,
    });

  test('a unit that the account service has taken away goes at once, before its word of it is here', async () => {
    await using field = await openField();
    const sanna = await field.laptop('sanna.reyes');
    sanna.network.refuses = (path) => path === '/v1/events';
    await laptopWith(sanna, rows(300), [{ purgeUnits: [orgId] }]);
    await takeUnit(field);
    await synced(sanna);
    expect([await totalOf(sanna), (await statusOf(sanna)).heldDeletions]).toEqual([0, null]);
  });

  test('a unit that only the sync server takes away stays until the user or the account service says so', async () => {
    await using field = await openField();
    const [sanna, asked] = [await field.laptop('sanna.reyes'), await field.laptop('sanna.reyes')];
    for (const laptop of [sanna, asked]) {
      await laptopWith(laptop, rows(300), [{ purgeUnits: [orgId] }]);
      const before = (await totalOf(laptop)) ?? 0;
      expect(await laptop.engine.call.sync.now()).toMatchObject({ code: 'DELETIONS_HELD' });
      expect(await totalOf(laptop)).toBe(before);
      const { heldDeletions } = await statusOf(laptop);
      expect(heldDeletions?.kinds).toEqual([{ kind: 'contact', count: before, of: before }]);
    }
    expect(await asked.engine.call.sync.acceptDeletions()).toEqual({ kind: 'done' });
    expect(await totalOf(asked)).toBe(0);
    await takeUnit(field);
    await until(
      async () => {
        await sanna.clock.advance(20_000);
        return statusOf(sanna);
      },
      ({ heldDeletions }) => heldDeletions === null,
    );
    expect(await totalOf(sanna)).toBe(0);
  });

  describe('a server that starts anew and has lost most of its rows', () => {
    const lost = (kept: readonly Row[]): readonly Partial<Page>[] => [
      { isReset: true, sharedSeq: 0, rows: [] },
      { rows: kept },
    ];

    test('takes nothing away before the user says so, and sending and receiving go on', async () => {
      await using field = await openField();
      const sanna = await field.laptop('sanna.reyes');
      const all = rows(300);
      const kept = all.slice(0, 50).map((row, index): Row => row.with(2, LIFT + index) as unknown as Row);
      await laptopWith(sanna, all, lost(kept));
      const before = (await totalOf(sanna)) ?? 0;
      const held = { kind: 'stopped', code: 'DELETIONS_HELD' };
      expect(await sanna.engine.call.sync.now()).toMatchObject(held);
      expect(await statusOf(sanna)).toMatchObject({
        heldDeletions: { kinds: [{ kind: 'contact', count: before - 50, of: before }] },
      });
      const contactId = await makeContact(sanna);
      expect(await sanna.engine.call.sync.now()).toMatchObject(held);
      expect(await contactOf(sanna, contactId)).toMatchObject({ pending: null });
      const again = await sanna.restart();
      again.network.intercept = sanna.network.intercept;
      expect(await again.engine.call.sync.now()).toMatchObject(held);
      expect(await totalOf(again)).toBe(before + 1);
      expect(await again.engine.call.sync.acceptDeletions()).toEqual({ kind: 'done' });
      expect([await totalOf(again), (await statusOf(again)).heldDeletions]).toEqual([51, null]);
    });

    test('what it has again after all stays, and nothing is asked any more', async () => {
      await using field = await openField();
      const sanna = await field.laptop('sanna.reyes');
      const all = rows(300);
      const reset = { isReset: true, sharedSeq: 0, rows: [] };
      const said: Partial<Page>[] = [{ rows: all }];
      sanna.network.intercept = altering<Page>('/v1/pull', (page) => lifted(page, said.shift() ?? { rows: [] }));
      await synced(sanna);
      said.push(reset, { rows: [] });
      expect(await sanna.engine.call.sync.now()).toMatchObject({ code: 'DELETIONS_HELD' });
      said.push(reset, { rows: all });
      await synced(sanna);
      expect([await totalOf(sanna), (await statusOf(sanna)).heldDeletions]).toEqual([all.length, null]);
    });

    test('rows of a unit that is not the user’s any more go all the same', async () => {
      await using field = await openField();
      const sanna = await field.laptop('sanna.reyes');
      const own = Array.from({ length: 300 }, (_, index): Row => contactRow(index + 1).with(3, null) as unknown as Row);
      await laptopWith(sanna, [...own, ...rows(300)], lost([]));
      await takeUnit(field);
      expect(await sanna.engine.call.sync.now()).toMatchObject({ code: 'DELETIONS_HELD' });
      expect(await totalOf(sanna)).toBe(own.length);
    });
  });
});
