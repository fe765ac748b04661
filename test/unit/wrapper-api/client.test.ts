import { describe, expect, test } from 'vitest';
import { createWrapperClient } from '../../../sync/wrapper-api/client.ts';
import { PROBLEM_TYPE } from '../../../sync/wrapper-api/problem.ts';
import type { WrapperCallEvent } from '../../../sync/wrapper-api/resilient-caller.ts';
import { createFakeClock, settle } from './fake-clock.ts';

type Answer = (init: RequestInit & { url: string }) => Response | Promise<Response>;

const TOKEN = 'token-of-the-test';
const ROLES = [{ id: 'viewer', name: 'Viewer', permissions: ['read'] }];
const json = (value: unknown, init: ResponseInit = {}) =>
  new Response(JSON.stringify(value), { ...init, headers: { 'content-type': 'application/json', ...init.headers } });
const problem = (status: number, code: string, headers = {}) =>
  json({ title: 'x', status, code }, { status, headers: { 'content-type': PROBLEM_TYPE, ...headers } });
const html = (status = 200) => new Response('<h1>Welcome</h1>', { status, headers: { 'content-type': 'text/html' } });
const hang: Answer = () => new Promise(() => {}); // ignores its signal, as a half-open socket may
const dropped: Answer = () => {
  throw new TypeError('fetch failed');
};

/** A client whose wrapper gives `answers` in turn, the last one for ever. */
function setUp(...answers: Answer[]) {
  const clock = createFakeClock();
  const calls: (RequestInit & { url: string })[] = [];
  const events: WrapperCallEvent[] = [];
  const fetch = async (url: unknown, init: RequestInit = {}) => {
    calls.push({ ...init, url: String(url) });
    const answer = answers[Math.min(calls.length, answers.length) - 1] ?? hang;
    return answer({ ...init, url: String(url) });
  };
  const observe = (event: WrapperCallEvent) => void events.push(event);
  const client = createWrapperClient({ baseUrl: 'https://wrapper.example', fetch, clock, random: () => 0.5, observe });
  return { client, clock, calls, events };
}

/** What a promise came to, as one comparable value. */
const outcome = (promise: Promise<unknown>) =>
  promise.then(
    (value) => ({ value }),
    (error: { code?: string; data?: unknown }) => ({ code: error.code, data: error.data }),
  );

describe('what an answer means', () => {
  test.each([
    { name: 'captive portal', answer: () => html(), want: { code: 'WRAPPER_UNREACHABLE' } },
    { name: "a proxy's 403 page", answer: () => html(403), want: { code: 'WRAPPER_UNREACHABLE' } },
    { name: "a proxy's 407", answer: () => html(407), want: { code: 'WRAPPER_UNREACHABLE' } },
    { name: "a portal's 401 page does not sign out", answer: () => html(401), want: { code: 'WRAPPER_UNREACHABLE' } },
    {
      name: 'a redirect',
      answer: () => new Response(null, { status: 302, headers: { location: 'https://login.example' } }),
      want: { code: 'WRAPPER_UNREACHABLE' },
    },
    { name: '204', answer: () => new Response(null, { status: 204 }), want: { code: 'WRAPPER_UNREACHABLE' } },
    {
      name: '304 that nobody asked for',
      answer: () => new Response(null, { status: 304 }),
      want: { code: 'WRAPPER_UNREACHABLE' },
    },
    { name: 'server error', answer: () => problem(503, 'UNAVAILABLE'), want: { code: 'WRAPPER_UNREACHABLE' } },
    {
      name: 'cut JSON',
      answer: () => new Response('[{"id":', { headers: { 'content-type': 'application/json' } }),
      want: { code: 'BAD_ANSWER' },
    },
    { name: "another program's JSON", answer: () => json({ ok: true }), want: { code: 'BAD_ANSWER' } },
    { name: 'token not valid', answer: () => problem(401, 'UNAUTHENTICATED'), want: { code: 'UNAUTHENTICATED' } },
    { name: 'session ended', answer: () => problem(401, 'SESSION_REVOKED'), want: { code: 'SESSION_REVOKED' } },
    { name: 'not allowed', answer: () => problem(403, 'PERMISSION_DENIED'), want: { code: 'PERMISSION_DENIED' } },
    { name: 'not there', answer: () => problem(404, 'NOT_FOUND'), want: { code: 'NOT_FOUND' } },
    {
      name: 'a code of a newer wrapper is judged by its status',
      answer: () => problem(403, 'TRIAL_ENDED'),
      want: { code: 'PERMISSION_DENIED' },
    },
    {
      name: 'a code that names a property of every object',
      answer: () => problem(404, 'constructor'),
      want: { code: 'NOT_FOUND' },
    },
  ])('$name', async ({ answer, want }) => {
    const { client, clock } = setUp(answer);
    const result = outcome(client.roles({ token: TOKEN }));
    await clock.advance(10_000);
    expect(await result).toMatchObject(want);
  });

  test('fields that a newer wrapper adds are no error', async () => {
    const { client } = setUp(() => json(ROLES.map((role) => ({ ...role, colour: 'red' }))));
    expect(await client.roles({ token: TOKEN })).toEqual({ isNotModified: false, value: ROLES, etag: null });
  });

  test('keys that reach prototypes are dropped from records', async () => {
    const features = '{"deals":true,"__proto__":true,"constructor":true,"prototype":true}';
    const id = 'a1d00000-0000-4000-8000-000000000001';
    const body = `{"id":"${id}","name":"T","branding":{},"features":${features},"currency":"EUR","allowDuplicateEmails":false,"locale":"de"}`;
    const { client } = setUp(
      () => new Response(body, { headers: { 'content-type': 'application/json; charset=utf-8' } }),
    );
    expect(await client.tenant({ token: TOKEN, tenantId: id })).toMatchObject({ value: { features: { deals: true } } });
    const tenant = await client.tenant({ token: TOKEN, tenantId: id });
    expect(tenant.isNotModified ? [] : Object.keys(tenant.value.features)).toEqual(['deals']);
  });

  test('ETag and Cache-Control are handed on, and 304 keeps the value at hand', async () => {
    const headers = { etag: '"v1"', 'cache-control': 'private, max-age=1800' };
    const { client, calls } = setUp(
      () => json(ROLES, { headers }),
      () => new Response(null, { status: 304, headers }),
    );
    expect(await client.roles({ token: TOKEN })).toEqual({
      isNotModified: false,
      value: ROLES,
      etag: '"v1"',
      maxAgeMs: 1_800_000,
    });
    expect(await client.roles({ token: TOKEN, etag: '"v1"' })).toEqual({
      isNotModified: true,
      etag: '"v1"',
      maxAgeMs: 1_800_000,
    });
    expect(new Headers(calls[1]?.headers).get('if-none-match')).toBe('"v1"');
  });

  test('charges whose answer lost a key are not believed', async () => {
    const { client, clock } = setUp(() => json({ results: [] }));
    const result = outcome(client.refund({ token: TOKEN, tenantId: 't', keys: ['k1'] }));
    await clock.advance(5000);
    expect(await result).toMatchObject({ code: 'BAD_ANSWER' });
  });
});

