import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

const SCRIPTS = resolve(import.meta.dirname, '../../resources/scripts');
const LOCK = { packages: { '': {}, 'node_modules/zod': { version: '4.0.0' } } };

/** Stands in for npm: notes that it ran and brings what the lock file names. */
const NPM = `import { appendFileSync, cpSync, mkdirSync } from 'node:fs';
appendFileSync('npm.log', process.argv.slice(2).join(' ') + '\\n');
console.log('from npm');
await new Promise((done) => setTimeout(done, Number(process.env.NPM_MS ?? 300)));
mkdirSync('node_modules/zod', { recursive: true });
cpSync('package-lock.json', 'node_modules/.package-lock.json');`;

/** Stands in for the command: tells what it got and ends as it is told. */
const COMMAND = `const [how] = process.argv.slice(2);
if (how === 'status') process.exit(7);
if (how === 'kill') process.kill(process.pid, 'SIGKILL');
if (how === 'wait') {
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => { console.log(signal); setTimeout(() => process.exit(0), 100); });
  setInterval(() => {}, 1000);
}
console.log(JSON.stringify(process.argv.slice(2)));`;

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'satchel-starter-'));
  mkdirSync(join(root, 'resources/scripts'), { recursive: true });
  for (const name of ['run.mjs', 'starter'])
    cpSync(join(SCRIPTS, name), join(root, 'resources/scripts', name), { recursive: true });
  writeFileSync(join(root, 'resources/scripts/wrapper.ts'), COMMAND);
  writeFileSync(join(root, 'npm.mjs'), NPM);
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify(LOCK));
});

afterEach(() => rmSync(root, { recursive: true }));

function launch(args: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
  return spawn(process.execPath, [join(root, 'resources/scripts/run.mjs'), ...args], {
    env: { ...process.env, npm_execpath: join(root, 'npm.mjs'), npm_node_execpath: process.execPath, ...env },
  });
}

interface End {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function endOf(child: ChildProcess): Promise<End> {
  const text = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk) => (text.stdout += String(chunk)));
  child.stderr?.on('data', (chunk) => (text.stderr += String(chunk)));
  const [status] = await once(child, 'close');
  return { status: typeof status === 'number' ? status : -1, ...text }; // -1: a signal ended it
}

function npmRuns(): readonly string[] {
  const file = join(root, 'npm.log');
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
}

test('the first start installs, the second does not, and standard output holds only the command', async () => {
  const first = await endOf(launch(['wrapper', 'a b', '--json']));
  expect(first).toMatchObject({ status: 0, stdout: '["a b","--json"]\n' });
  expect(first.stderr).toContain('nothing is installed yet');
  expect(await endOf(launch(['wrapper']))).toEqual({ status: 0, stdout: '[]\n', stderr: '' });
  expect(npmRuns()).toEqual([expect.stringMatching(/^ci --loglevel=error /)]);
});

test.each([
  {
    name: 'another version in the lock file',
    spoil: () => writeFileSync(join(root, 'package-lock.json'), JSON.stringify(LOCK).replace('4.0.0', '4.0.1')),
  },
  { name: 'a removed package', spoil: () => rmSync(join(root, 'node_modules/zod'), { recursive: true }) },
  { name: 'an interrupted installation', spoil: () => rmSync(join(root, 'node_modules/.package-lock.json')) },
])('$name is repaired', async ({ spoil }) => {
  await endOf(launch(['wrapper']));
  spoil();
  expect(await endOf(launch(['wrapper']))).toMatchObject({ status: 0 });
  expect(npmRuns()).toHaveLength(2);
});

test('two starts at once install once', async () => {
  const ends = await Promise.all([launch(['wrapper']), launch(['wrapper'])].map(endOf));
  expect(ends.map(({ status }) => status)).toEqual([0, 0]);
  expect(npmRuns()).toHaveLength(1);
});

test('the lock of a starter that died is taken over', async () => {
  writeFileSync(join(root, '.install-lock'), '4194305'); // above the kernel's highest process id
  expect(await endOf(launch(['wrapper']))).toMatchObject({ status: 0 });
  expect(existsSync(join(root, '.install-lock'))).toBe(false);
});

test('a signal while installing ends it at once and gives the lock back', async () => {
  const child = launch(['wrapper'], { NPM_MS: '60000' });
  const end = endOf(child);
  await expect.poll(npmRuns, { timeout: 5_000 }).toHaveLength(1);
  child.kill('SIGTERM');
  expect(await end).toMatchObject({ status: 143, stdout: '' });
  expect(existsSync(join(root, '.install-lock'))).toBe(false);
});

test.each([
  { args: ['wrapper', 'status'], status: 7 },
  { args: ['wrapper', 'kill'], status: 137 },
  { args: ['nonsense'], status: 2 },
  { args: [], status: 2 },
  { args: ['server'], status: 1 }, // its script is not there
])('$args ends with status $status', async ({ args, status }) => {
  expect((await endOf(launch(args))).status).toBe(status);
});

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s reaches the command once and its clean end is the status',
  async (signal) => {
    await endOf(launch(['wrapper']));
    const child = launch(['wrapper', 'wait']);
    const end = endOf(child);
    await once(child.stdout ?? child, 'data');
    child.kill(signal);
    await new Promise((done) => setTimeout(done, 20));
    child.kill(signal); // as npm and the terminal do
    expect(await end).toMatchObject({ status: 0, stdout: `["wait"]\n${signal}\n` });
  },
);

const PACKAGE = JSON.parse(readFileSync(join(SCRIPTS, '../../package.json'), 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
};

/**
 * sh waits for a command and, signalled by npm, ends without it: the command must take the shell's place by `exec`, which
 * cmd does not have. So sh reads `exec env _=& node ...` after an assignment to a variable named break; cmd reads its own
 * `break ...`, which does nothing, then, behind a `&` that no backslash protects there, `node ...`.
 */
test.each(Object.entries(PACKAGE.scripts))('npm run %s works in sh and in cmd', (name, line) => {
  expect(line).toBe(`break=1 exec env _=\\& node resources/scripts/run.mjs ${name}`);
});

test.skipIf(process.platform === 'win32').each(['SIGINT', 'SIGTERM'] as const)(
  'npm ends with status 0 when %s ends the command cleanly',
  async (signal) => {
    await endOf(launch(['wrapper']));
    writeFileSync(join(root, 'package.json'), JSON.stringify({ scripts: { wrapper: PACKAGE.scripts['wrapper'] } }));
    const child = spawn('npm', ['run', '--silent', 'wrapper', '--', 'wait'], { cwd: root });
    const end = endOf(child);
    await once(child.stdout, 'data');
    child.kill(signal);
    expect(await end).toMatchObject({ status: 0, stdout: `["wait"]\n${signal}\n` });
  },
);
