import { afterEach, beforeEach, expect, test } from 'vitest';
import { HALDEN_EMPLOYEES, HALDEN_TENANT_ID, HALDEN_UNITS } from '../../wrapper-sandbox/demo-tenant.ts';
import { listen } from './listen.ts';
import {
  availableCredits,
  brief,
  calls,
  control,
  mutation,
  newId,
  post,
  pullAll,
  push,
  pushOne,
  signIn,
  startWorld,
  type World,
} from './start-world.ts';

const orgId = HALDEN_UNITS.northField;
const contact = () => mutation({ name: 'contacts.create', args: { contactId: newId(), lastName: 'Prova', orgId } });
const company = () => mutation({ name: 'companies.create', args: { companyId: newId(), name: 'Alder', orgId } });

let first: World;
let second: World;
beforeEach(async () => {
  first = await startWorld();
  second = await first.beside();
});
afterEach(async () => {
  await second.close();
  await first.close();
});

const status = async (world: World, token: string): Promise<number> =>
  (await post(world, '/v1/pull', token, { cursor: null })).status;

test('what one process wrote is poked to those who listen at the other, and is there', async () => {
  const token = await signIn(first, HALDEN_EMPLOYEES.sales);
  const stream = await listen(second, token);
  await push(first, token, [company()]);
  await stream.until((all) => all.some((event) => event.kind === 'newer' && event.seq === 2));
  expect((await pullAll(second, token)).rows).toHaveLength(2);
  stream.cancel();
});

test('the same changes sent to both at once are applied once, charged once, and answered alike', async () => {
  const token = await signIn(first, HALDEN_EMPLOYEES.sales);
  const changes = Array.from({ length: 20 }, () => [contact(), company()]).flat();
  const answers = await Promise.all([first, second, first, second].map((world) => push(world, token, changes)));
  const verdicts = answers.map((each) => each.map(({ outcome }) => brief(outcome).replace('duplicate ', '')));
  for (const each of verdicts) expect(new Set(each)).toEqual(new Set(['applied']));
  const { rows } = await pullAll(first, token);
  expect(rows.filter(([kind]) => kind === 'contact')).toHaveLength(20);
  expect(rows.filter(([kind]) => kind === 'history')).toHaveLength(40);
  expect(100_000 - availableCredits(first, HALDEN_TENANT_ID)).toBeCloseTo(2);
  const numbers = rows.map(([, , seq]) => seq);
  expect(new Set(numbers).size).toBe(numbers.length);
});

const kinds = (kind: string, count: number) => Array.from({ length: count }, () => kind);

