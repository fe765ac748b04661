import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT, runTool } from '../../../resources/scripts/run-tool.ts';
import { launchDouble, type DoubledApp } from '../../electron-double/launch.ts';
import { openField, type Field } from '../../integration/engine/field.ts';
import { until } from '../../integration/engine/test-clock.ts';

const out = join(ROOT, 'out', `double-${process.pid}`);
const TOP_FRAME = { url: 'satchel://app/', parent: null };
let dataDir: string;
let field: Field;
let app: DoubledApp;

const launch = (env: Readonly<Record<string, string>> = {}): Promise<DoubledApp> =>
  launchDouble(join(out, 'main', 'index.js'), {
    SATCHEL_SYNC_URL: field.server.url,
    SATCHEL_WRAPPER_URL: field.sandbox.url,
    SATCHEL_DATA_DIR: dataDir,
    ...env,
  });

const callsOf = (name: string): readonly unknown[][] =>
  app.calls.filter(([called]) => called === name).map(([, ...args]) => args);

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'satchel-electron-'));
  const { status, output } = await runTool('electron-vite/bin/electron-vite.js', ['build', '--outDir', out]);
  if (status !== 0) throw new Error(output);
  field = await openField();
  app = await launch();
});

afterAll(async () => {
  await app.quit();
  await field[Symbol.asyncDispose]();
  for (const folder of [out, dataDir]) rmSync(folder, { recursive: true, force: true });
});

test('the window is sandboxed, isolated and without Node', () => {
  expect(app.errors()).toBe('');
  expect(callsOf('enableSandbox')).toHaveLength(1);
  expect(callsOf('BrowserWindow')).toMatchObject([
    [
      {
        webPreferences: {
          sandbox: true,
          contextIsolation: true,
          nodeIntegration: false,
          webSecurity: true,
          webviewTag: false,
          preload: join(out, 'preload', 'preload.cjs'),
        },
      },
    ],
  ]);
  expect(callsOf('loadURL')).toEqual([['satchel://app/']]);
  expect(callsOf('setPath')).toEqual([['userData', join(dataDir, 'electron')]]);
});

test('pages come from the scheme under the policy, and nothing else comes from it', async () => {
  expect(await app.ask('fetch', { url: 'satchel://app/' })).toMatchObject({
    status: 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': expect.stringContaining("script-src 'self'; "),
      'x-content-type-options': 'nosniff',
    },
    body: expect.stringContaining('<div id="root">'),
  });
  for (const url of [
    'satchel://app/../main/index.js',
    'satchel://app/%2e%2e/main/index.js',
    'satchel://other/',
    'satchel://app/missing.js',
  ]) {
    expect(await app.ask('fetch', { url })).toMatchObject({ status: 404 });
  }
  expect(await app.ask('fetch', { url: 'satchel://app/', method: 'POST' })).toMatchObject({ status: 404 });
});

