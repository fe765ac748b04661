import { expect, test } from 'vitest';
import { openField, type Field, type Laptop } from './field.ts';
import type { Intercept } from './network.ts';
import { contactOf, counts, makeContact, run, synced } from './records.ts';
import { until } from './test-clock.ts';

const EDITS = 250;

/** Offline, with so many changes waiting. */
async function withQueue(field: Field): Promise<{ sanna: Laptop; contactId: string }> {
  const sanna = await field.laptop('sanna.reyes');
  const contactId = await makeContact(sanna);
  await synced(sanna);
  sanna.network.isDown = true;
  await sanna.engine.call.sync.now();
  for (let edit = 1; edit <= EDITS; edit += 1)
    await run(sanna, 'contacts.edit', { contactId, set: { jobTitle: `Edit ${edit}` } });
  expect(await counts(sanna)).toMatchObject({ queued: EDITS });
  return { sanna, contactId };
}

const spoilt = (init: RequestInit): RequestInit => ({
  ...init,
  headers: { ...(init.headers as object), authorization: 'Bearer ended' },
});

/** The server gets a token that ended, as long as `isEnded` says so. */
const ending =
  (isEnded: (path: string) => boolean): Intercept =>
  ({ url, init, pass }) =>
    url.pathname.startsWith('/v1/') && isEnded(url.pathname) ? pass(spoilt(init)) : pass();

const pushes = ({ network }: Laptop): number => network.log.filter((path) => path === '/v1/push').length;

async function drained(laptop: Laptop): Promise<void> {
  await until(
    async () => {
      await laptop.clock.advance(5_000);
      return counts(laptop);
    },
    ({ acknowledged }) => acknowledged === EDITS + 1,
    20_000,
  );
}

test('a token that ends between two batches is renewed, and every change arrives once', async () => {
  await using field = await openField();
  const { sanna, contactId } = await withQueue(field);
  let batch = 0;
  sanna.network.intercept = ending((path) => path === '/v1/push' && (batch += 1) === 2);
  sanna.network.isDown = false;
  expect(await sanna.engine.call.sync.now()).toMatchObject({ kind: 'stopped', code: 'UNAUTHENTICATED' });
  expect(await counts(sanna)).toMatchObject({ queued: EDITS - 100, acknowledged: 101, parked: 0, discarded: 0 });
  await drained(sanna);
  expect(pushes(sanna)).toBe(1 + 4);
  const of = { kind: 'contact', id: contactId } as const;
  const { items } = await sanna.engine.call.timeline.page({ of, kinds: ['history'], limit: 200 });
  const made = items.flatMap((entry) => (entry.kind === 'history' ? [entry.row.mutationId] : []));
  expect([made.length, new Set(made).size]).toEqual([200, 200]);
  expect(await contactOf(sanna, contactId)).toMatchObject({ jobTitle: `Edit ${EDITS}`, pending: null });
}, 30_000);

test('a token that the server refuses before its time is renewed, and nobody has to sign in', async () => {
  await using field = await openField();
  const { sanna, contactId } = await withQueue(field);
  let refused: string | undefined;
  sanna.network.intercept = ({ url, init, pass }) => {
    if (!url.pathname.startsWith('/v1/')) return pass();
    const { authorization } = init.headers as { authorization: string };
    refused ??= authorization;
    return pass(authorization === refused ? spoilt(init) : init);
  };
  sanna.network.isDown = false;
  expect(await sanna.engine.call.sync.now()).toMatchObject({ kind: 'stopped', code: 'UNAUTHENTICATED' });
  expect(await sanna.engine.call.sync.now()).toEqual({ kind: 'done' });
  expect(await sanna.engine.call.session.status()).toMatchObject({ kind: 'signed-in', isSignInNeeded: false });
  expect(await counts(sanna)).toMatchObject({ queued: 0, acknowledged: EDITS + 1 });
  expect(await contactOf(sanna, contactId)).toMatchObject({ jobTitle: `Edit ${EDITS}`, pending: null });
}, 30_000);

test('a token that cannot be renewed for an hour pauses: nothing is dropped and nothing is stormed', async () => {
  await using field = await openField();
  const { sanna, contactId } = await withQueue(field);
  const wrapper = new URL(field.sandbox.url).host;
  const isAway = ({ url, init, pass }: Parameters<Intercept>[0]): Promise<Response> =>
    url.host === wrapper ? Promise.reject(new TypeError('fetch failed')) : pass(spoilt(init));
  sanna.network.intercept = isAway;
  sanna.network.isDown = false;
  const sent = sanna.network.log.length;
  for (let minute = 0; minute < 60; minute += 1) await sanna.clock.advance(60_000);
  expect(await counts(sanna)).toMatchObject({ queued: EDITS, sending: 0, parked: 0, discarded: 0 });
  expect(await contactOf(sanna, contactId)).toMatchObject({ jobTitle: `Edit ${EDITS}` });
  expect(await sanna.engine.call.session.status()).toMatchObject({ kind: 'signed-in' });
  // an hour of asking is a handful of requests to the server, and never a storm
  const asked = sanna.network.log.slice(sent).filter((path) => path.startsWith('/v1/')).length;
  expect(asked).toBeLessThan(80);
  sanna.network.intercept = null;
  await sanna.engine.host.session.signIn(await field.tokens('sanna.reyes'));
  await drained(sanna);
}, 60_000);

test('the work of one user is never sent under the name of the next', async () => {
  await using field = await openField();
  const { sanna, contactId } = await withQueue(field);
  const own = await sanna.engine.call.outbox.list({ states: ['queued'] });
  sanna.network.unreachable.add(new URL(field.server.url).host);
  sanna.network.isDown = false;
  await sanna.engine.call.session.signOut({ isUnsentKept: true });
  const bodies: string[] = [];
  sanna.network.unreachable.clear();
  sanna.network.intercept = ({ init, pass }) => {
    bodies.push(String(init.body));
    return pass();
  };
  await sanna.engine.host.session.signIn(await field.tokens('admin'));
  const other = await makeContact(sanna, { lastName: 'Of the next one' });
  await synced(sanna);
  expect(await contactOf(sanna, other)).toMatchObject({ pending: null });
  const sent = bodies.join();
  expect(own.filter(({ mutationId }) => sent.includes(mutationId))).toEqual([]);
  await sanna.engine.call.session.signOut({});
  await sanna.engine.host.session.signIn(await field.tokens('sanna.reyes'));
  await drained(sanna);
  expect(await contactOf(sanna, contactId)).toMatchObject({ jobTitle: `Edit ${EDITS}`, pending: null });
}, 30_000);
