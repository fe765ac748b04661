import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { RETRY_BY_CODE } from '../../../sync/protocol/error-codes.ts';
import { Problem } from '../../../sync/protocol/problem.ts';
import { signWebhook, WEBHOOK_PATH, WEBHOOK_SIGNATURE_HEADER } from '../../../sync/wrapper-api/webhook.ts';
import { HALDEN_EMPLOYEES, HALDEN_TENANT_ID, HALDEN_UNITS } from '../../wrapper-sandbox/demo-tenant.ts';
import { PANNON_EMPLOYEES, PANNON_UNITS } from '../../wrapper-sandbox/second-tenant.ts';
import {
  brief,
  headers,
  mutation,
  newId,
  pullAll,
  pushOne,
  SECRET,
  signIn,
  startWorld,
  type World,
} from './start-world.ts';

const SEED = 20_261_122;
const RUNS = 400;

let world: World;
let token: string;
let foreignId: string;
let cursor: string;
const made: string[] = [];
beforeAll(async () => {
  world = await startWorld();
  token = await signIn(world, HALDEN_EMPLOYEES.admin);
  foreignId = newId();
  const args = { companyId: foreignId, orgId: PANNON_UNITS.root, name: 'Foreign' };
  await pushOne(world, await signIn(world, PANNON_EMPLOYEES.admin), mutation({ name: 'companies.create', args }));
  await goodRequest();
  ({ cursor } = await pullAll(world, token));
});
afterAll(() => world.close());

/** What a person would send next; it has to be served whatever came before. */
async function goodRequest(): Promise<void> {
  const companyId = newId();
  const args = { companyId, orgId: HALDEN_UNITS.north, name: 'Good' };
  expect(brief(await pushOne(world, token, mutation({ name: 'companies.create', args })))).toBe('applied');
  made.push(companyId);
}

const deep = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;
const HOSTILE_TEXTS: readonly string[] = [
  ...'null {} [] "" 0 -0 -1 1e309 -1e309 9007199254740993 1.5 true'.split(' '),
  ...'"\\u0000" "a\\u0000b" "\\ud800" "\\udc00\\ud800" "\\u202e" "\\uffff"'.split(' '),
  ...'{"__proto__":{"isAdmin":true}} {"constructor":{"prototype":{"x":1}}} {"toString":1} {"length":-1}'.split(' '),
  ...'"<script>alert(1)</script>" "%00" "../../etc/passwd" "$(id)"'.split(' '),
  `"'; drop table entity; --"`,
  deep(60),
  deep(5_000),
  `"${'x'.repeat(100_000)}"`,
  `[${'0,'.repeat(20_000)}0]`,
];
/** As JSON texts, because some of them cannot be written from JavaScript values. */
const hostileJson = fc.oneof(
  fc.constantFrom(...HOSTILE_TEXTS),
  fc.json(),
  fc.string({ unit: 'binary' }).map((text) => JSON.stringify(text)),
  fc.constantFrom('foreign', 'cursor', 'unit').map((what) => `"@${what}"`),
);

const goodPush = () =>
  JSON.stringify({
    deviceId: newId(),
    mutations: [
      mutation({
        name: 'companies.edit',
        args: { companyId: made[0], set: { name: 'Fuzzed', customFields: { color: 'red' } } },
        seen: { [`company:${made[0]}:name`]: { kind: 'value', value: { name: 'Good' } } },
      }),
      mutation({ name: 'contacts.create', args: { contactId: newId(), orgId: HALDEN_UNITS.north, lastName: 'Fuzz' } }),
    ],
  });
const goodPull = () => JSON.stringify({ cursor, limit: 10, kinds: ['company', 'history'] });
const goodEvent = () =>
  JSON.stringify({ id: newId(), type: 'tenant.changed', tenantId: HALDEN_TENANT_ID, atMs: Date.now() });

