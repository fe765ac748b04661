import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { systemClock } from '../../wrapper-sandbox/system-clock.ts';
import { openSandbox } from './open-sandbox.ts';

const SCRIPT = resolve(import.meta.dirname, '../../../resources/scripts/wrapper-check.ts');

async function wrapperCheck(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, [SCRIPT, ...args], { env: { ...process.env, ...env } });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const status = await new Promise<number | null>((done) => child.once('close', done));
  return { status, output };
}

// a process of its own: one second try, as all tests of processes have
test('the command runs the whole contract against the address it is given', { retry: 1 }, async () => {
  await using box = await openSandbox({ clock: systemClock });
  const { accessToken } = await box.signIn('manager');
  const { status, output } = await wrapperCheck(['--url', box.url], {
    SATCHEL_CHECK_USER_TOKEN: accessToken,
    SATCHEL_CHECK_SERVICE_TOKEN: await box.serviceToken(),
  });
  expect(output).toMatch(/Tests .*\d+ passed/);
  expect({ status, output }).toMatchObject({ status: 0, output: expect.not.stringContaining('failed') });
  const { body } = await box.control('GET', 'log');
  expect(body).toContainEqual(expect.objectContaining({ path: expect.stringMatching(/consume$/), status: 200 }));
});

test('a wrapper that breaks the contract ends with status 1', async () => {
  await using box = await openSandbox({ clock: systemClock });
  const { accessToken } = await box.signIn('manager');
  const serviceToken = await box.serviceToken('read');
  const { status, output } = await wrapperCheck(['--url', box.url], {
    SATCHEL_CHECK_USER_TOKEN: accessToken,
    SATCHEL_CHECK_SERVICE_TOKEN: serviceToken,
  });
  expect(output).toContain('a key is charged once');
  expect(status).toBe(1);
});

test.each([
  { name: 'without an address', args: [], says: '--url is missing' },
  { name: 'with plain http to another machine', args: ['--url', 'http://wrapper.example'], says: 'must be https' },
  { name: 'without tokens', args: ['--url', 'https://wrapper.example'], says: 'SATCHEL_CHECK_USER_TOKEN' },
  { name: 'with a wrong option', args: ['--adress', 'x'], says: '--adress' },
])('$name it says so in one line and ends with status 2', async ({ args, says }) => {
  const { status, output } = await wrapperCheck(args, {
    SATCHEL_CHECK_USER_TOKEN: '',
    SATCHEL_CHECK_SERVICE_TOKEN: '',
  });
  expect(output).toContain(says);
  expect(output.trim().split('\n')).toHaveLength(1);
  expect(status).toBe(2);
});
