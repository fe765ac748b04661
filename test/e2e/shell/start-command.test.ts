import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { defaultDataDir } from '../../../resources/scripts/start/start-options.ts';
import { startCommand } from '../support/start-command.ts';

let root: string;
const base = (): string[] => ['--json', '--no-open', '--shell', 'browser', '--data', join(root, 'data')];

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'satchel-start-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

test.each([
  { args: ['--nope'], want: /^start: .*--nope.*\n$/ },
  { args: ['--port', '70000'], want: /^start: --port must be.*\n$/ },
  { args: ['--shell', 'tui'], want: /^start: --shell must be.*\n$/ },
  { args: ['--demo', 'huge'], want: /^start: --demo must be.*\n$/ },
  { args: ['stray'], want: /^start: .*stray.*\n$/ },
])('$args is one line and status 2', async ({ args, want }) => {
  const { status, out, errors } = await startCommand(args).ended;
  expect([status, out]).toEqual([2, '']);
  expect(errors).toMatch(want);
});

test('--help lists the options', async () => {
  const { status, out } = await startCommand(['--help']).ended;
  expect(status).toBe(0);
  for (const option of ['--shell', '--no-open', '--json', '--port', '--data', '--demo']) expect(out).toContain(option);
});

test('it starts everything, says so in one line, keeps its addresses and sessions, and ends cleanly', async () => {
  const first = startCommand(base());
  const ready = await first.ready();
  expect(Object.keys(ready)).toEqual(['ready', 'app', 'sync', 'wrapper', 'data', 'accounts']);
  expect(ready).toMatchObject({ ready: true, data: join(root, 'data') });
  expect((await fetch(`${ready.sync}/healthz`)).status).toBe(200);
  expect((await fetch(`${ready.wrapper}/_sandbox/log`)).status).toBe(200);
  expect(statSync(ready.data).mode & 0o077).toBe(0);
  const account = ready.accounts.find(({ role }) => role === 'sales');
  const grant = { grant_type: 'password', username: account?.email, password: account?.password };
  const token = await fetch(`${ready.wrapper}/auth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(grant),
  });
  const { refreshToken } = (await token.json()) as { refreshToken: string };

  const second = await startCommand(base()).ended;
  expect([second.status, second.out]).toEqual([1, '']);
  expect(second.errors).toMatch(
    /^Satchel is already running with the data in .*: http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}\n$/,
  );

  expect(await first.stop('SIGINT')).toMatchObject({ status: 0, out: expect.stringMatching(/^\{.*\}\n$/) });
  await expect(fetch(`${ready.sync}/healthz`)).rejects.toThrow('fetch failed');
  expect(existsSync(join(root, 'data', 'demo', 'running.json'))).toBe(false);

  const again = startCommand(base());
  const readyAgain = await again.ready();
  expect([readyAgain.sync, readyAgain.wrapper, new URL(readyAgain.app).port]).toEqual([
    ready.sync,
    ready.wrapper,
    new URL(ready.app).port,
  ]);
  const refresh = { grant_type: 'refresh_token', refresh_token: refreshToken };
  const refreshed = await fetch(`${readyAgain.wrapper}/auth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(refresh),
  });
  expect(refreshed.status).toBe(200);
  expect(await again.stop()).toMatchObject({ status: 0 });
});

test('a port that is in use is named in one line', async () => {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as { port: number };
  const { status, errors } = await startCommand([...base(), '--port', String(port)]).ended;
  server.close();
  expect(status).toBe(1);
  expect(errors.trimEnd().split('\n').at(-1)).toBe(
    `start: Port ${port} is in use by another program; choose another with --port.`,
  );
});

test('killed with no time to clean up, it starts again and leaves no process behind', async () => {
  const killed = startCommand(base());
  const { sync } = await killed.ready();
  await killed.stop('SIGKILL');
  await expect
    .poll(() =>
      fetch(`${sync}/healthz`).then(
        () => 'there',
        () => 'gone',
      ),
    )
    .toBe('gone');
  const next = startCommand(base());
  await next.ready();
  expect(await next.stop()).toMatchObject({ status: 0 });
});

test('with Electron it builds the app, hands it everything, and ends when its window is closed', async () => {
  const binary = join(import.meta.dirname, '../../electron-double/electron');
  const options = ['--json', '--shell', 'electron', '--demo', 'none', '--data', join(root, 'electron')];
  const command = startCommand(options, { ELECTRON_EXEC_PATH: binary, SATCHEL_TEST_CLOCK: '1' });
  const ready = await command.ready();
  expect(ready).toMatchObject({ ready: true, app: 'satchel://app/', testClock: expect.any(Number) });
  expect(existsSync(join(root, 'electron', 'lock'))).toBe(true);
  expect(await command.stop()).toMatchObject({ status: 0 });
  const keyless = startCommand(options, { ELECTRON_EXEC_PATH: binary, DOUBLE_KEYCHAIN: 'none' });
  expect(await keyless.ended).toMatchObject({
    status: 1,
    out: '',
    errors: expect.stringMatching(/Electron ended before its window was there/),
  });
});

test('with hot reload the same app is served from its sources', async () => {
  const command = startCommand(base(), {}, 'dev.ts');
  const { app } = await command.ready();
  const entered = await fetch(app, { redirect: 'manual' });
  const headers = { cookie: (entered.headers.get('set-cookie') ?? '').split(';')[0] ?? '' };
  const { origin } = new URL(app);
  expect(await (await fetch(origin, { headers })).text()).toContain('/@vite/client');
  expect((await fetch(`${origin}/main.tsx`, { headers })).headers.get('content-type')).toContain('javascript');
  expect((await fetch(`${origin}/main.tsx`)).status).toBe(401);
  expect(await command.stop()).toMatchObject({ status: 0 });
});

test('the data folder follows the system', () => {
  expect(defaultDataDir('linux', {}, '/home/a')).toBe('/home/a/.local/share/satchel');
  expect(defaultDataDir('linux', { XDG_DATA_HOME: '/x' }, '/home/a')).toBe('/x/satchel');
  expect(defaultDataDir('darwin', {}, '/Users/a')).toBe('/Users/a/Library/Application Support/Satchel');
  expect(defaultDataDir('win32', { APPDATA: 'C:/Roaming' }, 'C:/a')).toMatch(/Roaming.Satchel$/);
});
