import { afterEach, beforeEach, expect, test } from 'vitest';
import { HALDEN_EMPLOYEES, HALDEN_TENANT_ID, HALDEN_UNITS } from '../../wrapper-sandbox/demo-tenant.ts';
import { PANNON_EMPLOYEES } from '../../wrapper-sandbox/second-tenant.ts';
import { manualClock, type ManualClock } from './manual-clock.ts';
import { calls, control, post, signIn, startWorld, type World } from './start-world.ts';

const MINUTE_MS = 60_000;
let clock: ManualClock;
let world: World;
beforeEach(async () => {
  clock = manualClock();
  world = await startWorld({ clock, sandbox: { clock } });
});
afterEach(() => world.close());

/** `200`, or status and code. */
async function read(token: string): Promise<string> {
  const response = await post(world, '/v1/pull', token, { cursor: null });
  const { code } = (await response.json()) as { code?: string };
  return code === undefined ? String(response.status) : `${response.status} ${code}`;
}

/** A call under a clock that stands still: the wrapper's retries wait on it, so it has to be moved. */
async function readMoving(token: string): Promise<string> {
  let answer: string | undefined;
  void read(token).then((text) => (answer = text));
  while (answer === undefined) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    clock.advance(50);
  }
  return answer;
}

const validations = (): number => calls(world, /validate/);

test('a validation serves reads for a minute, then the wrapper is asked again', async () => {
  const token = await signIn(world, HALDEN_EMPLOYEES.sales);
  expect([await read(token), await read(token), validations()]).toEqual(['200', '200', 1]);
  clock.advance(59_000);
  expect([await read(token), validations()]).toEqual(['200', 1]);
  clock.advance(2_000);
  expect([await read(token), validations()]).toEqual(['200', 2]);
});

test('a clock that is set back does not make a validation last longer', async () => {
  const token = await signIn(world, HALDEN_EMPLOYEES.sales);
  await read(token);
  clock.setWall(clock.wallMs() - 30_000);
  clock.advance(45_000);
  expect([await read(token), validations()]).toEqual(['200', 1]);
  clock.advance(16_000);
  expect([await read(token), validations()]).toEqual(['200', 2]);
});

test('reads go on while the wrapper is away, no longer than the token lives', async () => {
  const token = await signIn(world, HALDEN_EMPLOYEES.sales);
  await read(token);
  await control(world, 'PUT', 'faults', { outage: true });
  clock.advance(10 * MINUTE_MS);
  expect(await readMoving(token)).toBe('200');
  clock.advance(6 * MINUTE_MS);
  expect(await readMoving(token)).toBe('503 WRAPPER_UNREACHABLE');
});

test('a token that was never validated reads nothing while the wrapper is away', async () => {
  const token = await signIn(world, HALDEN_EMPLOYEES.sales);
  await control(world, 'PUT', 'faults', { outage: true });
  expect(await readMoving(token)).toBe('503 WRAPPER_UNREACHABLE');
});

test('after a revocation nothing is read, wrapper there or away, and other people go on', async () => {
  const [sales, viewer] = [await signIn(world, HALDEN_EMPLOYEES.sales), await signIn(world, HALDEN_EMPLOYEES.viewer)];
  expect([await read(sales), await read(viewer)]).toEqual(['200', '200']);
  await control(world, 'POST', 'webhook', {
    type: 'session.revoked',
    employeeId: HALDEN_EMPLOYEES.sales,
    tenantId: HALDEN_TENANT_ID,
  });
  expect(await read(sales)).toBe('401 SESSION_REVOKED');
  await control(world, 'PUT', 'faults', { outage: true });
  expect([await readMoving(sales), await read(viewer)]).toEqual(['503 WRAPPER_UNREACHABLE', '200']);
});

test('a changed employee, role or tree is asked for again at once', async () => {
  const token = await signIn(world, HALDEN_EMPLOYEES.sales);
  await read(token);
  for (const type of ['employee.changed', 'role.changed', 'organization.changed']) {
    const before = validations();
    await control(world, 'POST', 'webhook', { type, employeeId: HALDEN_EMPLOYEES.sales, tenantId: HALDEN_TENANT_ID });
    await read(token);
    expect(validations()).toBe(before + 1);
  }
});

test('the tree of units is kept for a quarter of an hour and then fetched behind the answer', async () => {
  const token = await signIn(world, HALDEN_EMPLOYEES.sales);
  await read(token);
  const trees = () => calls(world, /organizations/);
  clock.advance(14 * MINUTE_MS);
  await read(token);
  expect(trees()).toBe(1);
  clock.advance(2 * MINUTE_MS);
  const fresh = await signIn(world, HALDEN_EMPLOYEES.sales);
  expect(await read(fresh)).toBe('200');
  for (let tries = 0; trees() < 2 && tries < 100; tries += 1) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(trees()).toBe(2);
});

test('no token, a made-up one and one of a service read nothing', async () => {
  expect(await read('made-up')).toBe('401 UNAUTHENTICATED');
  const response = await fetch(`${world.server.url}/v1/pull`, {
    method: 'POST',
    headers: { 'satchel-protocol': '1', 'content-type': 'application/json' },
    body: '{"cursor":null}',
  });
  expect([response.status, response.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
});

test('an employee of a unit that does not exist any more sees only what is the whole tenant’s', async () => {
  await control(world, 'PUT', `employees/${HALDEN_EMPLOYEES.sales}`, {
    orgIds: [HALDEN_UNITS.root.replace(/.$/, 'f')],
  });
  const token = await signIn(world, HALDEN_EMPLOYEES.sales);
  expect(await read(token)).toBe('200');
  expect(await read(await signIn(world, PANNON_EMPLOYEES.admin))).toBe('200');
});
