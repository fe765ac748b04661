import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadDemo } from '../../../resources/scripts/demo-data/load-demo.ts';
import type { OutboxItem } from '../../../main/contract/types.ts';
import { openField } from '../engine/field.ts';
import { converse, start, tempFolder } from './console-child.ts';

test('a person signs in, looks around, writes, and ends with the input', async () => {
  const { status, out, errors } = await converse(tempFolder(), [
    'status',
    'sign-in sales',
    'contacts müller',
    'create contact first=Ana last="O\'Malley Ibáñez" phone="+49 30 123" tags=vip,eu',
    'create deal title="Big one" value=12500.50 contact="O\'Malley Ibáñez"',
    'move "Big one" proposal',
    'move "Big one" lost',
    'create task title="Call back" due=2026-12-01 on="O\'Malley Ibáñez"',
    'done "Call back"',
    'search malley ibanez',
    'sync',
    'verify',
    'timeline "Big one"',
    'queue',
    'quit',
    'status',
  ]);
  expect(errors).toBe('');
  expect(status).toBe(0);
  const lines = out.trim().split('\n');
  expect(lines.slice(0, 2)).toEqual([
    'Nobody is signed in. "sign-in sales" begins.',
    'Signed in as Sanna Reyes (sales) of Halden Instruments. Online · nothing waits to be sent.',
  ]);
  for (const sentence of [
    /^[0-9a-f]{8} {2}Zoë Müller/,
    /^New contact Ana O'Malley Ibáñez\. Confirmed by the server\. \(change [0-9a-f]{8}, contact [0-9a-f]{8}\)$/,
    /^New deal Big one of 12,500\.50 EUR\. Confirmed by the server\./,
    /^Deal Big one: Lead to Proposal\. Safe here; it goes out by itself\./,
    /^Not possible: A lost deal needs a reason\. \(LOST_REASON_MISSING, lostReason\)$/,
    /^New task Call back\. Safe here/,
    /^Task Call back done\. Safe here/,
    /^[0-9a-f]{8} {2}contact {2}Ana O'Malley Ibáñez/,
    /^Up to date\. Online · nothing waits to be sent\.$/,
    /^Every row here is the server’s\.$/,
    /changed {2}stage +lead -> proposal$/,
    /^Nothing waits\.$/,
  ]) {
    expect(
      lines.some((line) => sentence.test(line)),
      `${sentence} in\n${out}`,
    ).toBe(true);
  }
});

test('mistakes are one line each and end nothing', async () => {
  const { status, out, errors } = await converse(tempFolder(), [
    'contacts',
    'nonsense',
    'sign-in nobody-known',
    'sign-in sales wrong-password',
    'sign-in sales',
    'create pony name=x',
    'create contact frist=x',
    'create contact email=nope',
    'edit zzzz a=b',
    'run contacts.edit {"contactId":"x"}',
    'run nothing.at.all',
    'run contacts.edit {oops',
    'why 12345678',
    'resolve',
    'offline perhaps',
    'json on',
    'nonsense',
  ]);
  expect(errors).toBe('');
  expect(status).toBe(0);
  const lines = out.trim().split('\n');
  expect(lines).toHaveLength(17);
  const starts = [
    'Nobody is signed in on this laptop. (SIGNED_OUT)',
    'There is no command "nonsense"',
    'There is no demo account "nobody-known"',
    'The wrapper refused token: E-mail or password is wrong. (UNAUTHENTICATED)',
    'Signed in as',
    '"pony" cannot be written',
    'There is no field "frist"',
    'Not possible: A value is missing or not possible. (INVALID, email)',
    'No record fits "zzzz"',
    '"contacts.edit": ✖ must be',
    'There is no change called "nothing.at.all". (UNKNOWN_MUTATION)',
    'That is no JSON',
    'No change fits "12345678"',
    'Say which change',
    'Say "on" or "off"',
    '{"json":true}',
    '{"error":{"code":"BAD_REQUEST","message":"There is no command',
  ];
  expect(lines.map((line, index) => line.slice(0, starts[index]?.length))).toEqual(starts);
});

