import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 as uuidV7 } from 'uuid';
import { describe, expect, test } from 'vitest';
import { createEngine } from '../../../main/engine/create-engine.ts';
import { fileKeyStore } from '../../../main/db/file-key-store.ts';
import { openDatabase } from '../../../main/db/open-database.ts';
import { BUILD_VERSION, MIGRATIONS } from '../../../main/db/schema.ts';
import { startServer } from '../../../sync/server/start-server.ts';
import { DEMO_SERVICE } from '../../wrapper-sandbox/demo-seed.ts';
import { openField, type Laptop } from './field.ts';
import { codeOf, contactOf, counts, makeContact, orgId, run, synced } from './records.ts';

/** The folder of the only user on a laptop. */
function folderOf({ dataDir }: Laptop): string {
  const users = join(dataDir, 'users');
  const [tenant = ''] = readdirSync(users);
  const [employee = ''] = readdirSync(join(users, tenant));
  return join(users, tenant, employee);
}

const startAgain = (laptop: Laptop, keys = join(laptop.dataDir, 'keys')) =>
  createEngine({
    dataDir: laptop.dataDir,
    keyStore: fileKeyStore(keys),
    syncUrl: 'http://127.0.0.1:9',
    wrapperUrl: 'http://127.0.0.1:9',
  });

describe('a command with bad input is refused with a code, and nothing is stored', () => {
  test.each([
    { name: 'an unknown change', call: { name: 'contacts.explode', args: {} }, code: 'UNKNOWN_MUTATION' },
    {
      name: 'an id that is no UUID',
      call: { name: 'contacts.create', args: { contactId: 'x', orgId } },
      code: 'BAD_REQUEST',
    },
    {
      name: 'an unknown field',
      call: { name: 'contacts.create', args: { contactId: uuidV7(), orgId, colour: 'red' } },
      code: 'BAD_REQUEST',
    },
    {
      name: 'a text that is too long',
      call: { name: 'notes.create', args: { noteId: uuidV7(), orgId, body: 'x'.repeat(20_001) } },
      code: 'BAD_REQUEST',
    },
    {
      name: 'a custom field with a forbidden name',
      call: {
        name: 'contacts.create',
        args: JSON.parse(
          `{"contactId":"${uuidV7()}","orgId":"${orgId}","lastName":"x","customFields":{"constructor":"x"}}`,
        ) as object,
      },
      code: 'BAD_REQUEST',
    },
  ])('$name: $code', async ({ call, code }) => {
    await using field = await openField();
    const sanna = await field.laptop('sanna.reyes');
    expect(await codeOf(sanna.engine.call.mutations.run(call))).toBe(code);
    expect(await counts(sanna)).toMatchObject({ queued: 0, held: 0, parked: 0 });
  });

  test.each([
    {
      name: 'an unknown record',
      args: { contactId: uuidV7(), set: { phone: '1' } },
      mutation: 'contacts.edit',
      code: 'NOT_FOUND',
    },
    {
      name: "a unit that is not the user's",
      args: { contactId: uuidV7(), lastName: 'x', orgId: 'b2e00000-0000-4000-8000-000000000100' },
      mutation: 'contacts.create',
      code: 'PERMISSION_DENIED',
    },
    {
      name: 'a contact without a name',
      args: { contactId: uuidV7(), orgId },
      mutation: 'contacts.create',
      code: 'INVALID',
    },
  ])('$name: refused with $code', async ({ args, mutation, code }) => {
    await using field = await openField();
    const sanna = await field.laptop('sanna.reyes');
    const result = await run(sanna, mutation, args);
    expect(result.status).toBe('refused');
    expect(['OUT_OF_SCOPE', code]).toContain(result.code);
    expect(await counts(sanna)).toMatchObject({ queued: 0, held: 0, parked: 0 });
  });

  test('a record of another tenant: NOT_FOUND, as if it did not exist', async () => {
    await using field = await openField();
    const [sanna, foreign] = [await field.laptop('sanna.reyes'), await field.laptop('reka.balint')];
    const contactId = await makeContact(sanna);
    await synced(sanna, foreign);
    const result = await run(foreign, 'contacts.edit', { contactId, set: { phone: '1' } });
    expect([result.status, result.code]).toEqual(['refused', 'NOT_FOUND']);
    expect(await codeOf(contactOf(foreign, contactId))).toBe('NOT_FOUND');
  });

  test('an id that was used for another change: ID_REUSED; for the same one: the same answer', async () => {
    await using field = await openField();
    const sanna = await field.laptop('sanna.reyes');
    const [mutationId, contactId] = [uuidV7(), uuidV7()];
    const first = await run(sanna, 'contacts.create', { contactId, lastName: 'Moe', orgId }, mutationId);
    expect(await run(sanna, 'contacts.create', { contactId, lastName: 'Moe', orgId }, mutationId)).toMatchObject({
      mutationId,
      status: first.status,
      pass: first.pass,
    });
    expect(await codeOf(run(sanna, 'contacts.create', { contactId, lastName: 'Holm', orgId }, mutationId))).toBe(
      'ID_REUSED',
    );
  });
});