test('a window gets exactly the app contract', async () => {
  const { call, link } = await app.connect(TOP_FRAME);
  expect(await call.session.status()).toMatchObject({ kind: 'signed-out' });
  await expect(
    link.call(['session', 'signIn'], { accessToken: 'a', refreshToken: 'b' }, { context: {} }),
  ).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(call.contacts.get({ contactId: 'x' })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
});

test.each([
  { name: 'an embedded frame', frame: { url: 'satchel://app/', parent: {} } },
  { name: 'a page elsewhere', frame: { url: 'https://evil.example/', parent: null } },
  { name: 'a host that looks like the app', frame: { url: 'satchel://app.evil.example/', parent: null } },
  { name: 'another scheme', frame: { url: 'file:///app/', parent: null } },
])('$name gets no port', async ({ frame }) => {
  await expect(app.connect(frame)).rejects.toThrow('aborted');
});

test('the window stays on the app; links open outside only where they cannot start a program', async () => {
  expect(await app.ask('navigate', { url: 'https://evil.example/' })).toEqual({ isPrevented: true });
  expect(await app.ask('navigate', { url: 'satchel://app/deals' })).toEqual({ isPrevented: false });
  const links = [
    'https://example.com/',
    'mailto:a@example.com',
    'tel:+3612345678',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'http://example.com/',
    'smb://host/share',
    'nonsense',
  ];
  for (const url of links) expect(await app.ask('windowOpen', { url })).toEqual({ action: 'deny' });
  expect(callsOf('openExternal').flat()).toEqual(links.slice(0, 3));
  expect(await app.ask('permission', { name: 'media' })).toEqual({ asked: false, checked: false });
  expect(callsOf('devicePermission')).toEqual([[false]]);
});

test('sign-in goes through the system’s browser and a loopback address, and is still there after a restart', async () => {
  await app.ask('ipc', { channel: 'satchel:sign-in', frame: { url: 'https://evil.example/', parent: null } });
  const before = callsOf('openExternal').length;
  await app.ask('ipc', { channel: 'satchel:sign-in', frame: TOP_FRAME });
  const [url = ''] = (await until(
    () => callsOf('openExternal').slice(before).flat(),
    (urls) => urls.length === 1,
  )) as string[];
  const account = field.sandbox.accounts.find(({ email }) => email.startsWith('sanna.reyes'));
  const form = new URLSearchParams(new URL(url).searchParams);
  form.set('email', account?.email ?? '');
  form.set('password', account?.password ?? '');
  const answered = await fetch(url.split('?')[0] ?? '', { method: 'POST', body: form, redirect: 'manual' });
  const done = await fetch(answered.headers.get('location') ?? '');
  expect([done.status, await done.text()]).toEqual([200, expect.stringContaining('Signed in')]);
  const { call } = await app.connect(TOP_FRAME);
  expect(await call.session.status()).toMatchObject({ kind: 'signed-in', employeeId: account?.employeeId });
  expect(callsOf('focus')).not.toEqual([]);
  await app.ask('emit', { on: 'powerMonitor', event: 'resume' });

  expect(await app.quit()).toBe(0);
  app = await launch();
  const { call: again } = await app.connect(TOP_FRAME);
  expect(await again.session.status()).toMatchObject({ kind: 'signed-in', employeeId: account?.employeeId });
});

test('a second start on the same data ends before it opens a file', async () => {
  const second = await launch({ DOUBLE_SECOND: '1' });
  expect(await second.ended).toBe(0);
  const before = callsOf('focus').length;
  await app.ask('emit', { on: 'app', event: 'second-instance' });
  expect(callsOf('focus').length).toBe(before + 1);
});

test.each(['basic_text', 'none'])(
  'a keychain that protects nothing (%s) is refused with what to do',
  async (backend) => {
    const refused = await launch({ DOUBLE_KEYCHAIN: backend, SATCHEL_DATA_DIR: join(dataDir, backend) });
    expect(await refused.ended).toBe(1);
    expect(refused.calls).toContainEqual([
      'errorBox',
      'Satchel cannot start',
      expect.stringMatching(/no keychain.*--shell browser/),
    ]);
  },
);

test('without servers it says where to write them', async () => {
  const lost = await launch({ SATCHEL_SYNC_URL: '' });
  expect(await lost.ended).toBe(1);
  expect(lost.calls).toContainEqual(['errorBox', 'Satchel cannot start', expect.stringContaining('satchel.json')]);
});

test('the preload hands over a port and passes on two words, nothing else', () => {
  const sent: string[] = [];
  const posted: unknown[][] = [];
  const exposed: unknown[][] = [];
  let onPort: ((event: object) => void) | undefined;
  let onMessage: ((event: object) => void) | undefined;
  const window = {
    addEventListener: (_: string, listen: (event: object) => void) => (onMessage = listen),
    postMessage: (...args: unknown[]) => posted.push(args),
  };
  const electron = {
    contextBridge: { exposeInMainWorld: (...args: unknown[]) => exposed.push(args) },
    ipcRenderer: {
      on: (_: string, listen: (event: object) => void) => (onPort = listen),
      send: (name: string) => sent.push(name),
    },
  };
  const require = (name: string): object => {
    if (name !== 'electron') throw new Error(`A sandboxed preload cannot require ${name}.`);
    return electron;
  };
  runInNewContext(readFileSync(join(out, 'preload', 'preload.cjs'), 'utf8'), {
    require,
    window,
    location: { origin: 'satchel://app' },
    module: {},
    exports: {},
  });
  expect(exposed).toEqual([['satchelShell', { kind: 'electron' }]]);
  for (const data of [
    { kind: 'satchel:connect' },
    { kind: 'satchel:sign-in', email: 'x' },
    { kind: 'satchel:other' },
    { kind: 7 },
    null,
    'satchel:connect',
  ]) {
    onMessage?.({ data, source: window });
    onMessage?.({ data, source: {} });
  }
  expect(sent).toEqual(['satchel:connect', 'satchel:sign-in']);
  onPort?.({ ports: ['port'] });
  expect(posted).toEqual([[{ kind: 'satchel:port' }, 'satchel://app', ['port']]]);
});
