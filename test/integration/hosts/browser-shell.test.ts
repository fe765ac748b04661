import { readdirSync, statSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { openField, type Field } from '../engine/field.ts';
import { until } from '../engine/test-clock.ts';
import type { AppClient } from './open-host.ts';
import { openShell, type OpenShell } from './open-shell.ts';

let field: Field;
let shell: OpenShell;
let cookie: string;

beforeAll(async () => {
  field = await openField();
  shell = await openShell(field, { hasTestClock: true, openSecret: 'secret-of-this-start', heartbeatMs: 60 });
  cookie = await shell.enter();
});

afterAll(async () => {
  await shell[Symbol.asyncDispose]();
  await field[Symbol.asyncDispose]();
});

type Headers = Readonly<Record<string, string>>;

/** fetch cannot set Host or send a path as it stands. */
function ask(
  path: string,
  headers: Headers = {},
  method = 'GET',
): Promise<{ status: number; headers: Headers; body: string }> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest({ host: '127.0.0.1', port: shell.app.shell.port, path, method, headers }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers as Headers, body }),
      );
    });
    sent.on('error', reject).end();
  });
}

const own = (headers: Headers = {}): Headers => ({ cookie, ...headers });

function openSocket(headers: Headers, path = '/rpc'): Promise<WebSocket | number> {
  const socket = new WebSocket(`ws://127.0.0.1:${shell.app.shell.port}${path}`, { headers });
  return new Promise((resolve) => {
    socket.once('open', () => resolve(socket));
    socket.once('unexpected-response', (_, response) => resolve(response.statusCode ?? 0));
    socket.once('error', () => resolve(-1));
  });
}

async function openClient(): Promise<{ call: AppClient; socket: WebSocket }> {
  const socket = await openSocket(own({ origin: shell.origin }));
  if (typeof socket === 'number') throw new Error(`The shell answered ${socket}.`);
  return { socket, call: createORPCClient<AppClient>(new RPCLink({ websocket: socket as never })) };
}

test('a start address lets one browser in, once', async () => {
  const path = shell.app.shell.startUrl().slice(shell.origin.length);
  const first = await ask(path);
  expect({ status: first.status, location: first.headers['location'] }).toEqual({ status: 303, location: '/' });
  expect(String(first.headers['set-cookie'])).toMatch(/^satchel-\d+=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/);
  expect((await ask(path)).status).toBe(401);
  expect((await ask('/?token=guessed')).status).toBe(401);
});

test.each([
  { name: 'no cookie', headers: {}, status: 401 },
  { name: 'a wrong cookie', headers: { cookie: 'satchel-1=x' }, status: 401 },
  { name: 'a name that leads here', headers: { host: 'evil.example' }, status: 403 },
  { name: 'localhost by name', headers: { host: 'localhost' }, status: 403 },
  { name: 'a page elsewhere', headers: { origin: 'https://evil.example' }, status: 403 },
  { name: 'another port of this machine', headers: { origin: 'http://127.0.0.1:1' }, status: 403 },
  { name: 'no origin to speak of', headers: { origin: 'null' }, status: 403 },
  { name: 'a picture on a page elsewhere', headers: { 'sec-fetch-site': 'cross-site' }, status: 403 },
])('a request with $name is refused', async ({ headers, status }) => {
  const isAboutCookie = status === 401;
  for (const path of ['/', '/assets/app-1.js', '/sign-in']) {
    expect((await ask(path, isAboutCookie ? headers : own(headers))).status).toBe(status);
  }
});

test.each([
  { name: 'without Origin', headers: () => own() },
  { name: 'from another origin', headers: () => own({ origin: 'https://evil.example' }) },
  { name: 'without the cookie', headers: () => ({ origin: shell.origin }) },
  { name: 'for another host', headers: () => own({ origin: shell.origin, host: 'evil.example' }) },
])('a socket $name is refused', async ({ headers }) => {
  expect(await openSocket(headers())).toBe(403);
});

test('files come with their type, their caching and the policy of the app', async () => {
  const page = await ask('/', own());
  expect(page.headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' });
  expect(page.headers['content-security-policy']).toContain("script-src 'self';");
  expect(page.headers['content-security-policy']).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline/);
  expect(page.headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
  });
  const script = await ask('/assets/app-1.js', own());
  expect(script.headers).toMatchObject({
    'content-type': 'text/javascript; charset=utf-8',
    'cache-control': expect.stringContaining('immutable'),
  });
  expect((await ask('/deals/board', own())).body).toBe(page.body);
  expect((await ask('/', own(), 'HEAD')).body).toBe('');
  expect((await ask('/', own(), 'POST')).status).toBe(403);
});

test.each([
  '/../last-user.json',
  '/%2e%2e/last-user.json',
  '/..%2flast-user.json',
  '/assets/../../last-user.json',
  '/assets//app-1.js',
  '/.env',
  '/x.key',
  '/assets/app-1.js%00.html',
  '/assets\\..\\x.js',
])('%s leads to no file outside', async (path) => {
  expect((await ask(path, own())).status).toBe(404);
});