describe('deadline and retries', () => {
  test('an attempt ends after 1 s even if fetch ignores its signal; a read is tried three times', async () => {
    const { client, clock, calls, events } = setUp(hang);
    const result = outcome(client.roles({ token: TOKEN }));
    await clock.advance(999);
    expect(events).toEqual([]);
    await clock.advance(1 + 100 + 1000 + 200 + 1000); // half of 200 and 400 ms between the attempts
    expect(await result).toMatchObject({ code: 'WRAPPER_UNREACHABLE', data: { reason: 'timeout' } });
    expect(calls.map(({ signal }) => signal?.aborted)).toEqual([true, true, true]);
    expect(events.map(({ attempt, durationMs, code, status }) => [attempt, durationMs, code, status])).toEqual([
      [1, 1000, 'WRAPPER_UNREACHABLE', null],
      [2, 1000, 'WRAPPER_UNREACHABLE', null],
      [3, 1000, 'WRAPPER_UNREACHABLE', null],
    ]);
    expect(clock.timerCount()).toBe(0);
  });

  test('a retry that succeeds is all the caller sees', async () => {
    const { client, clock, calls } = setUp(
      dropped,
      () => problem(500, 'X'),
      () => json(ROLES),
    );
    const result = client.roles({ token: TOKEN });
    await clock.advance(1000);
    expect(await result).toMatchObject({ value: ROLES });
    expect(calls).toHaveLength(3);
  });

  test.each([
    {
      name: 'validate',
      run: (client: ReturnType<typeof setUp>['client']) => client.validate({ token: TOKEN }),
      want: 3,
    },
    {
      name: 'consume',
      run: (client: ReturnType<typeof setUp>['client']) => client.consume({ token: TOKEN, tenantId: 't', items: [] }),
      want: 3,
    },
    {
      name: 'refund',
      run: (client: ReturnType<typeof setUp>['client']) => client.refund({ token: TOKEN, tenantId: 't', keys: [] }),
      want: 3,
    },
    {
      name: 'a token grant',
      run: (client: ReturnType<typeof setUp>['client']) =>
        client.token({ request: { grant_type: 'refresh_token', refresh_token: 'r' } }),
      want: 1,
    },
  ])('$name is sent $want times when the line drops', async ({ run, want }) => {
    const { client, clock, calls } = setUp(dropped);
    const result = outcome(run(client));
    await clock.advance(10_000);
    expect(await result).toMatchObject({ code: 'WRAPPER_UNREACHABLE' });
    expect(calls).toHaveLength(want);
  });

  test.each([() => problem(401, 'UNAUTHENTICATED'), () => json({ ok: true })])(
    'what a repeat cannot change is not repeated',
    async (answer) => {
      const { client, clock, calls } = setUp(answer);
      const result = outcome(client.roles({ token: TOKEN }));
      await clock.advance(10_000);
      await result;
      expect(calls).toHaveLength(1);
    },
  );

  test('a caller who gives up ends the attempt, the wait and the timers', async () => {
    const { client, clock, calls } = setUp(hang);
    const giveUp = new AbortController();
    const result = outcome(client.validate({ token: TOKEN, signal: giveUp.signal }));
    await clock.advance(1050); // inside the wait before the second attempt
    giveUp.abort();
    expect(await result).toMatchObject({ code: 'CANCELLED' });
    await clock.advance(10_000);
    expect(calls).toHaveLength(1);
    expect(clock.timerCount()).toBe(0);
  });
});

