import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { openSandbox } from './open-sandbox.ts';

const SCRIPT = fileURLToPath(new URL('../../../resources/scripts/wrapper.ts', import.meta.url));

function start(...args: string[]) {
  const child = spawn(process.execPath, [SCRIPT, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let errors = '';
  child.stdout.on('data', (part: Buffer) => (out += part.toString()));
  child.stderr.on('data', (part: Buffer) => (errors += part.toString()));
  const ended = once(child, 'close').then(([status]: unknown[]) => ({ status, out, errors }));
  return { child, ended, output: () => out };
}

test.each(['SIGINT', 'SIGTERM'] as const)('serves, prints one ready line and ends with 0 on %s', async (signal) => {
  const { child, ended, output } = start('--json', '--port', '0');
  await expect.poll(output, { timeout: 10_000 }).toContain('\n');
  const { ready, wrapper, accounts } = JSON.parse(output()) as { ready: boolean; wrapper: string; accounts: object[] };
  expect([ready, new Set(accounts.map((account) => Object.keys(account).join()))]).toEqual([
    true,
    new Set(['email,password,role,employeeId,tenantId']),
  ]);
  expect((await fetch(`${wrapper}/_sandbox/log`)).status).toBe(200); // leaves a kept-alive connection behind
  child.kill(signal);
  expect(await ended).toMatchObject({ status: 0, errors: '' });
});

test.each([
  { args: ['--nope'], want: /^wrapper: .*--nope.*\n$/ },
  { args: ['--port', 'abc'], want: /^wrapper: .*abc.*\n$/ },
  { args: ['--port', '70000'], want: /^wrapper: .*70000.*\n$/ },
  { args: ['stray'], want: /^wrapper: .*stray.*\n$/ },
])('$args is one line and status 2', async ({ args, want }) => {
  const { status, out, errors } = await start(...args).ended;
  expect([status, out]).toEqual([2, '']);
  expect(errors).toMatch(want);
});

test('an occupied port is one line and status 1', async () => {
  await using box = await openSandbox();
  const { port } = new URL(box.url);
  expect(await start('--port', port).ended).toEqual({
    status: 1,
    out: '',
    errors: `wrapper: Port ${port} is in use by another program.\n`,
  });
});

test('--help says how to use it', async () => {
  const { status, out } = await start('--help').ended;
  expect(status).toBe(0);
  expect(out).toContain('npm run wrapper -- [--port N] [--json] [--help]');
});