test('two tabs work on one engine, and a wrong input is refused', async () => {
  const [one, two] = [await openClient(), await openClient()];
  expect(await one.call.session.status()).toMatchObject({ kind: 'signed-out' });
  expect(await two.call.session.status()).toMatchObject({ kind: 'signed-out' });
  await expect(one.call.contacts.get({ contactId: 'x' })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  await expect(one.call.sync.now()).rejects.toMatchObject({ code: 'SIGNED_OUT' });
  one.socket.close();
  expect(await two.call.session.status()).toMatchObject({ kind: 'signed-out' });
  two.socket.close();
});

test('a tab that answers no ping is cut', async () => {
  const socket = await openSocket(own({ origin: shell.origin }));
  if (typeof socket === 'number') throw new Error('refused');
  socket.pong = () => undefined;
  (socket as unknown as { _autoPong: boolean })._autoPong = false;
  await until(
    () => socket.readyState,
    (state) => state === WebSocket.CLOSED,
  );
  const living = await openClient();
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(await living.call.session.status()).toMatchObject({ kind: 'signed-out' });
  living.socket.close();
});

test('another start of the same user gets a start address, nobody else does', async () => {
  expect((await ask('/open', { authorization: 'Bearer wrong' }, 'POST')).status).toBe(403);
  expect(
    (await ask('/open', { authorization: 'Bearer secret-of-this-start', origin: shell.origin }, 'POST')).status,
  ).toBe(403);
  expect((await ask('/open', { authorization: 'Bearer secret-of-this-start' })).status).toBe(403);
  const answer = await ask('/open', { authorization: 'Bearer secret-of-this-start' }, 'POST');
  const { app } = JSON.parse(answer.body) as { app: string };
  expect((await ask(app.slice(shell.origin.length))).status).toBe(303);
});

test('a second shell on the same data says so and opens nothing', async () => {
  await expect(openShell(field, { dataDir: shell.dataDir })).rejects.toMatchObject({ code: 'ALREADY_RUNNING' });
});

test('an occupied port is named', async () => {
  const error = await openShell(field, { port: shell.app.shell.port }).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({
    code: 'PORT_OCCUPIED',
    message: expect.stringContaining(String(shell.app.shell.port)),
  });
});

/** The form of the wrapper's own page, filled in by the person. */
async function signInAt(url: string, password: string): Promise<Response> {
  const fields = new URLSearchParams(new URL(url).searchParams);
  const account = field.sandbox.accounts.find(({ email }) => email.startsWith('sanna.reyes'));
  fields.set('email', account?.email ?? '');
  fields.set('password', password);
  return fetch(url.split('?')[0] ?? '', { method: 'POST', body: fields, redirect: 'manual' });
}

const passwordOf = (who: string): string =>
  field.sandbox.accounts.find(({ email }) => email.startsWith(who))?.password ?? '';

test('signing in goes over the wrapper’s page, once, in the browser that began it; the window then sees the user', async () => {
  const begun = await ask('/sign-in', own());
  expect(begun.status).toBe(303);
  const location = begun.headers['location'] ?? '';
  expect(Object.fromEntries(new URL(location).searchParams)).toMatchObject({
    code_challenge_method: 'S256',
    redirect_uri: `${shell.origin}/auth/callback`,
  });
  const flowCookie = String(begun.headers['set-cookie']).split(';')[0] ?? '';
  expect(String(begun.headers['set-cookie'])).toMatch(/HttpOnly; SameSite=Lax; Path=\/auth\/callback/);
  const answered = await signInAt(location, passwordOf('sanna.reyes'));
  const callback = new URL(answered.headers.get('location') ?? '');
  const path = `${callback.pathname}${callback.search}`;
  const elsewhere = await ask(path, {});
  expect([elsewhere.status, elsewhere.body]).toEqual([400, expect.stringContaining('another browser')]);
  // The account service's site sends the browser here without the strict cookie.
  const done = await ask(path, { cookie: flowCookie, 'sec-fetch-site': 'cross-site' });
  expect([done.status, done.body]).toEqual([200, expect.stringContaining('url=/')]);
  expect(`${done.body}${JSON.stringify(done.headers)}`).not.toMatch(/accessToken|refreshToken|eyJ/);
  expect((await ask(path, { cookie: flowCookie })).status).toBe(502);
  const { call, socket } = await openClient();
  expect(await call.session.status()).toMatchObject({ kind: 'signed-in' });
  socket.close();
});

test('keys are files of their owner, and the shell says where they lie', () => {
  expect(shell.warnings[0]).toMatch(/key of your data lies beside it/);
  const names = readdirSync(join(shell.dataDir, 'keys'));
  expect(names).toHaveLength(1);
  for (const name of names) {
    expect(statSync(join(shell.dataDir, 'keys', name)).mode & 0o077).toBe(0);
  }
});

test('without the wrapper the page says why and leads back', async () => {
  await field.control('PUT', 'faults', { outage: true });
  const { status, body } = await ask('/sign-in', own());
  await field.control('PUT', 'faults', {});
  expect([status, body]).toEqual([502, expect.stringMatching(/cannot be reached.*Try again/s)]);
});

test('a moved clock ends the window, and only a JSON POST moves it', async () => {
  const { call, socket } = await openClient();
  const move = (body: object, type = 'application/json') =>
    fetch(`http://127.0.0.1:${shell.app.testClockPort}/`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': type },
    });
  // What is under way would still renew the window.
  expect(await call.sync.now()).toEqual({ kind: 'done' });
  await call.sync.workOffline({ isOn: true });
  expect((await move({ advanceMs: 31 * 60_000 }, 'text/plain')).status).toBe(400);
  expect((await move({ advance: 5 })).status).toBe(400);
  expect(await call.sync.status()).toMatchObject({ connection: 'offline' });
  expect((await move({ advanceMs: 31 * 60_000 })).status).toBe(204);
  expect(await call.sync.status()).toMatchObject({ connection: 'read-only' });
  socket.close();
});