test('drafts of an outage outlive a restart and are sent when the account service is back', async () => {
  const dataDir = tempFolder();
  const first = await converse(dataDir, [
    'sign-in sales',
    'outage on',
    'create contact last=Outage',
    'edit Outage phone=123',
    'drafts',
  ]);
  expect([first.status, first.errors]).toEqual([0, '']);
  expect(first.out).toContain(
    'The account service is cut off. The account service does not answer 0 s · nothing waits',
  );
  expect(first.out).toContain('New contact Outage. Kept as a draft: It costs credits or counts against a limit.');
  expect(first.out.match(/^[0-9a-f]{8} {2}draft/gm)).toHaveLength(2);
  const second = await converse(dataDir, ['sync', 'queue', 'show Outage']);
  expect(second.out).toMatch(/^Up to date\. Online · nothing waits to be sent\.\nNothing waits\.\nkind /);
  expect(second.out).toMatch(/^phone +123$/m);
  expect(second.out).not.toMatch(/^pending /m);
});

test('a change is held, released, discarded and brought back', async () => {
  const child = start('console', '--data', tempFolder());
  await child.ask('json on');
  await child.ask('sign-in sales');
  await child.ask('offline on');
  const { item } = (await child.ask('edit "Zoë Müller" jobTitle=Buyer')) as { item: OutboxItem };
  const short = item.mutationId.slice(-8);
  expect(await child.ask(`hold ${short}`)).toMatchObject({ state: 'held', isHeldByUser: true });
  expect(await child.ask(`release ${short}`)).toMatchObject({ isHeldByUser: false });
  expect(await child.ask(`discard ${item.mutationId}`)).toEqual({ discarded: [item.mutationId] });
  expect(await child.ask('queue')).toEqual([]);
  expect(await child.ask('undo')).toEqual({ restored: [item.mutationId] });
  expect(await child.ask('offline off')).toMatchObject({ connection: 'online' });
  expect(await child.ask('sync')).toEqual({ kind: 'done' });
  expect(await child.ask(`why ${short}`)).toMatchObject({
    state: 'acknowledged',
    args: { set: { jobTitle: 'Buyer' } },
  });
  expect((await child.end()).status).toBe(0);
});

test('two laptops on a running server meet in a conflict, and one person resolves it', async () => {
  await using field = await openField();
  await loadDemo(field.server.store, { size: 'small', nowMs: Date.now() });
  const urls = ['--sync', field.server.url, '--wrapper', field.sandbox.url];
  const [a, b] = [start('console', '--data', tempFolder(), ...urls), start('console', '--data', tempFolder(), ...urls)];
  for (const child of [a, b]) await child.ask('json on');
  await Promise.all([a.ask('sign-in sanna'), b.ask('sign-in marten')]);
  const { items } = (await a.ask('deals')) as { items: readonly { id: string }[] };
  const dealId = items[0]?.id ?? '';
  await a.ask('offline on');
  await a.ask(`edit ${dealId} value=111`);
  await b.ask(`edit ${dealId} value=222`);
  expect(await b.ask('sync')).toEqual({ kind: 'done' });
  await a.ask('offline off');
  await a.ask('sync');
  const [parked] = (await a.ask('queue')) as readonly OutboxItem[];
  expect(parked).toMatchObject({ state: 'parked', reason: { code: 'CONFLICT' } });
  expect(await a.ask(`resolve ${parked?.mutationId} mine`)).toMatchObject({ result: { status: 'applied' } });
  expect(await a.ask('sync')).toEqual({ kind: 'done' });
  await b.ask('sync');
  expect(await b.ask(`show ${dealId}`)).toMatchObject({ deal: { valueMinor: 11_100, pending: null } });
  expect([(await a.end()).status, (await b.end()).status]).toEqual([0, 0]);
});

test.each(['SIGINT', 'SIGTERM'] as const)('%s closes cleanly, with the input still open', async (signal) => {
  const dataDir = tempFolder();
  const child = start('console', '--data', dataDir);
  await child.ask('json on');
  await child.ask('sign-in sales');
  child.kill(signal);
  expect(await child.ended).toMatchObject({ status: 0, errors: '' });
  const { out } = await start('doctor', '--data', dataDir).end();
  expect(out).toContain('written by Satchel 0.1.0\n');
});

test('a second console on the same data says so and leaves', async () => {
  const dataDir = tempFolder();
  const child = start('console', '--data', dataDir);
  await child.ask('json on');
  const second = await converse(dataDir, ['status']);
  expect([second.status, second.out]).toEqual([1, '']);
  expect(second.errors).toMatch(/^console: Satchel is already running .*\n$/);
  expect((await child.end()).status).toBe(0);
});

test.each([
  { args: [], want: /--data DIR is missing/ },
  { args: ['--data', 'x', '--nope'], want: /--nope/ },
  { args: ['--data', 'x', '--sync', 'http://127.0.0.1:1'], want: /belong together/ },
  { args: ['--data', 'x', '--sync', 'a b', '--wrapper', 'c'], want: /"a b" is no address/ },
  { args: ['stray'], want: /stray/ },
])('$args is one line and status 2', async ({ args, want }) => {
  const { status, out, errors } = await start('console', ...args).end();
  expect([status, out]).toEqual([2, '']);
  expect(errors).toMatch(/^console: [^\n]*\n$/);
  expect(errors).toMatch(want);
});