/** One value of a good body, by its place in the text's order, is replaced by a hostile one. */
function withOneReplaced(text: string, place: number, hostile: string): string {
  const values = [...text.matchAll(/"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?|true|false|null/g)];
  const found = values[place % values.length];
  if (found === undefined) return text;
  return text.slice(0, found.index) + hostile + text.slice(found.index + found[0].length);
}

/** A cursor that was cut, stretched, set back or set forward, with numbers and units of somebody else. */
function mangledCursor(place: number, hostile: string): string {
  const plain = Buffer.from(cursor, 'base64url').toString();
  const changed = withOneReplaced(plain, place, hostile);
  const text = place % 3 === 0 ? cursor.slice(0, place % cursor.length) : Buffer.from(changed).toString('base64url');
  return JSON.stringify({ cursor: text });
}

const named = (text: string): string =>
  text.replaceAll('@foreign', foreignId).replaceAll('@cursor', cursor).replaceAll('@unit', PANNON_UNITS.root);

interface Hostile {
  readonly path: string;
  readonly method: string;
  readonly type: string;
  readonly encoding: string;
  readonly authorization: string;
  readonly isSigned: boolean;
  readonly body: Uint8Array;
}

const body = fc
  .record({ base: fc.nat(6), place: fc.nat(), hostile: hostileJson, bytes: fc.uint8Array({ maxLength: 300 }) })
  .map(({ base, place, hostile, bytes }): Uint8Array => {
    const texts = [
      () => withOneReplaced(goodPush(), place, hostile),
      () => withOneReplaced(goodPull(), place, hostile),
      () => withOneReplaced(goodEvent(), place, hostile),
      () => mangledCursor(place, hostile),
      () => hostile,
      () => goodPush().slice(0, place % 200),
    ];
    const text = texts[base];
    return text === undefined ? bytes : Buffer.from(named(text()));
  });

const WITH_BODY = ['/v1/push', '/v1/pull', WEBHOOK_PATH];
const ADDRESSES = [
  ...WITH_BODY,
  ...'/v1/events /metrics /v1/openapi.json /healthz /readyz /v1/sums /v1/bucket /v1/access'.split(' '),
  ...'/ /v1/../healthz /%2e%2e/%2e%2e/etc/passwd /v1/push?x=%00 /%ff /__proto__ /v1/pull/'.split(' '),
];

const hostileRequest: fc.Arbitrary<Hostile> = fc.record({
  path: fc.oneof(fc.constantFrom(...WITH_BODY), fc.constantFrom(...ADDRESSES)),
  method: fc.oneof(
    { weight: 5, arbitrary: fc.constant('POST') },
    fc.constantFrom('GET', 'PUT', 'DELETE', 'OPTIONS', 'HEAD'),
  ),
  type: fc.oneof(
    { weight: 4, arbitrary: fc.constant('application/json') },
    fc.constantFrom(
      '',
      'text/html',
      'text/plain',
      'multipart/form-data',
      'application/json; charset=utf-16',
      'a/b/c',
      'x',
    ),
  ),
  encoding: fc.oneof(
    { weight: 6, arbitrary: fc.constant('') },
    fc.constantFrom('gzip', 'br', 'zstd', 'deflate', 'x', 'gzip-of'),
  ),
  authorization: fc.oneof(
    { weight: 6, arbitrary: fc.constant('good') },
    fc.constantFrom('', 'Bearer', 'Bearer x', 'Bearer a.b.c', `Bearer ${'x'.repeat(9000)}`, 'Basic eDp5'),
  ),
  isSigned: fc.boolean(),
  body,
});

/** What would tell a stranger how the server is made: stacks, paths, statements, the other tenant. */
const LEAKS =
  /\bat \S+ \(|\.[tj]s:\d|node_modules|\/(?:tmp|home|work|usr|var)\/|SQLITE|select .* from|better-sqlite|ZodError|Foreign/i;

async function send({
  path,
  method,
  type,
  encoding,
  authorization,
  isSigned,
  body: bytes,
}: Hostile): Promise<Response> {
  const sent = encoding === 'gzip-of' ? gzipSync(bytes) : bytes;
  const given: Record<string, string> = {
    ...headers(token),
    authorization: authorization === 'good' ? `Bearer ${token}` : authorization,
    'content-type': type,
    ...(encoding === '' ? {} : { 'content-encoding': encoding === 'gzip-of' ? 'gzip' : encoding }),
    ...(isSigned
      ? { [WEBHOOK_SIGNATURE_HEADER]: await signWebhook(SECRET, Buffer.from(bytes).toString(), Date.now()) }
      : {}),
  };
  const hasBody = method !== 'GET' && method !== 'HEAD';
  return fetch(world.server.url + path, { method, headers: given, ...(hasBody ? { body: Buffer.from(sent) } : {}) });
}

async function textOf(response: Response): Promise<string> {
  if (response.headers.get('content-type')?.startsWith('text/event-stream') !== true) return response.text();
  await response.body?.cancel();
  return '';
}

test('a hostile request at any endpoint is answered in the contract, tells nothing, and the next good one is served', async () => {
  let count = 0;
  await fc.assert(
    fc.asyncProperty(hostileRequest, async (request) => {
      const response = await send(request);
      const text = await textOf(response);
      expect(response.status).toBeLessThan(500);
      expect(text).not.toMatch(LEAKS);
      if (response.status >= 400 && request.method !== 'HEAD') {
        const problem = Problem.parse(JSON.parse(text));
        expect([problem.status, Object.hasOwn(RETRY_BY_CODE, problem.code)]).toEqual([response.status, true]);
      }
      count += 1;
      if (count % 4 === 0) await goodRequest();
    }),
    { seed: SEED, numRuns: RUNS, endOnFailure: true },
  );
  expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  const { rows } = await pullAll(world, token);
  const kept = new Set(rows.filter(([kind]) => kind === 'company').map(([, id]) => id));
  expect(made.filter((id) => !kept.has(id))).toEqual([]);
  expect(kept.has(foreignId)).toBe(false);
});

test('bodies that come slowly, stop in the middle or never come hold up nobody', async () => {
  const { hostname, port } = new URL(world.server.url);
  const start = `POST /v1/push HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\nsatchel-protocol: 1\r\n`;
  const heads = [
    `${start}content-type: application/json\r\ncontent-length: 1000000\r\n\r\n{"deviceId":`,
    `${start}content-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{"dev`,
    start,
    'POST /v1/pull HTTP/1.1\r\ncontent-length: 5\r\ncontent-length: 7\r\n\r\n{}',
    '\0\0\0\0\r\n\r\n',
  ];
  const slow = heads.flatMap((head) =>
    Array.from({ length: 20 }, () => {
      const socket = connect(Number(port), hostname);
      socket.on('error', () => undefined);
      socket.write(head);
      return socket;
    }),
  );
  try {
    for (let round = 0; round < 3; round += 1) {
      await goodRequest();
      for (const socket of slow) if (!socket.destroyed) socket.write('x');
    }
  } finally {
    for (const socket of slow) socket.destroy();
  }
  await goodRequest();
});
