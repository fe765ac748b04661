import { expect, test } from 'vitest';
import type { PushResponse } from '../../../sync/protocol/push.ts';
import { openField, type Field, type Laptop } from './field.ts';
import { altering, type Intercept } from './network.ts';
import { counts, makeContact, run, synced } from './records.ts';
import { createTestClock, until } from './test-clock.ts';

const MINUTE = 60_000;
/** Every wait is drawn as long as it can be. */
const longest = (): number => 0.999;
const shortest = (): number => 0;

async function withContact(field: Field, random: () => number): Promise<{ laptop: Laptop; contactId: string }> {
  const laptop = await field.laptop('sanna.reyes', { random });
  const contactId = await makeContact(laptop);
  await synced(laptop);
  return { laptop, contactId };
}

const asked = ({ network }: Laptop, path: string): number => network.log.filter((each) => each === path).length;

/** @returns how far the laptop's clock had to go until it was so, by whole seconds */
async function secondsUntil(laptop: Laptop, isSo: () => Promise<boolean>): Promise<number> {
  let seconds = 0;
  await until(
    async () => {
      if (await isSo()) return true;
      seconds += 1;
      await laptop.clock.advance(1_000);
      return isSo();
    },
    Boolean,
    30_000,
  );
  return seconds;
}

const isDrained = (laptop: Laptop) => async (): Promise<boolean> => {
  const { queued, sending } = await counts(laptop);
  return queued + sending === 0;
};

test('after half an hour without any line the queue is gone about a minute later, however the waits are drawn', async () => {
  await using field = await openField();
  const { laptop, contactId } = await withContact(field, longest);
  laptop.network.isDown = true;
  await laptop.clock.advance(MINUTE);
  await run(laptop, 'contacts.edit', { contactId, set: { jobTitle: 'Buyer' } });
  await laptop.clock.advance(29 * MINUTE);
  laptop.network.isDown = false;
  expect(await secondsUntil(laptop, isDrained(laptop))).toBeLessThan(68);
}, 60_000);

test('a line that comes back is used at once, also by what has waited for the server for long before', async () => {
  await using field = await openField();
  const { laptop, contactId } = await withContact(field, longest);
  let tries = 0;
  laptop.network.refuses = (path) => {
    if (path === '/v1/pull') tries += 1;
    return path.startsWith('/v1/');
  };
  await run(laptop, 'contacts.edit', { contactId, set: { jobTitle: 'Buyer' } });
  await laptop.clock.advance(25 * MINUTE);
  const untilTry = tries;
  await secondsUntil(laptop, () => Promise.resolve(tries > untilTry));
  laptop.network.isDown = true;
  await laptop.clock.advance(65_000);
  laptop.network.isDown = false;
  laptop.network.refuses = () => false;
  expect(await secondsUntil(laptop, isDrained(laptop))).toBeLessThan(68);
}, 60_000);

/** What the server answers while the account service does not answer it. */
const undecided = altering<PushResponse>('/v1/push', ({ answers, ...rest }) => ({
  ...rest,
  answers: answers.map(({ id }, index) => ({
    id,
    outcome:
      index === 0
        ? { kind: 'later', code: 'WRAPPER_UNREACHABLE', message: 'The platform does not answer.' }
        : { kind: 'blocked', by: answers[0]?.id },
  })),
}));

test('what waited for the account service goes when it answers again, and what waited for that goes with it', async () => {
  await using field = await openField();
  const { laptop, contactId } = await withContact(field, longest);
  laptop.network.unreachable.add(new URL(field.sandbox.url).host);
  laptop.network.refuses = (path) => path === '/v1/push'; // so that both go in one request
  for (const jobTitle of ['Buyer', 'Head of buying'])
    await run(laptop, 'contacts.edit', { contactId, set: { jobTitle } });
  let isBack = false;
  laptop.network.intercept = async (call) => {
    if (isBack || call.url.pathname.startsWith('/v1/')) return isBack ? call.pass() : undecided(call);
    isBack = true;
    return call.pass();
  };
  await laptop.clock.advance(MINUTE);
  laptop.network.refuses = () => false;
  await laptop.clock.advance(5 * MINUTE);
  const pushes = asked(laptop, '/v1/push');
  expect(pushes).toBeGreaterThan(3);
  await secondsUntil(laptop, () => Promise.resolve(asked(laptop, '/v1/push') > pushes));
  laptop.network.unreachable.clear();
  await secondsUntil(laptop, () => Promise.resolve(isBack));
  expect(await secondsUntil(laptop, isDrained(laptop))).toBeLessThan(8);
}, 60_000);

test('what waits for the user makes the laptop ask no more often than an idle one', async () => {
  await using field = await openField();
  const { laptop } = await withContact(field, shortest);
  await makeContact(laptop, { email: 'a@b.example' });
  const secondId = await makeContact(laptop, { email: 'a@b.example', lastName: 'Second' });
  await synced(laptop);
  await run(laptop, 'contacts.edit', { contactId: secondId, set: { jobTitle: 'Buyer' } });
  await synced(laptop);
  expect(await counts(laptop)).toMatchObject({ parked: 1, queued: 1 });
  laptop.network.log.length = 0;
  await laptop.clock.advance(10 * MINUTE);
  expect(asked(laptop, '/v1/pull')).toBeLessThan(16);
}, 60_000);