describe('many calls', () => {
  test('identical reads fly once; another token or ETag flies alone', async () => {
    const { client, calls } = setUp(() => json(ROLES));
    await Promise.all([
      client.roles({ token: TOKEN }),
      client.roles({ token: TOKEN }),
      client.roles({ token: 'other' }),
      client.roles({ token: TOKEN, etag: '"v1"' }),
    ]);
    expect(calls).toHaveLength(3);
  });

  test('charges never share a flight', async () => {
    const { client, calls } = setUp(() => json({ results: [{ key: 'k', status: 'refunded' }] }));
    const refund = () => client.refund({ token: TOKEN, tenantId: 't', keys: ['k'] });
    await Promise.all([refund(), refund()]);
    expect(calls).toHaveLength(2);
  });

  test('after five failures nothing is sent until the probe, which closes the breaker', async () => {
    const { client, clock, calls, events } = setUp(dropped, dropped, dropped, dropped, dropped, () => json(ROLES));
    const first = outcome(client.roles({ token: TOKEN }));
    await clock.advance(1000);
    const second = outcome(client.roles({ token: TOKEN }));
    await clock.advance(1000);
    expect([await first, await second]).toMatchObject([
      { code: 'WRAPPER_UNREACHABLE' },
      { code: 'WRAPPER_UNREACHABLE' },
    ]);
    expect(calls).toHaveLength(5);
    expect(await outcome(client.roles({ token: TOKEN }))).toMatchObject({ data: { reason: 'circuit-open' } });
    expect(events.at(-1)).toMatchObject({ wasSent: false, code: 'WRAPPER_UNREACHABLE' });
    expect(calls).toHaveLength(5);
    expect(client.status().breaker).toBe('open');
    await clock.advance(2000);
    expect(await client.roles({ token: TOKEN })).toMatchObject({ value: ROLES });
    expect(client.status()).toEqual({ breaker: 'closed', waitingCount: 0 });
  });

  test('429 holds all calls for Retry-After and then lets them through in order', async () => {
    const { client, clock, calls } = setUp(
      () => problem(429, 'RATE_LIMITED', { 'retry-after': '2' }),
      () => json(ROLES),
    );
    const first = client.roles({ token: 'a' });
    await settle();
    const second = client.roles({ token: 'b' });
    await clock.advance(1999);
    expect(calls).toHaveLength(1);
    expect(client.status().waitingCount).toBe(2);
    await clock.advance(1);
    await Promise.all([first, second]);
    expect(calls.map(({ headers }) => new Headers(headers).get('authorization'))).toEqual([
      'Bearer a',
      'Bearer a',
      'Bearer b',
    ]);
  });

  test('close cancels what is under way', async () => {
    const { client, clock } = setUp(hang);
    const results = [client.roles({ token: TOKEN }), client.validate({ token: TOKEN })].map(outcome);
    await settle();
    client.close();
    expect(await Promise.all(results)).toMatchObject([{ code: 'CANCELLED' }, { code: 'CANCELLED' }]);
    expect(await outcome(client.validate({ token: TOKEN }))).toMatchObject({ code: 'CANCELLED' });
    expect(clock.timerCount()).toBe(0);
  });
});

test('ids go into the path escaped, and nothing but the own address is called', async () => {
  const { client, calls } = setUp(() => problem(404, 'NOT_FOUND'));
  await outcome(client.tenant({ token: TOKEN, tenantId: '../../auth/token?x=1#' }));
  expect(calls[0]?.url).toBe('https://wrapper.example/api/tenants/..%2F..%2Fauth%2Ftoken%3Fx%3D1%23');
  expect(calls[0]).toMatchObject({ redirect: 'manual', method: 'GET' });
});

test.each(['http://wrapper.example', 'ftp://127.0.0.1', 'https://user:pw@wrapper.example', 'nonsense'])(
  '%s is refused as an address',
  (baseUrl) => {
    expect(() => createWrapperClient({ baseUrl, fetch, clock: createFakeClock() })).toThrow(
      expect.objectContaining({ code: 'BAD_REQUEST' }),
    );
  },
);

test('a broken observer does not fail the call', async () => {
  const observe = () => {
    throw new Error('metrics are down');
  };
  const client = createWrapperClient({
    baseUrl: 'http://127.0.0.1:1',
    fetch: async () => json(ROLES),
    clock: createFakeClock(),
    observe,
  });
  expect(await client.roles({ token: TOKEN })).toMatchObject({ value: ROLES });
});