test('--help lists every command', async () => {
  const { status, out } = await start('console', '--help').end();
  expect(status).toBe(0);
  for (const name of ['sign-in', 'contacts', 'create', 'move', 'discard', 'resolve', 'outage', 'run', 'json'])
    expect(out).toContain(`  ${name}`);
});

test('the doctor reads a closed folder without names, and says who has an open one', async () => {
  const dataDir = tempFolder();
  await converse(dataDir, [
    'sign-in sales',
    'offline on',
    'create contact last=Zanzibarovna email=secret.person@x.example',
  ]);
  const closed = await start('doctor', '--data', dataDir).end();
  expect(closed).toMatchObject({ status: 0, errors: '' });
  expect(closed.out).toMatch(/schema \d+ .*written by Satchel 0\.1\.0\n/);
  expect(closed.out).toMatch(/queue: 1 held; oldest unsent \d+ s old/);
  expect(closed.out).toContain('cache organisation: 1');
  expect(closed.out).toMatch(/error NEEDS_LIVE_CHECK: contacts\.create, held/);
  expect(closed.out).toMatch(/measured sign-in: \d+ ms of 1, (met|missed) \(under 2000 ms\)/);
  expect(closed.out).not.toMatch(/zanzibar|secret|sanna|halden|[0-9a-f]{8}-[0-9a-f]{4}/i);
  const child = start('console', '--data', dataDir);
  await child.ask('json on');
  const open = JSON.parse((await start('doctor', '--data', dataDir, '--json').end()).out) as { users: unknown[] };
  expect(open.users).toEqual([
    { kind: 'in-use', user: 'a1...001/a1...003', processId: process.platform === 'linux' ? child.pid : null },
  ]);
  await child.end();
});

test('the doctor without the key says so, and with a wrong option ends with 2', async () => {
  const dataDir = tempFolder();
  mkdirSync(join(dataDir, 'users', 'a1d00000-0000-4000-8000-000000000001', 'a1d00000-0000-4000-8000-000000001003'), {
    recursive: true,
  });
  const { status, out } = await start('doctor', '--data', dataDir).end();
  expect([status, out.split('\n')[1]]).toEqual([
    0,
    'User a1...001/a1...003: cannot be read. There is no database in the folder yet. (NOT_FOUND)',
  ]);
  const wrong = await start('doctor', '--nope').end();
  expect([wrong.status, wrong.out]).toEqual([2, '']);
  expect(wrong.errors).toMatch(/^doctor: [^\n]*--nope[^\n]*\n$/);
});

test('the placement registry prints as a table and as JSON', async () => {
  const table = await start('placement').end();
  expect(table).toMatchObject({ status: 0, errors: '' });
  expect(table.out).toMatch(/^Notes +24 {2}cache {2}replica +differs: /m);
  const json = JSON.parse((await start('placement', '--json').end()).out) as readonly {
    id: string;
    heldIn: string[];
  }[];
  expect(json.find(({ id }) => id === 'organisation')?.heldIn).toContain('wrapper call organizations');
});

test('the placement registry stands beside what a closed folder has measured', async () => {
  const dataDir = tempFolder();
  await converse(dataDir, ['sign-in sales', 'contacts', 'create contact last=Zanzibarovna']);
  const { status, out, errors } = await start('placement', '--data', dataDir).end();
  expect({ status, errors }).toEqual({ status: 0, errors: '' });
  expect(out).toMatch(/^Contacts +[1-9]\d* +1 +[1-9]\d* +\d+ +- +\d+ s ago/m);
  expect(out).toContain('User a1...001/a1...003, last week:');
  expect(out).not.toMatch(/zanzibar|[0-9a-f]{8}-[0-9a-f]{4}-/i);
  const json = JSON.parse((await start('placement', '--data', dataDir, '--json').end()).out) as readonly {
    id: string;
    measured: readonly { user: string; writes: number | null }[];
  }[];
  expect(json.find(({ id }) => id === 'contacts')?.measured).toMatchObject([{ user: 'a1...001/a1...003', writes: 1 }]);
  const missing = await start('placement', '--data', join(dataDir, 'nowhere')).end();
  expect([missing.status, missing.errors]).toEqual([2, `placement: there is no folder ${join(dataDir, 'nowhere')}\n`]);
});
