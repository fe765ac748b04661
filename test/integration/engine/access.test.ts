import { cpSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { v7 as uuidV7 } from 'uuid';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AccessAnswer } from '../../../main/contract/audit.ts';
import type { LoggedAccess } from '../../../sync/protocol/access.ts';
import { HALDEN_EMPLOYEES } from '../../wrapper-sandbox/demo-tenant.ts';
import { openField, type Field, type Laptop } from './field.ts';
import { makeContact, orgId, run, synced } from './records.ts';
import { createTestClock, until } from './test-clock.ts';

/** Longer than a search or a run of pages stays open. */
const SETTLED_MS = 70_000;

let field: Field;
let admin: Laptop;
beforeEach(async () => {
  field = await openField();
  admin = await field.laptop('admin');
});
afterEach(() => field[Symbol.asyncDispose]());

const pageOf = ({ engine }: Laptop, filter: object = {}): Promise<AccessAnswer> =>
  engine.call.audit.accessPage({ limit: 200, ...filter });

async function lines(of: Laptop, filter: object = {}): Promise<readonly LoggedAccess[]> {
  const answer = await pageOf(of, filter);
  if (answer.kind !== 'page') throw new Error(answer.kind);
  return answer.entries;
}

const says = ({ action, what, why, rows }: LoggedAccess): string => [action, why, what, rows].join(' ').trim();

/** Sent beside the sync, so a little after it. */
const untilLines = (filter: object, want: readonly string[]): Promise<unknown> =>
  until(
    async () => (await lines(admin, filter)).map(says),
    (found) => JSON.stringify(found) === JSON.stringify(want),
  );

async function settled(laptop: Laptop): Promise<void> {
  await laptop.clock.advance(SETTLED_MS);
  await synced(laptop);
}

const searched = (laptop: Laptop, text: string) => laptop.engine.call.search.query({ text });
const SEARCHES = { action: 'search' };

/** The file and the journal as a kill at this moment leaves them, under another engine. */
async function afterKill(laptop: Laptop, { isReplicaLost = false } = {}): Promise<Laptop> {
  const dataDir = join(laptop.dataDir, '..', uuidV7());
  cpSync(laptop.dataDir, dataDir, { recursive: true });
  if (isReplicaLost) dropReplica(dataDir);
  return field.laptop('admin', { dataDir, clock: createTestClock({ startMs: laptop.clock.wallMs() }) });
}

function dropReplica(dataDir: string): void {
  const files = readdirSync(dataDir, { recursive: true, encoding: 'utf8' });
  for (const name of files.filter((each) => /replica\.db[^/]*$/.test(each))) rmSync(join(dataDir, name));
}

test('a sign-in is told by the laptop and seen by the server, with the device; the first sync and its rows too', async () => {
  await makeContact(admin);
  await synced(admin);
  const sanna = await field.laptop('sanna.reyes');
  await synced(sanna);
  const ofSanna = { by: HALDEN_EMPLOYEES.sales };
  const found = await until(
    () => lines(admin, ofSanna),
    (entries) => entries.length === 3,
  );
  const bySource = found.map((entry) => [entry.source, entry.action, entry.why]).toSorted();
  expect(bySource).toEqual([
    ['laptop', 'sign-in', 'sign-in'],
    ['server', 'bulk-read', 'first-sync'],
    ['server', 'sign-in', 'first-request'],
  ]);
  expect(new Set(found.map(({ deviceId }) => deviceId)).size).toBe(1);
  expect(found.find(({ action }) => action === 'bulk-read')?.rows).toBe(2); // a contact with its line of history
  await sanna.restart();
  await until(
    () => lines(admin, ofSanna),
    (entries) => entries.some(({ why }) => why === 'resume'),
  );
});

test('what an administrator searches for is noted, in the box and in a list; what a rep searches for is not', async () => {
  await makeContact(admin);
  await synced(admin);
  const sanna = await field.laptop('sanna.reyes');
  await synced(sanna);
  for (const text of ['s', 'so', 'solheim']) await searched(admin, text);
  await admin.engine.call.contacts.page({
    sort: { field: 'lastName', direction: 'asc' },
    filter: { text: 'nobody' },
  });
  await searched(sanna, 'solheim');
  await settled(sanna);
  await settled(admin);
  const found = await until(
    () => lines(admin, SEARCHES),
    (entries) => entries.length === 2,
  );
  expect(found.map(says).toSorted()).toEqual(['search search nobody 0', 'search search solheim 1']);
});

