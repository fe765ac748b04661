import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { v7 as uuidV7 } from 'uuid';
import { describe, expect, test } from 'vitest';
import { userFolder } from '../../../main/engine/user-folder.ts';
import { openField, type Field, type Laptop } from './field.ts';
import { codeOf, contactOf, counts, makeContact, orgId, run, synced } from './records.ts';
import { until } from './test-clock.ts';

const SANNA = 'sanna.reyes';

const bytesIn = (folder: string): number =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((each) => each.isFile())
    .reduce((sum, { parentPath, name }) => sum + readFileSync(join(parentPath, name)).length, 0);

const sessionKind = async (laptop: Laptop): Promise<string> => {
  const status = await laptop.engine.call.session.status();
  return status.kind === 'signed-out' ? status.reason : status.kind;
};

const revoke = (field: Field, employeeId: string) =>
  field.control('POST', 'webhook', { type: 'session.revoked', employeeId });

/** Everything that the folder of a user may still hold once his session was ended. */
const SEALED = ['journal', 'lock', 'open'];

/** A contact that the server has, an edit of it and a draft that it does not have, and a half-typed form. */
async function withWork(field: Field) {
  const { employeeId, tenantId } = await field.tokens(SANNA);
  const laptop = await field.laptop(SANNA);
  const contactId = await makeContact(laptop, { lastName: 'Solheim' });
  await synced(laptop);
  laptop.network.refuses = (path) => path === '/v1/push';
  await run(laptop, 'contacts.edit', { contactId, set: { jobTitle: 'Buyer' } });
  await laptop.engine.call.sync.workOffline({ isOn: true });
  const draftId = uuidV7();
  await run(laptop, 'contacts.create', { contactId: draftId, firstName: 'Draft', lastName: 'Person', orgId });
  await laptop.engine.call.forms.save({ key: 'new:deal', body: { title: 'Half typed' } });
  expect(await counts(laptop)).toMatchObject({ queued: 1, held: 1 });
  await laptop.engine.call.sync.workOffline({ isOn: false });
  return { laptop, contactId, draftId, employeeId, folder: userFolder(laptop.dataDir, { tenantId, employeeId }) };
}

describe('a session that an administrator ended', () => {
  test('takes the replica off the disk at once and leaves the sealed queue', async () => {
    await using field = await openField();
    const { laptop, employeeId, folder } = await withWork(field);
    const before = bytesIn(folder);
    await revoke(field, employeeId);
    await until(
      () => sessionKind(laptop),
      (kind) => kind === 'revoked',
    );
    await until(
      () => readdirSync(folder).toSorted(),
      (names) => names.join() === SEALED.join(),
    );
    expect(bytesIn(folder)).toBeLessThan(before / 4);
    const sealed = readFileSync(join(folder, 'journal')).toString('latin1');
    for (const word of ['Solheim', 'Buyer', 'Person', 'Half typed']) expect(sealed).not.toContain(word);
    expect(await codeOf(laptop.engine.call.sync.now())).toBe('SIGNED_OUT');
  });

  test('gives the same user everything that was not sent after the next sign-in', async () => {
    await using field = await openField();
    const { laptop, contactId, draftId, employeeId, folder } = await withWork(field);
    await revoke(field, employeeId);
    await until(
      () => sessionKind(laptop),
      (kind) => kind === 'revoked',
    );
    laptop.network.refuses = () => false;
    await laptop.engine.host.session.signIn(await field.tokens(SANNA));
    expect((await laptop.engine.call.forms.get({ key: 'new:deal' }))?.body).toEqual({ title: 'Half typed' });
    await synced(laptop);
    await synced(laptop);
    expect(await counts(laptop)).toMatchObject({ queued: 0, held: 0, parked: 0 });
    expect(await contactOf(laptop, contactId)).toMatchObject({ jobTitle: 'Buyer', pending: null });
    expect(await contactOf(laptop, draftId)).toMatchObject({ lastName: 'Person', pending: null });
    expect((await laptop.engine.call.sync.status()).recovery).toBeNull();
    expect(existsSync(join(folder, 'replica.db'))).toBe(true);
  });

  test('shows another user nothing of it', async () => {
    await using field = await openField();
    const { laptop, employeeId } = await withWork(field);
    await revoke(field, employeeId);
    await until(
      () => sessionKind(laptop),
      (kind) => kind === 'revoked',
    );
    await laptop.engine.host.session.signIn(await field.tokens('tomas.brandt'));
    await synced(laptop);
    expect(await counts(laptop)).toMatchObject({ queued: 0, held: 0, parked: 0, acknowledged: 0 });
    expect(await laptop.engine.call.forms.list()).toEqual([]);
  });

  test('is noticed at the next request by a laptop that heard no event', async () => {
    await using field = await openField();
    const { employeeId, tenantId } = await field.tokens(SANNA);
    const laptop = await field.laptop(SANNA);
    laptop.network.refuses = (path) => path === '/v1/events';
    await laptop.engine.host.power.resumed();
    await synced(laptop);
    await revoke(field, employeeId);
    expect(await sessionKind(laptop)).toBe('signed-in');
    expect(await laptop.engine.call.sync.now()).toMatchObject({ kind: 'stopped', code: 'SESSION_REVOKED' });
    await until(
      () => readdirSync(userFolder(laptop.dataDir, { tenantId, employeeId })),
      (names) => !names.includes('replica.db'),
    );
    expect(await sessionKind(laptop)).toBe('revoked');
  });

  test('that a crash interrupted is wiped at the next start', async () => {
    await using field = await openField();
    const { laptop, folder } = await withWork(field);
    await laptop.engine.close();
    rmSync(join(laptop.dataDir, 'last-user.json'));
    writeFileSync(join(folder, 'ended'), '');
    const again = await field.laptop(SANNA, { dataDir: laptop.dataDir });
    expect(await sessionKind(again)).toBe('never');
    expect(readdirSync(folder).toSorted()).toEqual(SEALED);
    await again.engine.host.session.signIn(await field.tokens(SANNA));
    expect(await counts(again)).toMatchObject({ parked: 0, discarded: 0 });
    expect((await again.engine.call.forms.list()).map(({ key }) => key)).toEqual(['new:deal']);
  });
});
