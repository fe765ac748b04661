import { connect } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { signWebhook, WEBHOOK_PATH, WEBHOOK_SIGNATURE_HEADER } from '../../../sync/wrapper-api/webhook.ts';
import { HALDEN_EMPLOYEES, HALDEN_TENANT_ID, HALDEN_UNITS } from '../../wrapper-sandbox/demo-tenant.ts';
import { PANNON_EMPLOYEES } from '../../wrapper-sandbox/second-tenant.ts';
import { listen } from './listen.ts';
import { control, mutation, newId, push, SECRET, signIn, startWorld, type World } from './start-world.ts';

const company = () =>
  mutation({ name: 'companies.create', args: { companyId: newId(), name: 'Alder', orgId: HALDEN_UNITS.northField } });
let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.close());

test('a stream begins with where the server is, pokes after a commit, and pokes nobody of another tenant', async () => {
  const token = await signIn(world, HALDEN_EMPLOYEES.sales);
  await push(world, token, [company()]);
  const [mine, foreign] = [
    await listen(world, token),
    await listen(world, await signIn(world, PANNON_EMPLOYEES.admin)),
  ];
  expect([mine.events, foreign.events]).toEqual([[{ kind: 'newer', seq: 2 }], [{ kind: 'newer', seq: 0 }]]);
  await push(world, token, [company()]);
  await mine.until((all) => all.length === 2);
  expect([mine.events[1], foreign.events.length]).toEqual([{ kind: 'newer', seq: 4 }, 1]);
  mine.cancel();
  foreign.cancel();
});

test('many commits at once make few pokes, the last of which names the head', async () => {
  const token = await signIn(world, HALDEN_EMPLOYEES.sales);
  const stream = await listen(world, token);
  const startMs = performance.now();
  for (let round = 0; round < 20; round += 1) await push(world, token, [company()]);
  const most = Math.ceil((performance.now() - startMs) / 20) + 2;
  await stream.until((all) => all.some((event) => event.kind === 'newer' && event.seq === 40));
  expect(stream.events.length).toBeLessThanOrEqual(most);
  stream.cancel();
});

test('a revoked session is told so and cut, others stay', async () => {
  const [mine, other] = [
    await listen(world, await signIn(world, HALDEN_EMPLOYEES.sales)),
    await listen(world, await signIn(world, HALDEN_EMPLOYEES.viewer)),
  ];
  await control(world, 'POST', 'webhook', {
    type: 'session.revoked',
    employeeId: HALDEN_EMPLOYEES.sales,
    tenantId: HALDEN_TENANT_ID,
  });
  await mine.ended;
  expect(mine.events.at(-1)).toMatchObject({ kind: 'session-revoked' });
  await control(world, 'POST', 'webhook', { type: 'tenant.changed', tenantId: HALDEN_TENANT_ID });
  await other.until((all) => all.length === 2);
  expect(other.events[1]).toEqual({ kind: 'wrapper-changed', topic: 'tenant.changed' });
  other.cancel();
});

test('a client that does not read is cut', async () => {
  const token = await signIn(world, HALDEN_EMPLOYEES.sales);
  const { hostname, port } = new URL(world.server.url);
  const socket = connect(Number(port), hostname);
  socket.write(`GET /v1/events HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\nsatchel-protocol: 1\r\n\r\n`);
  socket.pause();
  const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()).on('error', () => {}));
  const listeners = async () =>
    Number(/^satchel_event_listeners (\d+)/m.exec(await (await fetch(`${world.server.url}/metrics`)).text())?.[1]);
  for (let tries = 0; (await listeners()) === 0 && tries < 200; tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 10));
  const topic = 'x'.repeat(60_000);
  for (let round = 0; round < 1000 && (await listeners()) > 0; round += 1)
    world.server.tell(HALDEN_TENANT_ID, { kind: 'wrapper-changed', topic });
  expect(await listeners()).toBe(0);
  socket.destroy();
  await closed;
});

async function webhook(event: object, { secret = SECRET, atMs = Date.now(), signature = '' } = {}): Promise<number> {
  const body = JSON.stringify(event);
  const header = signature || (await signWebhook(secret, body, atMs));
  const response = await fetch(world.server.url + WEBHOOK_PATH, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', [WEBHOOK_SIGNATURE_HEADER]: header },
  });
  await response.body?.cancel();
  return response.status;
}

test('a webhook counts once, in time, with the right signature and in the known form only', async () => {
  const event = { id: newId(), type: 'tenant.changed', tenantId: HALDEN_TENANT_ID, atMs: Date.now() };
  expect(await webhook(event)).toBe(204);
  expect(await webhook(event)).toBe(400);
  world = await world.restart();
  expect(await webhook(event)).toBe(400);
  expect(await webhook({ ...event, id: newId() }, { secret: 'wrong' })).toBe(401);
  expect(await webhook({ ...event, id: newId() }, { atMs: Date.now() - 6 * 60_000 })).toBe(401);
  expect(await webhook({ ...event, id: newId() }, { signature: 'nonsense' })).toBe(401);
  expect(await webhook({ ...event, id: newId(), type: 'tenant.exploded' })).toBe(400);
});