test('who pages through a whole list leaves a line with the number of records', async () => {
  for (let batch = 0; batch < 6; batch += 1) {
    const rows = Array.from({ length: 100 }, (_, index) => ({
      line: index + 1,
      companyId: uuidV7(),
      name: `Company ${batch} ${index}`,
    }));
    const args = { importId: uuidV7(), fileName: 'companies.csv', orgId, rows };
    await run(admin, 'companies.importBatch', args);
  }
  await synced(admin);
  const sanna = await field.laptop('sanna.reyes');
  await synced(sanna);
  let after: string | undefined;
  do {
    const page = await sanna.engine.call.companies.page({
      sort: { field: 'name', direction: 'asc' },
      limit: 200,
      ...(after && { after }),
    });
    after = page.next ?? undefined;
  } while (after !== undefined);
  await settled(sanna);
  const ofList = { by: HALDEN_EMPLOYEES.sales, action: 'bulk-read' };
  await until(
    () => lines(admin, ofList),
    (entries) => entries.some(({ why, rows, kinds }) => why === 'list' && rows === 600 && kinds[0] === 'company'),
  );
});

test('what takes data out is on the disk with its reason before it is done', async () => {
  const act = { action: 'export', what: 'contacts.csv', why: 'Trade fair list', kinds: ['contact'], rows: 12 } as const;
  admin.engine.appContext.signedIn().access.note(act);
  const again = await afterKill(admin);
  await synced(again);
  await untilLines({ action: 'export' }, ['export Trade fair list contacts.csv 12']);
});

test('offline it waits, over a restart too, and goes once with the next contact', async () => {
  await synced(admin);
  admin.network.isDown = true;
  await searched(admin, 'solheim');
  await admin.clock.advance(SETTLED_MS);
  admin = await admin.restart();
  expect(await lines(admin, SEARCHES)).toEqual([]);
  await synced(admin);
  await untilLines(SEARCHES, ['search search solheim 0']);
});

test('an answer that was lost is asked for again and stores nothing twice', async () => {
  const bodies: unknown[] = [];
  admin.network.intercept = ({ url, init, pass }) => {
    if (url.pathname === '/v1/access' && String(init.body).includes('solheim')) {
      bodies.push(init.body);
      if (bodies.length === 1) admin.network.loseNextAnswer('/v1/access');
    }
    return pass();
  };
  await searched(admin, 'solheim');
  await settled(admin);
  await synced(admin);
  await until(
    () => bodies.length,
    (count) => count === 2,
  );
  await untilLines(SEARCHES, ['search search solheim 0']);
  expect(bodies[1]).toContain('solheim');
});

test.each([
  { what: 'a kill', isReplicaLost: false },
  { what: 'the loss of the whole replica', isReplicaLost: true },
])('what was noted outlives $what', async ({ isReplicaLost }) => {
  await synced(admin);
  admin.network.isDown = true;
  await searched(admin, 'solheim');
  await until(
    () => JSON.stringify(admin.engine.appContext.signedIn().user.journal.readAll().records),
    (records) => records.includes('solheim'),
  );
  const again = await afterKill(admin, { isReplicaLost });
  if (isReplicaLost) await again.engine.host.session.signIn(await field.tokens('admin'));
  await synced(again);
  admin = again;
  await untilLines(SEARCHES, ['search search solheim 0']);
});

test('a server that takes no lines holds up neither reads nor changes, and gets them when it does', async () => {
  admin.network.refuses = (path) => path === '/v1/access';
  await searched(admin, 'solheim');
  await admin.clock.advance(SETTLED_MS);
  const contactId = await makeContact(admin);
  await synced(admin);
  expect((await admin.engine.call.contacts.get({ contactId })).contact.pending).toBe(null);
  admin.network.refuses = () => false;
  await synced(admin);
  await untilLines(SEARCHES, ['search search solheim 0']);
});

test('a viewer and a rep are told that they may not, a manager sees the own unit, and offline nobody is shown an old log', async () => {
  await synced(admin);
  for (const who of ['vera.novak', 'sanna.reyes'])
    expect(await pageOf(await field.laptop(who))).toEqual({ kind: 'denied' });
  const marten = await field.laptop('marten');
  const people = new Set((await lines(marten)).map(({ by }) => by));
  expect(people.has(HALDEN_EMPLOYEES.sales) && !people.has(HALDEN_EMPLOYEES.admin)).toBe(true);
  admin.network.isDown = true;
  expect(await pageOf(admin)).toEqual({ kind: 'away', code: 'SERVER_UNREACHABLE' });
  admin.network.isDown = false;
  await field.control('PUT', 'faults', { outage: true });
  expect(await pageOf(admin)).toEqual({ kind: 'away', code: 'WRAPPER_UNREACHABLE' });
  await field.control('PUT', 'faults', {});
  await admin.engine.call.sync.workOffline({ isOn: true });
  expect(await pageOf(admin)).toEqual({ kind: 'away', code: 'OFFLINE' });
});