/** One of the processes, held before its next commit until it is let go. */
async function held(): Promise<{ readonly world: World; readonly reached: Promise<void>; readonly letGo: () => void }> {
  const [reached, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const at = (step: string): Promise<void> | undefined => {
    if (step !== 'before-commit') return undefined;
    reached.resolve();
    return gate.promise;
  };
  return { world: await first.beside({ hooks: { at } }), reached: reached.promise, letGo: () => gate.resolve() };
}

test('what one process decided before the other one wrote is decided again', async () => {
  const token = await signIn(first, HALDEN_EMPLOYEES.sales);
  const slow = await held();
  const same = company();
  const late = push(slow.world, token, [same, company()]);
  await slow.reached;
  const early = await push(second, token, [company(), same]);
  slow.letGo();
  const outcomes = [...early, ...(await late)].map(({ outcome }) => brief(outcome));
  expect(outcomes).toEqual(['applied', 'applied', 'duplicate applied', 'applied']);
  const { rows } = await pullAll(first, token);
  expect(rows.map(([kind]) => kind).toSorted()).toEqual([...kinds('company', 3), ...kinds('history', 3)]);
  expect(rows.map(([, , seq]) => seq)).toEqual([1, 2, 3, 4, 5, 6]);
  await slow.world.close();
});

test('a refusal by one stands, and the other one gives it as well', async () => {
  const token = await signIn(first, HALDEN_EMPLOYEES.sales);
  const slow = await held();
  const edit = mutation({ name: 'companies.edit', args: { companyId: newId(), set: { name: 'Birch' } } });
  const late = pushOne(slow.world, token, edit);
  await slow.reached;
  expect(brief(await pushOne(second, token, edit))).toBe('refused NOT_FOUND');
  slow.letGo();
  expect(brief(await late)).toBe('duplicate refused NOT_FOUND');
  await slow.world.close();
});

test('many writers at both number everything without a gap that a reader could miss', async () => {
  const token = await signIn(first, HALDEN_EMPLOYEES.sales);
  const seen = new Map<string, number>();
  let cursor: string | null = null;
  const writing = Promise.all(
    Array.from({ length: 30 }, (_, at) => push(at % 2 === 0 ? first : second, token, [company(), company()])),
  );
  let isWritten = false;
  void writing.then(() => (isWritten = true));
  for (let isLast = false; !isLast;) {
    isLast = isWritten;
    const page = await pullAll(isLast ? first : second, token, cursor, 7);
    cursor = page.cursor;
    for (const [, id, seq] of page.rows) seen.set(id, seq);
  }
  expect(seen.size).toBe(120);
  await writing;
});

test('a session that one process was told to end is refused by the other one at its next read, and its stream is cut', async () => {
  const token = await signIn(first, HALDEN_EMPLOYEES.sales);
  expect(await status(second, token)).toBe(200);
  const stream = await listen(second, token);
  await control(first, 'PUT', 'faults', { outage: true }); // the other one could go on with what it knows
  expect(await status(second, token)).toBe(200);
  await control(first, 'POST', 'webhook', {
    type: 'session.revoked',
    employeeId: HALDEN_EMPLOYEES.sales,
    tenantId: HALDEN_TENANT_ID,
  });
  expect(await status(second, token)).not.toBe(200);
  await stream.ended;
  expect(stream.events.at(-1)).toMatchObject({ kind: 'session-revoked' });
});

test('what one process heard of the wrapper is not repeated to its own readers, and once to those of the other', async () => {
  const token = await signIn(first, HALDEN_EMPLOYEES.sales);
  const [here, there] = [await listen(first, token), await listen(second, token)];
  await control(first, 'POST', 'webhook', { type: 'tenant.changed', tenantId: HALDEN_TENANT_ID });
  await there.until((all) => all.length === 2);
  await push(second, token, [company()]);
  await here.until((all) => all.some((event) => event.kind === 'newer' && event.seq === 2));
  const told = (all: typeof here.events) => all.filter(({ kind }) => kind === 'wrapper-changed').length;
  expect([told(here.events), told(there.events)]).toEqual([1, 1]);
  here.cancel();
  there.cancel();
});

test('what only a newer build takes is passed over, and what comes after it is heard', async () => {
  const token = await signIn(first, HALDEN_EMPLOYEES.sales);
  const stream = await listen(second, token);
  const event = { type: 'planet.changed', tenantId: HALDEN_TENANT_ID, id: newId(), atMs: Date.now() };
  await first.server.store.takeWebhook({ id: event.id, body: JSON.stringify(event), atMs: event.atMs });
  await control(first, 'POST', 'webhook', { type: 'tenant.changed', tenantId: HALDEN_TENANT_ID });
  await stream.until((all) => all.some(({ kind }) => kind === 'wrapper-changed'));
  stream.cancel();
});

test('a webhook that both are sent is acted on once', async () => {
  const event = { type: 'tenant.changed', tenantId: HALDEN_TENANT_ID, id: newId(), atMs: Date.now() };
  const taken = [first, second].map(({ server }) =>
    server.store.takeWebhook({ id: event.id, body: JSON.stringify(event), atMs: event.atMs }),
  );
  expect((await Promise.all(taken)).toSorted()).toEqual([false, true]);
});

test('a process that starts drops what a webhook named whose taker died before it could', async () => {
  const token = await signIn(first, HALDEN_EMPLOYEES.sales);
  await pushOne(first, token, company());
  const asked = () => calls(first, /\/tenants\//);
  const before = asked();
  const event = { type: 'tenant.changed', tenantId: HALDEN_TENANT_ID, id: newId(), atMs: Date.now() };
  await first.server.store.takeWebhook({ id: event.id, body: JSON.stringify(event), atMs: event.atMs });
  await first.server.close();
  first = await first.restart();
  await pushOne(first, token, company());
  expect(asked()).toBeGreaterThan(before);
});