describe('files that cannot be used', () => {
  test('a second start on the same data ends before it opens a file', async () => {
    await using field = await openField();
    const sanna = await field.laptop('sanna.reyes');
    expect(await codeOf(startAgain(sanna))).toBe('ALREADY_RUNNING');
    expect((await run(sanna, 'contacts.create', { contactId: uuidV7(), lastName: 'Moe', orgId })).status).not.toBe(
      'refused',
    );
  });

  test('a wrong key is told from damage, and no byte changes', async () => {
    await using field = await openField();
    const sanna = await field.laptop('sanna.reyes');
    await makeContact(sanna);
    await sanna.engine.close();
    const folder = folderOf(sanna);
    const before = readFileSync(join(folder, 'replica.db'));
    const keys = join(sanna.dataDir, 'other-keys');
    const [tenant = '', employee = ''] = folder.split('/').slice(-2);
    await fileKeyStore(keys).set(`${tenant}.${employee}`, new Uint8Array(randomBytes(32)));
    expect(await codeOf(startAgain(sanna, keys))).toBe('WRONG_KEY');
    expect(await codeOf(startAgain(sanna, join(sanna.dataDir, 'no-keys')))).toBe('WRONG_KEY');
    expect(await fileKeyStore(join(sanna.dataDir, 'no-keys')).get(`${tenant}.${employee}`)).toBeUndefined();
    expect(readFileSync(join(folder, 'replica.db')).equals(before)).toBe(true);
  });

  test('a file of a newer build says which version to get', async () => {
    await using field = await openField();
    const sanna = await field.laptop('sanna.reyes');
    await sanna.engine.close();
    const path = join(folderOf(sanna), 'replica.db');
    const [tenant = '', employee = ''] = folderOf(sanna).split('/').slice(-2);
    const key = await fileKeyStore(join(sanna.dataDir, 'keys')).get(`${tenant}.${employee}`);
    const newer = {
      version: 9990,
      minSafeVersion: 9990,
      up: (sql: (text: string) => void) => sql('create table fromTheFuture (id integer)'),
    };
    const db = openDatabase({
      path,
      key: key ?? new Uint8Array(),
      mode: 'write',
      migrations: [...MIGRATIONS, newer],
      buildVersion: 9990,
      appVersion: '9.9.0',
    });
    db.close();
    await expect(startAgain(sanna)).rejects.toMatchObject({
      code: 'FILE_TOO_NEW',
      message: expect.stringContaining('9.9.0') as string,
    });
    expect(BUILD_VERSION).toBeLessThan(9990);
  });

  test('a damaged database is put aside, and queue and drafts come back from the journal', async () => {
    await using field = await openField();
    const sanna = await field.laptop('sanna.reyes');
    const contactId = await makeContact(sanna);
    await synced(sanna);
    sanna.network.isDown = true;
    await sanna.engine.call.sync.now();
    await run(sanna, 'contacts.edit', { contactId, set: { jobTitle: 'Typed offline' } });
    const draftId = await makeContact(sanna, { lastName: 'Draft' });
    await sanna.engine.call.forms.save({ key: 'contact:new', body: { lastName: 'half ty' } });
    await sanna.engine.close();
    const path = join(folderOf(sanna), 'replica.db');
    const bytes = readFileSync(path);
    bytes.fill(0xff, 100, 200);
    writeFileSync(path, bytes);
    const again = await field.laptop('sanna.reyes', { dataDir: sanna.dataDir });
    expect(await again.engine.call.session.status()).toMatchObject({ kind: 'signed-out' });
    await again.engine.host.session.signIn(await field.tokens('sanna.reyes'));
    expect(await again.engine.call.forms.get({ key: 'contact:new' })).toMatchObject({ body: { lastName: 'half ty' } });
    await synced(again);
    expect(await contactOf(again, contactId)).toMatchObject({ jobTitle: 'Typed offline', pending: null });
    expect(await contactOf(again, draftId)).toMatchObject({ lastName: 'Draft', pending: null });
    expect(readdirSync(folderOf(sanna)).some((name) => name.startsWith('damaged-'))).toBe(true);
  });

  test('a data folder that is a file is refused with its path', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'satchel-bad-'));
    writeFileSync(join(dir, 'file'), '');
    const options = {
      dataDir: join(dir, 'file', 'data'),
      keyStore: fileKeyStore(join(dir, 'keys')),
      syncUrl: 'http://127.0.0.1:9',
      wrapperUrl: 'http://127.0.0.1:9',
    };
    await expect(createEngine(options)).rejects.toMatchObject({ code: 'FOLDER_READ_ONLY' });
    rmSync(dir, { recursive: true });
  });

  test('an occupied port is named', async () => {
    await using field = await openField();
    const port = Number(new URL(field.server.url).port);
    const options = {
      databaseUrl: 'sqlite::memory:',
      wrapperUrl: field.sandbox.url,
      serviceCredentials: DEMO_SERVICE,
      webhookSecret: 'x',
      port,
    };
    await expect(startServer(options)).rejects.toMatchObject({
      code: 'PORT_OCCUPIED',
      message: expect.stringContaining(String(port)) as string,
    });
  });
});

