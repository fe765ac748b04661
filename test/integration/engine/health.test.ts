import { v7 as uuidV7 } from 'uuid';
import { describe, expect, test } from 'vitest';
import type { Histogram, TargetId } from '../../../main/contract/health.ts';
import { BOUNDS_MS } from '../../../main/contract/health.ts';
import { BREAKER_THRESHOLD } from '../../../sync/wrapper-api/circuit-breaker.ts';
import { openField, type Laptop } from './field.ts';
import { codeOf, makeContact, orgId, run, synced } from './records.ts';
import { createTestClock, until } from './test-clock.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
type Hours = 1 | 24 | 168;

const nowOf = (laptop: Laptop) => laptop.engine.call.health.now();

async function measuresOf(laptop: Laptop, hours: Hours = 1) {
  const { nowMs } = await nowOf(laptop);
  return laptop.engine.call.measures.overview({ hours, untilMs: nowMs });
}

async function targetOf(laptop: Laptop, id: TargetId) {
  return (await measuresOf(laptop)).targets.find((each) => each.id === id);
}

const named = (histograms: readonly Histogram[], name: string) => histograms.find((each) => each.name === name);

const countIn = (histogram: Histogram | undefined, boundMs: (typeof BOUNDS_MS)[number]): number =>
  histogram?.counts[BOUNDS_MS.indexOf(boundMs)] ?? 0;

const wrapperHost = (field: { readonly sandbox: { readonly url: string } }) => new URL(field.sandbox.url).host;

describe('the account service', () => {
  test('a slow answer stands in its place of the endpoint’s histogram', async () => {
    await using field = await openField();
    const sanna = await field.laptop('sanna.reyes');
    await synced(sanna);
    const before = named((await measuresOf(sanna)).endpoints, 'validate');
    await field.control('PUT', 'faults', { latencyMs: 300 });
    sanna.network.log.length = 0;
    await sanna.engine.host.power.resumed(); // asks for a validation
    await sanna.clock.advance(0);
    await until(
      () => sanna.network.log,
      (log) => log.includes('/auth/validate'),
    );
    await sanna.clock.advance(700); // by the laptop's clock, while the answer is under way
    await field.control('PUT', 'faults', {});
    await until(
      () => measuresOf(sanna),
      ({ endpoints }) => (named(endpoints, 'validate')?.count ?? 0) > (before?.count ?? 0),
    );
    const after = named((await measuresOf(sanna)).endpoints, 'validate');
    expect(countIn(before, 1_000)).toBe(0);
    expect(after).toMatchObject({ count: (before?.count ?? 0) + countIn(after, 1_000), failed: 0 });
  });

  test('an outage counts as failures, opens the breaker, and says so', async () => {
    await using field = await openField();
    const sanna = await field.laptop('sanna.reyes');
    await synced(sanna);
    expect((await nowOf(sanna)).alerts).toEqual([]);
    await field.control('PUT', 'faults', { outage: true });
    await sanna.clock.advance(2 * MINUTE);
    const now = await until(
      async () => {
        await sanna.clock.advance(500);
        return nowOf(sanna);
      },
      ({ breaker }) => breaker === 'open',
    );
    expect(now.alerts).toEqual([{ kind: 'breaker-open' }]);
    const { endpoints, steps } = await measuresOf(sanna);
    const failed = endpoints.reduce((sum, each) => sum + each.failed, 0);
    expect(named(endpoints, 'validate')?.failed).toBeGreaterThan(0);
    expect(failed).toBeGreaterThanOrEqual(BREAKER_THRESHOLD);
    expect(steps.reduce((sum, { wrapperFailed }) => sum + wrapperFailed, 0)).toBe(failed);
  });

  test('a draft for want of its answer is on its account only while the server answers', async () => {
    await using field = await openField();
    const sanna = await field.laptop('sanna.reyes');
    await synced(sanna);
    await makeContact(sanna);
    await synced(sanna);
    expect(await targetOf(sanna, 'wrapper-failures')).toMatchObject({ value: 0, isMet: true });
    sanna.network.unreachable.add(wrapperHost(field));
    await sanna.clock.advance(2 * MINUTE);
    expect((await run(sanna, 'contacts.create', { contactId: uuidV7(), lastName: 'Moe', orgId })).status).toBe('held');
    const blamed = await targetOf(sanna, 'wrapper-failures');
    expect(blamed).toMatchObject({ value: 1 / (blamed?.count ?? 0), isMet: false });
    sanna.network.isDown = true;
    await sanna.clock.advance(3 * MINUTE);
    expect((await nowOf(sanna)).connection).toBe('offline');
    await run(sanna, 'contacts.create', { contactId: uuidV7(), lastName: 'Brekke', orgId });
    const after = await targetOf(sanna, 'wrapper-failures');
    expect(Math.round((after?.value ?? 0) * (after?.count ?? 0))).toBe(1);
  });
});

