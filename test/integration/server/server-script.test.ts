import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const dir = mkdtempSync(join(tmpdir(), 'satchel-script-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const SCRIPT = join(import.meta.dirname, '../../../resources/scripts/server.ts');
const ENV = {
  SATCHEL_DATABASE_URL: `sqlite:${join(dir, 'new/sync.db')}`,
  SATCHEL_WRAPPER_URL: 'http://127.0.0.1:9',
  SATCHEL_WEBHOOK_SECRET: 'secret',
  SATCHEL_WRAPPER_CLIENT_ID: 'id',
  SATCHEL_WRAPPER_CLIENT_SECRET: 'secret',
};

interface Run {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the script; `onOut` sees standard output so far and may end it. */
function run(
  args: readonly string[],
  {
    env = ENV,
    onOut = () => {},
  }: { env?: Record<string, string>; onOut?: (out: string, stop: (signal: NodeJS.Signals) => void) => void } = {},
): Promise<Run> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [SCRIPT, ...args], { env: { PATH: process.env['PATH'], ...env } });
    let [out, err] = ['', ''];
    child.stdout.on('data', (part: Buffer) => {
      out += part.toString();
      onOut(out, (signal) => child.kill(signal));
    });
    child.stderr.on('data', (part: Buffer) => (err += part.toString()));
    child.on('close', (status) => resolve({ status, out, err }));
  });
}

test.each(['SIGTERM', 'SIGINT'] as const)(
  'says when it is ready in one line and ends cleanly on %s',
  async (signal) => {
    let health = Promise.resolve(0);
    const { status, out } = await run(['--port', '0', '--json', '--demo', 'small'], {
      onOut: (line, stop) => {
        const { sync } = JSON.parse(line) as { sync: string };
        health = fetch(`${sync}/readyz`).then((response) => (stop(signal), response.status));
      },
    });
    expect([status, await health, out.split('\n').length]).toEqual([0, 200, 2]);
    expect(JSON.parse(out)).toEqual({ ready: true, sync: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) });
  },
);

test.each([
  ['an unknown option', ['--prot', '1'], /^server: .*--prot/],
  ['a port that is none', ['--port', 'x'], /^server: --port must be a number/],
  ['a port that is too high', ['--port', '70000'], /^server: --port must be a number/],
  ['a demo that is none', ['--demo', 'huge'], /^server: --demo must be small, large or none/],
])('%s: one clear line and status 2', async (_name, args, line) => {
  const { status, out, err } = await run(args);
  expect([status, out, err.trimEnd().split('\n').length]).toEqual([2, '', 1]);
  expect(err).toMatch(line);
});

test('a missing setting is named', async () => {
  const { SATCHEL_WRAPPER_URL: _url, ...env } = ENV;
  expect(await run([], { env })).toEqual({ status: 2, out: '', err: 'server: SATCHEL_WRAPPER_URL is not set\n' });
});

test('a retention that is too short is refused', async () => {
  const { status, err } = await run([], { env: { ...ENV, SATCHEL_RETENTION_DAYS: '89' } });
  expect([status, err]).toEqual([2, 'server: SATCHEL_RETENTION_DAYS must be at least 90\n']);
});

test('an occupied port and an unknown database are named', async () => {
  const blocker = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => blocker.once('listening', resolve));
  const address = blocker.address();
  const port = String(typeof address === 'object' ? address?.port : 0);
  const { status, err } = await run(['--port', port]);
  blocker.close();
  expect([status, err]).toEqual([
    1,
    `server: Port ${port} is in use by another program; choose another with --port.\n`,
  ]);
  const wrong = await run(['--port', '0'], { env: { ...ENV, SATCHEL_DATABASE_URL: 'mysql://x' } });
  expect([wrong.status, wrong.err]).toEqual([
    1,
    'server: The database address must start with "sqlite:"; it starts with "mysql:".\n',
  ]);
});

test('--help explains and ends with 0', async () => {
  const { status, out } = await run(['--help']);
  expect([status, out.startsWith('npm run server')]).toEqual([0, true]);
});
