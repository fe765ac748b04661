import Sqlite from 'better-sqlite3';
import { v7 as uuidV7 } from 'uuid';
import { expect, test } from 'vitest';
import { KIND_NAMES } from '../../../sync/model/kinds/all-kinds.ts';
import { loadDemo } from '../../../resources/scripts/demo-data/load-demo.ts';
import { openField, type Field, type Laptop } from './field.ts';
import { codeOf, contactOf, makeContact, makePipeline, run, synced } from './records.ts';

const HOUR_MS = 60 * 60_000;
const GOOD = { corrected: 0, restored: 0, removed: 0, kept: 0 };

const userOf = (laptop: Laptop) => laptop.engine.appContext.signedIn().user;
const verify = (laptop: Laptop) => laptop.engine.call.sync.verify();
const agreement = async (laptop: Laptop) => (await laptop.engine.call.sync.status()).agreement;
const asked = (laptop: Laptop, path: string) => laptop.network.log.filter((each) => each === path).length;

/** What only damage does: rows change and nothing else knows of it. */
function damage(laptop: Laptop, sql: string, ...parameters: readonly (string | number)[]): void {
  const changed = userOf(laptop).db.write('normal', (tx) => tx.prepared(sql).run([...parameters]).changes);
  if (changed !== 1) throw new Error(`${changed} rows were damaged: ${sql}`);
}

function damageServer(field: Field, sql: string, ...parameters: readonly (string | number)[]): number {
  const database = new Sqlite(field.databaseUrl.slice('sqlite:'.length));
  try {
    return database.prepare(sql).run(...parameters).changes;
  } finally {
    database.close();
  }
}

/** Everything that came from the server, as it is stored. */
function stored(laptop: Laptop): Readonly<Record<string, unknown>> {
  const { read } = userOf(laptop).db;
  return Object.fromEntries(
    KIND_NAMES.map((kind) => [
      kind,
      read
        .prepared<[], Record<string, unknown>>(`select * from "${kind}" order by id`)
        .all([])
        .map(({ rowid: _rowid, localSeq: _localSeq, ...row }) => row),
    ]),
  );
}

/** A live contact, a deleted one and another, all of one unit, and a pipeline of the whole tenant. */
async function threeContacts(laptop: Laptop) {
  const [live, deleted, other] = [await makeContact(laptop), await makeContact(laptop), await makeContact(laptop)];
  const pipelineId = await makePipeline(laptop);
  await run(laptop, 'contacts.edit', { contactId: live, set: { tags: ['vip', 'eu'], jobTitle: 'Buyer \ud83d\ude80' } });
  await synced(laptop);
  await run(laptop, 'contacts.delete', { contactId: deleted });
  await synced(laptop);
  return { live, deleted, other, pipelineId };
}

const COPY_OF_A_ROW = `insert into contact
  (id, orgId, createdBy, createdAtMs, updatedAtMs, isDeleted, serverSeq, localSeq, firstName, lastName, otherEmails,
   otherPhones, tags, doNotContact, customFields, sortName)
  select 'f0000000-0000-7000-8000-000000000001', orgId, createdBy, createdAtMs, updatedAtMs, 0, serverSeq, localSeq, firstName,
    lastName, otherEmails, otherPhones, tags, doNotContact, customFields, sortName from contact where id = ?`;

test.each([
  { name: 'a value', sql: `update contact set jobTitle = 'Byuer' where id = ?`, found: { corrected: 1 } },
  { name: 'a value that is gone', sql: 'update contact set jobTitle = null where id = ?', found: { corrected: 1 } },
  { name: 'a list', sql: `update contact set tags = '["vip"]' where id = ?`, found: { corrected: 1 } },
  { name: 'a list that is none', sql: `update contact set tags = '["vip"' where id = ?`, found: { corrected: 1 } },
  { name: 'a field nobody knows', sql: `update contact set extra = '{"x":1}' where id = ?`, found: { corrected: 1 } },
  { name: 'the unit', sql: `update contact set orgId = 'a1d00000' where id = ?`, found: { corrected: 1 } },
  { name: 'a lower number', sql: 'update contact set serverSeq = 1 where id = ?', found: { corrected: 1 } },
  { name: 'a higher number', sql: 'update contact set serverSeq = 90000 where id = ?', found: { corrected: 1 } },
  { name: 'a number below zero', sql: 'update contact set serverSeq = -7 where id = ?', found: { corrected: 1 } },
  { name: 'a mark of deletion', sql: 'update contact set isDeleted = 1 where id = ?', found: { corrected: 1 } },
  { name: 'a row that is gone', sql: 'delete from contact where id = ?', found: { restored: 1 } },
  { name: 'a row too many', sql: COPY_OF_A_ROW, found: { removed: 1 } },
  { name: 'a tombstone that is gone', of: 'deleted', sql: 'delete from contact where id = ?', found: { restored: 1 } },
  {
    name: 'a deleted row that lives again',
    of: 'deleted',
    sql: 'update contact set isDeleted = 0 where id = ?',
    found: { corrected: 1 },
  },
] as const)('$name, damaged here: it heals and is reported', async ({ sql, found, ...damaged }) => {
  await using field = await openField();
  const sanna = await field.laptop('admin');
  const ids = await threeContacts(sanna);
  expect(await verify(sanna)).toEqual({ kind: 'same' });
  const before = stored(sanna);
  damage(sanna, sql, ids['of' in damaged ? damaged.of : 'live']);
  expect(stored(sanna)).not.toEqual(before);

  const outcome = await verify(sanna);
  expect(outcome).toMatchObject({ kind: 'healed', found: { ...GOOD, ...found } });
  expect(stored(sanna)).toEqual(before);
  expect((await agreement(sanna)).found).toEqual(outcome.kind === 'healed' && outcome.found);
  expect(await verify(sanna)).toEqual({ kind: 'same' });
  expect((await agreement(sanna)).found).toMatchObject(found);
});

