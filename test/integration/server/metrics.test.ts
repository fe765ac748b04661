import { afterEach, beforeEach, expect, test } from 'vitest';
import { HALDEN_EMPLOYEES, HALDEN_TENANT_ID, HALDEN_UNITS } from '../../wrapper-sandbox/demo-tenant.ts';
import { control, mutation, newId, pull, pushOne, signIn, startWorld, type World } from './start-world.ts';

let world: World;
let token: string;
beforeEach(async () => {
  world = await startWorld();
  token = await signIn(world, HALDEN_EMPLOYEES.admin);
});
afterEach(() => world.close());

const text = async (): Promise<string> => (await fetch(`${world.server.url}/metrics`)).text();

/** The value of one line, by its name with labels. */
async function valueOf(line: string): Promise<number> {
  const found = (await text()).split('\n').find((each) => each.startsWith(`${line} `));
  return Number(found?.slice(line.length + 1));
}

test('each call to the wrapper is timed by its endpoint, and a second is a bound', async () => {
  await pull(world, token, { cursor: null });
  expect(await valueOf('satchel_wrapper_calls_total{endpoint="validate",code="OK"}')).toBe(1);
  expect(await valueOf('satchel_wrapper_call_seconds_count{endpoint="validate"}')).toBe(1);
  expect(await valueOf('satchel_wrapper_call_seconds_bucket{le="1",endpoint="validate"}')).toBe(1);
  expect(await valueOf('satchel_http_request_seconds_count{route="/v1/pull",method="POST",status="200"}')).toBe(1);
});

test('cached wrapper data is a miss that waits, then a hit', async () => {
  await pull(world, token, { cursor: null });
  const read = (outcome: string) =>
    valueOf(`satchel_wrapper_cache_reads_total{cache="organisations",outcome="${outcome}"}`);
  expect(await read('miss')).toBe(1);
  expect(await read('hit')).toBe(Number.NaN);
  await pull(world, await signIn(world, HALDEN_EMPLOYEES.admin), { cursor: null });
  expect([await read('miss'), await read('hit')]).toEqual([1, 1]);
});

test('an open breaker is told, and its answers are no calls', async () => {
  expect(await valueOf('satchel_wrapper_breaker{state="closed"}')).toBe(1);
  await control(world, 'PUT', 'faults', { outage: true });
  const other = await Promise.all(
    Array.from({ length: 3 }, () => signIn(world, HALDEN_EMPLOYEES.admin).catch(() => 'x')),
  );
  for (let index = 0; index < 8; index += 1)
    await pull(world, other[0] ?? 'x', { cursor: null }).catch(() => undefined);
  await expect.poll(() => valueOf('satchel_wrapper_breaker{state="open"}')).toBe(1);
  expect(await valueOf('satchel_wrapper_breaker{state="closed"}')).toBe(0);
  await control(world, 'PUT', 'faults', {});
});

test('tenants are counted and their heads summed, and nothing names one', async () => {
  expect([await valueOf('satchel_tenants'), await valueOf('satchel_changes')]).toEqual([0, 0]);
  const args = { companyId: newId(), name: 'Alder', orgId: HALDEN_UNITS.north };
  await pushOne(world, token, mutation({ name: 'companies.create', args }));
  const head = await world.server.store.head(HALDEN_TENANT_ID);
  expect(head).toBeGreaterThan(0);
  expect([await valueOf('satchel_tenants'), await valueOf('satchel_changes')]).toEqual([1, head]);
  expect(await text()).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-|halden/i);
});

test('charges without an end are counted, with the age of the oldest', async () => {
  expect([await valueOf('satchel_charges_open'), await valueOf('satchel_charges_oldest_seconds')]).toEqual([0, 0]);
  const intent = { tenantId: HALDEN_TENANT_ID, attempt: 1, feature: 'contacts', count: 1, amountMilli: 1000 } as const;
  const open = (state: 'open' | 'settled', ageMs: number) => {
    const mutationId = newId();
    return { ...intent, mutationId, key: mutationId, state, updatedAtMs: Date.now() - ageMs } as const;
  };
  await world.server.store.openIntents([open('open', 90_000), open('open', 5_000), open('settled', 800_000)]);
  expect(await valueOf('satchel_charges_open')).toBe(2);
  expect(Math.floor((await valueOf('satchel_charges_oldest_seconds')) / 10)).toBe(9);
});
