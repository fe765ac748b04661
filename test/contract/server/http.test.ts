import { brotliCompressSync, gzipSync, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { request } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadDemo } from '../../../resources/scripts/demo-data/load-demo.ts';
import { MUTATIONS } from '../../../sync/model/mutations/registry.ts';
import { RETRY_BY_CODE } from '../../../sync/protocol/error-codes.ts';
import { Problem } from '../../../sync/protocol/problem.ts';
import { PullResponse } from '../../../sync/protocol/pull.ts';
import { PushResponse } from '../../../sync/protocol/push.ts';
import { startServer } from '../../../sync/server/start-server.ts';
import { HALDEN_EMPLOYEES, HALDEN_UNITS } from '../../wrapper-sandbox/demo-tenant.ts';
import {
  headers,
  mutation,
  newId,
  pushRaw,
  signIn,
  startWorld,
  type World,
} from '../../integration/server/start-world.ts';

let world: World;
let token: string;
beforeAll(async () => {
  world = await startWorld();
  token = await signIn(world, HALDEN_EMPLOYEES.admin);
  await loadDemo(world.server.store, { size: 'small', nowMs: Date.UTC(2026, 5, 1) });
});
afterAll(() => world.close());

const company = (more: object = {}) =>
  mutation({
    name: 'companies.create',
    args: { companyId: newId(), name: 'Alder', orgId: HALDEN_UNITS.north, ...more },
  });
const pushBody = (mutations: readonly unknown[]) => JSON.stringify({ deviceId: newId(), mutations });

async function send(path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(world.server.url + path, {
    method: 'POST',
    ...init,
    headers: { ...headers(token), ...(init.headers as object) },
  });
}

/** Status and code of a problem that fits the contract, with the protocol header on it. */
async function problem(response: Response): Promise<readonly [number, string]> {
  expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  expect(response.headers.get('satchel-protocol')).toBe('1');
  const body = Problem.parse(await response.json());
  expect([body.status, Object.hasOwn(RETRY_BY_CODE, body.code)]).toEqual([response.status, true]);
  return [response.status, body.code];
}

test('answers to push and pull fit the contract, with the protocol header', async () => {
  const pushed = await pushRaw(world, token, [company(), company({ name: '' })]);
  expect(PushResponse.parse(pushed)).toEqual(pushed);
  const response = await send('/v1/pull', { body: '{"cursor":null}' });
  expect(response.headers.get('satchel-protocol')).toBe('1');
  const pulled = (await response.json()) as PullResponse;
  expect(PullResponse.parse(pulled)).toEqual(pulled);
  expect(pulled.rows).toHaveLength(1000);
});

test.each([
  ['missing', undefined, 'PROTOCOL_TOO_OLD'],
  ['old', '0', 'PROTOCOL_TOO_OLD'],
  ['new', '2', 'PROTOCOL_TOO_NEW'],
  ['no number', 'one', 'PROTOCOL_TOO_OLD'],
])('a protocol header that is %s is answered 426', async (_name, version, code) => {
  for (const [method, path] of [
    ['POST', '/v1/push'],
    ['POST', '/v1/pull'],
    ['GET', '/v1/events'],
  ]) {
    const given = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      ...(version === undefined ? {} : { 'satchel-protocol': version }),
    };
    const response = await fetch(world.server.url + path, {
      method,
      headers: given,
      ...(method === 'POST' ? { body: '{}' } : {}),
    } as RequestInit);
    expect(await problem(response)).toEqual([426, code]);
  }
});

const deep = (levels: number): string => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
test.each([
  ['no JSON', '{"mutations":', 400, 'BAD_REQUEST'],
  ['an empty body', '', 400, 'BAD_REQUEST'],
  ['a list', '[]', 400, 'BAD_REQUEST'],
  ['no mutations', pushBody([]), 400, 'BAD_REQUEST'],
  ['101 mutations', pushBody(Array.from({ length: 101 }, () => company())), 400, 'BAD_REQUEST'],
  ['an id in capitals', pushBody([{ ...company(), id: newId().toUpperCase() }]), 400, 'BAD_REQUEST'],
  ['arguments nested too deep', pushBody([company({ x: JSON.parse(deep(60)) })]), 400, 'BAD_REQUEST'],
  ['arguments nested absurdly deep', `{"mutations":${deep(200_000)}}`, 400, 'BAD_REQUEST'],
  ['a poisoned prototype', '{"__proto__":{"a":1},"mutations":[]}', 400, 'BAD_REQUEST'],
  ['eleven megabytes', `"${'x'.repeat(11 * 1024 * 1024)}"`, 413, 'TOO_LARGE'],
])('%s is a problem, not a crash', async (_name, body, status, code) => {
  expect(await problem(await send('/v1/push', { body }))).toEqual([status, code]);
  expect((await fetch(`${world.server.url}/healthz`)).status).toBe(200);
});