test('only the bucket that differs is pulled again, and only the row that differs is written', async () => {
  await using field = await openField();
  const sanna = await field.laptop('admin');
  const { live, other } = await threeContacts(sanna);
  const localSeqOf = async (contactId: string) => (await contactOf(sanna, contactId)).localSeq;
  const [untouched, pulls] = [await localSeqOf(other), asked(sanna, '/v1/bucket')];
  await verify(sanna);
  expect(asked(sanna, '/v1/bucket')).toBe(pulls);
  damage(sanna, `update contact set firstName = 'Eve' where id = ?`, live);
  await verify(sanna);
  expect(asked(sanna, '/v1/bucket')).toBe(pulls + 1);
  expect(await localSeqOf(other)).toBe(untouched);
  expect((await agreement(sanna)).found?.names).toEqual([`contact:${live}`]);
});

test('a colleague’s change in the middle of a comparison raises no suspicion', async () => {
  await using field = await openField();
  const [admin, sanna] = [await field.laptop('admin'), await field.laptop('sanna.reyes')];
  const { live } = await threeContacts(admin);
  await synced(sanna, admin);
  const colleague = { isDone: false };
  admin.network.intercept = async ({ url, pass }) => {
    if (url.pathname === '/v1/sums' && !colleague.isDone) {
      await run(sanna, 'contacts.edit', { contactId: live, set: { phone: '01 482' } });
      await synced(sanna);
      colleague.isDone = true;
    }
    return pass();
  };
  expect(await verify(admin)).toEqual({ kind: 'same' });
  expect([colleague.isDone, asked(admin, '/v1/bucket')]).toEqual([true, 0]);
});

test('what the user has typed on a damaged row stays as it is', async () => {
  await using field = await openField();
  const sanna = await field.laptop('admin');
  const { live } = await threeContacts(sanna);
  sanna.network.isDown = true;
  await sanna.engine.call.sync.now();
  const { mutationId } = await run(sanna, 'contacts.edit', { contactId: live, set: { jobTitle: 'Head of buying' } });
  await sanna.engine.call.outbox.hold({ mutationId });
  sanna.network.isDown = false;
  damage(sanna, `update contact set serverRow = json_set(serverRow, '$.phone', '666') where id = ?`, live);
  expect(await verify(sanna)).toMatchObject({ kind: 'healed', found: { ...GOOD, corrected: 1 } });
  expect(await contactOf(sanna, live)).toMatchObject({ jobTitle: 'Head of buying', phone: null, pending: 'draft' });

  damageServer(field, `update entity set body = json_set(body, '$.jobTitle', 'Thief') where id = ?`, live);
  expect(await verify(sanna)).toMatchObject({ kind: 'healed', found: { ...GOOD, corrected: 1 } });
  expect(await contactOf(sanna, live)).toMatchObject({ jobTitle: 'Head of buying', pending: 'draft' });
  const [item] = await sanna.engine.call.outbox.list({ states: ['held'] });
  expect(item).toMatchObject({ mutationId, state: 'held' });
});