describe('caches', () => {
  test('a value that is not here yet is a miss, then a hit, and stale once it is old', async () => {
    await using field = await openField();
    const sanna = await field.laptop('sanna.reyes');
    const { employeeId } = await field.tokens('manager');
    const look = () => sanna.engine.call.people.byId({ employeeIds: [employeeId] });
    expect(await look()).toEqual([]);
    await until(
      () => sanna.engine.call.people.freshness(),
      (list) => list.some(({ key }) => key === `employee:${employeeId}`),
    );
    await look();
    await look();
    const cache = async () => named((await measuresOf(sanna)).caches, 'employee');
    expect(await cache()).toMatchObject({ count: 3, failed: 1 });
    sanna.network.isDown = true;
    await sanna.clock.advance(20 * MINUTE);
    sanna.clock.sleep(41 * MINUTE);
    expect(await look()).toHaveLength(1);
    const { caches } = await measuresOf(sanna, 24);
    expect(named(caches, 'employee')).toMatchObject({ count: 4, failed: 2 });
  });

  test('what is refreshed behind the scenes is no read', async () => {
    await using field = await openField();
    const sanna = await field.laptop('sanna.reyes');
    await synced(sanna);
    await sanna.clock.advance(10 * MINUTE);
    await synced(sanna);
    const { caches } = await measuresOf(sanna);
    expect([named(caches, 'roles'), named(caches, 'tenant')]).toEqual([undefined, undefined]);
    await sanna.engine.call.people.tenant();
    expect(named((await measuresOf(sanna)).caches, 'tenant')).toMatchObject({ count: 1, failed: 0 });
  });

  test('one that stays out of date deserves a look', async () => {
    await using field = await openField();
    const sanna = await field.laptop('sanna.reyes');
    await synced(sanna);
    await sanna.engine.call.people.organisation();
    sanna.network.unreachable.add(wrapperHost(field));
    await sanna.clock.advance(22 * MINUTE);
    const { alerts } = await nowOf(sanna);
    expect(alerts.filter(({ kind }) => kind === 'stale-cache')).toMatchObject([{ topic: 'organisation' }]);
  });
});

describe('this laptop', () => {
  test('reads and changes are counted by topic, and an answer "not found" is no failure', async () => {
    await using field = await openField();
    const sanna = await field.laptop('sanna.reyes');
    const contactId = await makeContact(sanna);
    await synced(sanna);
    const sort = { field: 'lastName', direction: 'asc' } as const;
    await sanna.engine.call.contacts.page({ sort, filter: {}, limit: 5 });
    await sanna.engine.call.contacts.get({ contactId });
    expect(await codeOf(sanna.engine.call.contacts.get({ contactId: uuidV7() }))).toBe('NOT_FOUND');
    expect(await codeOf(run(sanna, 'contacts.fly', {}))).toBe('UNKNOWN_MUTATION');
    await run(sanna, 'contacts.edit', { contactId, set: { phone: '482' } });
    await sanna.engine.call.mutations.explain({ name: 'contacts.delete', args: { contactId } });
    const { reads, writes, targets } = await measuresOf(sanna);
    expect(named(reads, 'contacts')).toMatchObject({ count: 2, failed: 0 });
    expect(writes.map(({ name, count, failed }) => [name, count, failed])).toEqual([['contacts', 2, 0]]);
    const byId = Object.fromEntries(targets.map(({ id, count, isMet }) => [id, { count, isMet }]));
    expect(byId).toMatchObject({
      availability: { isMet: true },
      'permission-page': { count: 1, isMet: true },
      'sign-in': { count: 1, isMet: true },
    });
  });

  test('a change after the writing window was not possible', async () => {
    await using field = await openField();
    const sanna = await field.laptop('sanna.reyes');
    const contactId = await makeContact(sanna);
    await synced(sanna);
    sanna.network.isDown = true;
    await sanna.clock.advance(31 * MINUTE);
    expect(await run(sanna, 'contacts.edit', { contactId, set: { phone: '482' } })).toMatchObject({
      code: 'WINDOW_OVER',
    });
    const { writes, targets } = await measuresOf(sanna);
    expect(named(writes, 'contacts')).toMatchObject({ count: 2, failed: 1 });
    expect(targets.find(({ id }) => id === 'availability')?.isMet).toBe(false);
  });

  test('falling behind is sampled by the minute and told, and the user’s own switch is not', async () => {
    await using field = await openField();
    const sanna = await field.laptop('sanna.reyes');
    await synced(sanna);
    await sanna.clock.advance(2 * MINUTE);
    expect(await targetOf(sanna, 'sync-lag')).toMatchObject({ count: 2, isMet: true });
    sanna.network.isDown = true;
    await sanna.clock.advance(20 * MINUTE);
    expect(await targetOf(sanna, 'sync-lag')).toMatchObject({ count: 22, isMet: false });
    expect((await nowOf(sanna)).alerts).toContainEqual({ kind: 'behind', lagMs: expect.any(Number) });
    await sanna.engine.call.sync.workOffline({ isOn: true });
    await sanna.clock.advance(5 * MINUTE);
    expect(await targetOf(sanna, 'sync-lag')).toMatchObject({ count: 22 });
  });
});