describe('the session', () => {
  test('sign-out with unsent work is refused with the counts, and kept work waits for the same user', async () => {
    await using field = await openField();
    const sanna = await field.laptop('sanna.reyes');
    const contactId = await makeContact(sanna);
    await synced(sanna);
    sanna.network.isDown = true;
    await sanna.engine.call.sync.now();
    await run(sanna, 'contacts.edit', { contactId, set: { jobTitle: 'Typed offline' } });
    expect(await codeOf(sanna.engine.call.session.signOut({}))).toBe('UNSENT_WORK');
    sanna.network.isDown = false;
    sanna.network.unreachable.add(new URL(field.server.url).host);
    await sanna.engine.call.session.signOut({ isUnsentKept: true });
    await sanna.engine.host.session.signIn(await field.tokens('tomas'));
    expect(await counts(sanna)).toMatchObject({ queued: 0, held: 0, parked: 0 });
    expect((await sanna.engine.call.search.query({ text: 'solheim' })).hits).toEqual([]);
    await sanna.engine.call.session.signOut({});
    sanna.network.unreachable.clear();
    await sanna.engine.host.session.signIn(await field.tokens('sanna.reyes'));
    await synced(sanna);
    expect(await contactOf(sanna, contactId)).toMatchObject({ jobTitle: 'Typed offline', pending: null });
  });

  test('nothing is readable in the folder', async () => {
    await using field = await openField();
    const sanna = await field.laptop('sanna.reyes');
    await makeContact(sanna, { lastName: 'Plantedword', email: 'planted@word.example' });
    await sanna.engine.call.forms.save({ key: 'f', body: 'Plantedword' });
    const folder = folderOf(sanna);
    const leaking = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .filter((entry) =>
        readFileSync(join(entry.parentPath, entry.name)).toString('latin1').toLowerCase().includes('planted'),
      );
    expect(leaking).toEqual([]);
    expect(existsSync(join(folder, 'journal'))).toBe(true);
  });

  test('reads without a session are refused', async () => {
    await using field = await openField();
    const laptop = await field.laptop('sanna.reyes', { isSignedOut: true });
    expect(await codeOf(laptop.engine.call.contacts.get({ contactId: uuidV7() }))).toBe('SIGNED_OUT');
    expect(await laptop.engine.call.sync.status()).toMatchObject({ connection: 'signed-out' });
  });
});