test('a wait that a clock set back would make a day of ends with it', async () => {
  await using field = await openField();
  const { laptop, contactId } = await withContact(field, shortest);
  laptop.network.intercept = undecided;
  await run(laptop, 'contacts.edit', { contactId, set: { jobTitle: 'Buyer' } });
  await until(
    () => counts(laptop),
    ({ sending }) => sending === 0,
  );
  laptop.network.intercept = null;
  laptop.clock.setWall(laptop.clock.wallMs() - 24 * 60 * MINUTE);
  expect(await secondsUntil(laptop, isDrained(laptop))).toBeLessThan(60);
  // and with a restart, which nothing tells of the clock before
  laptop.network.intercept = undecided;
  await run(laptop, 'contacts.edit', { contactId, set: { jobTitle: 'Head of buying' } });
  await until(
    () => counts(laptop),
    ({ sending }) => sending === 0,
  );
  const again = await laptop.restart({ clock: createTestClock({ startMs: laptop.clock.wallMs() - 60 * MINUTE }) });
  expect(await secondsUntil(again, isDrained(again))).toBeLessThan(60);
}, 60_000);

test('a change that was told to come back in a moment does, with nobody touching anything', async () => {
  await using field = await openField();
  const { laptop, contactId } = await withContact(field, shortest);
  laptop.network.intercept = undecided;
  await run(laptop, 'contacts.edit', { contactId, set: { jobTitle: 'Buyer' } });
  await until(
    () => asked(laptop, '/v1/push'),
    (pushes) => pushes > 1,
  );
  await laptop.engine.call.sync.now();
  laptop.network.intercept = null;
  expect(await secondsUntil(laptop, isDrained(laptop))).toBeLessThan(8);
}, 60_000);

/** Asked to wait that long. */
const WAIT_MS = 10 * MINUTE;

test('a server that says when to come back is left alone until then', async () => {
  await using field = await openField();
  const { laptop } = await withContact(field, shortest);
  const busy = {
    type: 'about:blank',
    title: 'busy',
    status: 503,
    code: 'SERVER_BUSY',
    data: { retryAfterMs: WAIT_MS },
  };
  laptop.network.intercept = async ({ url, pass }) => {
    const response = await pass();
    if (url.pathname !== '/v1/pull') return response;
    const headers = { ...Object.fromEntries(response.headers), 'content-type': 'application/problem+json' };
    return new Response(JSON.stringify(busy), { status: 503, headers });
  };
  expect(await laptop.engine.call.sync.now()).toMatchObject({ code: 'SERVER_BUSY' });
  const before = asked(laptop, '/v1/pull');
  await laptop.clock.advance(WAIT_MS - 5_000);
  expect(asked(laptop, '/v1/pull')).toBe(before);
  await laptop.clock.advance(10_000);
  expect(asked(laptop, '/v1/pull')).toBe(before + 1);
}, 60_000);

test('so is it with a change that it told to come back later', async () => {
  await using field = await openField();
  const { laptop, contactId } = await withContact(field, shortest);
  laptop.network.intercept = altering<PushResponse>('/v1/push', ({ answers, ...rest }) => ({
    ...rest,
    answers: answers.map(({ id }) => ({
      id,
      outcome: { kind: 'later', code: 'SERVER_BUSY', message: 'Busy.', retryAfterMs: WAIT_MS },
    })),
  }));
  await run(laptop, 'contacts.edit', { contactId, set: { jobTitle: 'Buyer' } });
  await until(
    () => asked(laptop, '/v1/push'),
    (pushes) => pushes > 1,
  );
  await until(
    () => counts(laptop),
    ({ sending }) => sending === 0,
  );
  laptop.network.intercept = null;
  const before = asked(laptop, '/v1/push');
  await laptop.clock.advance(WAIT_MS - 5_000);
  expect(asked(laptop, '/v1/push')).toBe(before);
  expect(await secondsUntil(laptop, isDrained(laptop))).toBeLessThan(15);
}, 60_000);

/** Every stream of events ends as soon as it is open. */
const endingStreams: Intercept = async ({ url, pass }) => {
  const response = await pass();
  if (url.pathname !== '/v1/events') return response;
  await response.body?.cancel();
  return new Response('', { headers: response.headers });
};

async function behindEndingStreams(field: Field): Promise<Laptop> {
  const laptop = await field.laptop('sanna.reyes', { isSignedOut: true, random: () => 0.5 });
  laptop.network.intercept = endingStreams;
  await laptop.engine.host.session.signIn(await field.tokens('sanna.reyes'));
  await synced(laptop);
  await laptop.clock.advance(10_000);
  expect(asked(laptop, '/v1/events')).toBeGreaterThan(2);
  laptop.network.log.length = 0;
  return laptop;
}

test('where no stream of events lives for long the server is asked about as often as by an idle laptop', async () => {
  await using field = await openField();
  const laptop = await behindEndingStreams(field);
  await laptop.clock.advance(10 * MINUTE);
  expect(asked(laptop, '/v1/events')).toBeGreaterThan(10);
  expect(laptop.network.log.filter((path) => path.startsWith('/v1/')).length).toBeLessThan(120);
}, 60_000);

test('a line that comes and goes does not ask the account service for everything each time', async () => {
  await using field = await openField();
  const laptop = await behindEndingStreams(field);
  const contactId = await makeContact(laptop);
  for (let write = 0; write < 40; write += 1) {
    await run(laptop, 'contacts.edit', { contactId, set: { jobTitle: `${write}` } });
    await synced(laptop);
  }
  expect(asked(laptop, '/v1/events')).toBeGreaterThan(30);
  expect(laptop.network.log.filter((path) => !path.startsWith('/v1/')).length).toBeLessThan(40);
  const roles = () => laptop.network.log.filter((path) => path.includes('/roles')).length;
  const before = roles();
  await laptop.clock.advance(MINUTE);
  await until(roles, (calls) => calls > before); // what may have been missed is asked for in the end
}, 60_000);