describe('kept', () => {
  test('what was measured survives the end of the program, and is gone after a week', async () => {
    await using field = await openField();
    const sanna = await field.laptop('sanna.reyes');
    await makeContact(sanna);
    await synced(sanna);
    const { nowMs } = await nowOf(sanna);
    const again = await sanna.restart();
    expect(named((await measuresOf(again, 168)).writes, 'contacts')).toMatchObject({ count: 1 });
    const later = await again.restart({ clock: createTestClock({ startMs: nowMs + 6 * DAY }) });
    expect(named((await measuresOf(later, 24)).writes, 'contacts')).toBeUndefined();
    expect(named((await measuresOf(later, 168)).writes, 'contacts')).toMatchObject({ count: 1 });
    const last = await later.restart({ clock: createTestClock({ startMs: nowMs + 7 * DAY + 2 * 60 * MINUTE }) });
    await last.engine.call.contacts.tags();
    const { writes, sinceMs } = await measuresOf(last, 168);
    expect(named(writes, 'contacts')).toBeUndefined();
    expect(sinceMs).toBeGreaterThan(nowMs + 5 * DAY);
  });

  test('minutes are gone after two hours while their hours stay', async () => {
    await using field = await openField();
    const sanna = await field.laptop('sanna.reyes');
    await makeContact(sanna);
    const { nowMs } = await nowOf(sanna);
    const later = await sanna.restart({ clock: createTestClock({ startMs: nowMs + 3 * 60 * MINUTE }) });
    await later.engine.call.contacts.tags();
    await nowOf(later);
    const spans = later.engine.appContext
      .database()
      .read.prepared<[], { spanMs: number }>("select spanMs from healthBucket where series = 'write.contacts'")
      .all([]);
    expect(spans).toEqual([{ spanMs: 60 * MINUTE }]);
  });
});

test('the placement ledger stands on measured reads, changes, rows and hits', async () => {
  await using field = await openField();
  const sanna = await field.laptop('sanna.reyes');
  const contactId = await makeContact(sanna);
  await makeContact(sanna, { firstName: 'Erik' });
  await synced(sanna);
  await sanna.engine.call.contacts.get({ contactId });
  await sanna.engine.call.people.tenant();
  const { nowMs } = await nowOf(sanna);
  const { types, isTooEarly } = await sanna.engine.call.measures.placement({ hours: 24, untilMs: nowMs });
  const typeOf = (id: string) => types.find((each) => each.id === id);
  expect(isTooEarly).toBe(true);
  expect(typeOf('contacts')).toMatchObject({ reads: 1, writes: 2, rows: 2, hitRate: null });
  expect(typeOf('contacts')?.bytes).toBeGreaterThan(200);
  expect(typeOf('custom-fields')).toMatchObject({ reads: 1, writes: null, rows: null });
  expect(typeOf('audit')).toMatchObject({ writes: 2 });
  expect(typeOf('tenant-config')).toMatchObject({ reads: 1, rows: 1, hitRate: 1 });
  expect(typeOf('permissions')).toMatchObject({ rows: null, freshAtMs: expect.any(Number) });
  expect(typeOf('permissions')?.reads).toBeGreaterThan(0);
  expect(typeOf('files')).toMatchObject({ reads: null, rows: null, freshAtMs: null });
  expect(typeOf('contacts')?.hints).toEqual([{ score: 'dataVolume', declared: 4, measured: 1 }]);
});