test('damage at the server is noticed by every laptop, told to the user, and counted for the operator', async () => {
  await using field = await openField();
  const [admin, sanna] = [await field.laptop('admin'), await field.laptop('sanna.reyes')];
  const { live } = await threeContacts(admin);
  await synced(sanna);
  damageServer(field, `update entity set body = json_set(body, '$.jobTitle', 'Thief') where id = ?`, live);
  for (const laptop of [admin, sanna]) {
    expect(await verify(laptop)).toMatchObject({ kind: 'healed', found: { ...GOOD, corrected: 1 } });
    expect((await laptop.engine.call.health.now()).alerts).toContainEqual(
      expect.objectContaining({ kind: 'diverged', rows: 1 }),
    );
  }
  const metrics = await (await fetch(`${field.server.url}/metrics`)).text();
  expect(metrics).toContain('satchel_buckets_sent_total 2');
});

test('a body that the server can no longer read goes into quarantine here, and the copy stays', async () => {
  await using field = await openField();
  const admin = await field.laptop('admin');
  const { live } = await threeContacts(admin);
  damageServer(field, `update entity set body = substr(body, 1, 20) where id = ?`, live);
  expect(await verify(admin)).toEqual({ kind: 'same' });
  expect((await admin.engine.call.sync.status()).quarantined).toEqual([`contact:${live}`]);
  expect(await contactOf(admin, live)).toMatchObject({ firstName: 'Ana', pending: null });
});

test('a server that lost a great part of its rows takes none of them away here', async () => {
  await using field = await openField();
  await loadDemo(field.server.store, { size: 'small', nowMs: Date.now() });
  const admin = await field.laptop('admin');
  await synced(admin);
  const before = stored(admin);
  const lost = damageServer(field, `delete from entity where kind = 'contact' and seq % 2 = 0`);
  expect(lost).toBeGreaterThan(200);
  expect(await verify(admin)).toMatchObject({ kind: 'healed', found: { ...GOOD, kept: lost } });
  damageServer(field, `update entity set is_deleted = 1 where kind = 'contact'`);
  expect(await verify(admin)).toMatchObject({ kind: 'healed', found: { corrected: 0, removed: 0 } });
  expect(stored(admin)).toEqual(before);
}, 60_000);

test('a heal that was cut off goes on after a restart', async () => {
  await using field = await openField();
  const admin = await field.laptop('admin');
  const { live, pipelineId } = await threeContacts(admin);
  const before = stored(admin);
  damage(admin, `update contact set firstName = 'Eve' where id = ?`, live);
  damage(admin, `update pipeline set name = 'Evil' where id = ?`, pipelineId);
  admin.network.refuses = (path) => path === '/v1/bucket' && asked(admin, path) === 1;
  expect(await verify(admin)).toMatchObject({ kind: 'stopped', code: 'SERVER_UNREACHABLE' });
  expect(stored(admin)).not.toEqual(before);

  const again = await admin.restart();
  await synced(again);
  expect(stored(again)).toEqual(before);
  expect(asked(again, '/v1/sums')).toBe(0);
  expect(await agreement(again)).toMatchObject({
    checkedAtMs: expect.any(Number) as number,
    found: { ...GOOD, corrected: 2 },
  });
});

test('rows are compared once a day, and after a night away at the first contact', async () => {
  await using field = await openField();
  const admin = await field.laptop('admin');
  await synced(admin);
  const after = async (hours: number): Promise<number> => {
    admin.clock.sleep(hours * HOUR_MS);
    await admin.engine.host.power.resumed();
    await synced(admin);
    return asked(admin, '/v1/sums');
  };
  expect([await after(7), await after(7), await after(7), await after(7)]).toEqual([0, 0, 0, 1]);
  expect([await after(7), await after(9), await after(1)]).toEqual([1, 2, 2]);
  admin.clock.sleep(9 * HOUR_MS);
  const again = await admin.restart();
  await synced(again);
  expect(asked(again, '/v1/sums')).toBe(1);
  expect(await agreement(again)).toEqual({ checkedAtMs: again.clock.wallMs(), found: null });
});

test('an older server that cannot compare costs nothing but the comparison', async () => {
  await using field = await openField();
  const admin = await field.laptop('admin');
  admin.network.intercept = async ({ url, pass, init }) => {
    if (url.pathname !== '/v1/sums') return pass();
    return fetch(new URL('/v1/none', url), init);
  };
  const contactId = await makeContact(admin);
  expect(await verify(admin)).toMatchObject({ kind: 'stopped' });
  expect(await contactOf(admin, contactId)).toMatchObject({ pending: null });
  expect(await admin.engine.call.sync.now()).toEqual({ kind: 'done' });
  admin.network.isDown = true;
  expect(await verify(admin)).toMatchObject({ kind: 'stopped', code: 'SERVER_UNREACHABLE' });
  expect(await codeOf(admin.engine.call.contacts.get({ contactId: uuidV7() }))).toBe('NOT_FOUND');
});