test('wrong content type, wrong address and wrong method are problems', async () => {
  expect(await problem(await send('/v1/push', { body: 'x', headers: { 'content-type': 'text/plain' } }))).toEqual([
    400,
    'BAD_REQUEST',
  ]);
  expect(await problem(await send('/v1/nothing', { body: '{}' }))).toEqual([404, 'NOT_FOUND']);
  expect(await problem(await fetch(`${world.server.url}/v1/push`, { headers: headers(token) }))).toEqual([
    404,
    'NOT_FOUND',
  ]);
  expect(await problem(await send('/v1/pull', { body: '{"cursor":null,"limit":5001}' }))).toEqual([400, 'BAD_REQUEST']);
});

test.each([
  ['gzip', gzipSync],
  ['br', brotliCompressSync],
  ['zstd', zstdCompressSync],
] as const)('requests may come as %s', async (encoding, pack) => {
  const response = await send('/v1/push', {
    body: pack(pushBody([company()])),
    headers: { 'content-encoding': encoding },
  });
  expect([response.status, ((await response.json()) as PushResponse).answers[0]?.outcome.kind]).toEqual([
    200,
    'decided',
  ]);
});

test('a small request that unpacks to a large one is refused', async () => {
  const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024, ' '));
  expect(await problem(await send('/v1/push', { body: bomb, headers: { 'content-encoding': 'gzip' } }))).toEqual([
    413,
    'TOO_LARGE',
  ]);
});

test('a truncated compressed request is a problem', async () => {
  const body = gzipSync(pushBody([company({ name: 'A'.repeat(200) })])).subarray(0, 60);
  expect((await problem(await send('/v1/push', { body, headers: { 'content-encoding': 'gzip' } })))[0]).toBe(400);
});

/** Without what fetch does by itself. */
function rawPull(encoding: string): Promise<{ readonly encoding: string | undefined; readonly body: Buffer }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ encoding: string | undefined; body: Buffer }>();
  const call = request(
    `${world.server.url}/v1/pull`,
    { method: 'POST', headers: { ...headers(token), 'accept-encoding': encoding } },
    (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => resolve({ encoding: response.headers['content-encoding'], body: Buffer.concat(parts) }));
    },
  );
  call.on('error', reject).end('{"cursor":null,"limit":200}');
  return promise;
}

test('answers are compressed as asked for, zstd first', async () => {
  const plain = await rawPull('identity');
  const packed = await rawPull('gzip, br, zstd');
  expect([plain.encoding, packed.encoding, (await rawPull('br')).encoding, (await rawPull('gzip')).encoding]).toEqual([
    undefined,
    'zstd',
    'br',
    'gzip',
  ]);
  const rowsIn = (body: Buffer) => (JSON.parse(body.toString()) as PullResponse).rows;
  expect(rowsIn(zstdDecompressSync(packed.body))).toEqual(rowsIn(plain.body));
  expect(packed.body.length).toBeLessThan(plain.body.length / 3);
});

test('health, readiness and metrics need no token and hold no ids', async () => {
  const [health, ready, metrics] = await Promise.all(
    ['/healthz', '/readyz', '/metrics'].map((path) => fetch(world.server.url + path)),
  );
  expect([health?.status, ready?.status, metrics?.status]).toEqual([200, 200, 200]);
  expect(await ready?.json()).toEqual({ status: 'ready', wrapper: { breaker: 'closed', waitingCount: 0 } });
  const text = (await metrics?.text()) ?? '';
  expect(text).toContain('satchel_push_answers_total{kind="applied"}');
  expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/);
});

test('the openapi document carries every mutation, the codes and the limits', async () => {
  const document = (await (await fetch(`${world.server.url}/v1/openapi.json`)).json()) as Record<
    string,
    Record<string, unknown>
  >;
  expect(document['openapi']).toBe('3.1.0');
  expect(Object.keys(document['x-mutations'] ?? {})).toEqual(MUTATIONS.map(({ name }) => name));
  expect(document['x-codes']).toEqual(RETRY_BY_CODE);
  expect(document['x-limits']).toMatchObject({ mutationsPerPush: 100, rowsPerPull: 5000 });
  expect(document['x-mutations']?.['deals.moveStage']).toMatchObject({
    version: 1,
    args: { required: ['dealId', 'toStage'] },
  });
});

test('a second server on the same port says so', async () => {
  const port = Number(new URL(world.server.url).port);
  const start = startServer({
    databaseUrl: 'sqlite::memory:',
    wrapperUrl: world.sandbox.url,
    serviceCredentials: { clientId: 'a', clientSecret: 'b' },
    webhookSecret: 's',
    port,
  });
  await expect(start).rejects.toMatchObject({ code: 'PORT_OCCUPIED' });
});

test('one token that asks too often is slowed down with a time to wait, another one is served', async () => {
  const limited = await startWorld({ requestsPerSecond: 5 });
  try {
    const [busy, calm] = [await signIn(limited, HALDEN_EMPLOYEES.admin), await signIn(limited, HALDEN_EMPLOYEES.sales)];
    const ask = (who: string) =>
      fetch(`${limited.server.url}/v1/pull`, { method: 'POST', headers: headers(who), body: '{"cursor":null}' });
    const answers = await Promise.all(Array.from({ length: 8 }, () => ask(busy)));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(3);
    expect(refused.map(({ headers: given }) => given.get('retry-after'))).toEqual(['1', '1', '1']);
    expect((await ask(calm)).status).toBe(200);
  } finally {
    await limited.close();
  }
});
