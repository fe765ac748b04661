import { chmodSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fileKeyStore } from '../../../main/db/file-key-store.ts';
import { KEY, OTHER_KEY, tempFolder } from './fixtures.ts';

test('a key is kept over runs in a file for its owner alone, replaced and deleted', async () => {
  const folder = join(tempFolder(), 'keys');
  const store = fileKeyStore(folder);
  expect(await store.get('tenant.employee')).toBeUndefined();
  await store.delete('tenant.employee');
  await store.set('tenant.employee', KEY);
  await store.set('tenant.employee', OTHER_KEY);
  expect(await fileKeyStore(folder).get('tenant.employee')).toEqual(OTHER_KEY);
  expect(readdirSync(folder)).toEqual(['tenant.employee.key']);
  expect([statSync(folder).mode & 0o777, statSync(join(folder, 'tenant.employee.key')).mode & 0o777]).toEqual([
    0o700, 0o600,
  ]);
  await store.delete('tenant.employee');
  expect(await store.get('tenant.employee')).toBeUndefined();
});

test.each([0o640, 0o604, 0o660])('a key file with mode %o is refused', async (mode) => {
  const folder = tempFolder();
  const store = fileKeyStore(folder);
  await store.set('k', KEY);
  chmodSync(join(folder, 'k.key'), mode);
  await expect(store.get('k')).rejects.toMatchObject({
    code: 'PERMISSION_DENIED',
    data: { path: join(folder, 'k.key') },
  });
});

test.each(['', '.', '..', '../k', 'a/b', 'a\\b', 'A', '.hidden', 'con', 'lpt1.x', 'k\0', 'x'.repeat(121)])(
  'the name %j is refused',
  async (name) => {
    const store = fileKeyStore(tempFolder());
    for (const run of [() => store.get(name), () => store.set(name, KEY), () => store.delete(name)]) {
      await expect(run()).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    }
  },
);

test('a damaged, cut or empty key file is said so', async () => {
  const folder = tempFolder();
  const store = fileKeyStore(folder);
  await store.set('k', KEY);
  const path = join(folder, 'k.key');
  const whole = readFileSync(path);
  for (const bytes of [
    whole.subarray(0, -1),
    Buffer.concat([whole, Buffer.from([0])]),
    whole.subarray(0, 20),
    Buffer.alloc(0),
  ]) {
    writeFileSync(path, bytes);
    await expect(store.get('k')).rejects.toMatchObject({ code: 'DATABASE_DAMAGED' });
  }
});

test('a link is not followed, and writing leaves its target alone', async () => {
  const folder = tempFolder();
  const target = join(folder, 'target');
  writeFileSync(target, 'mine');
  symlinkSync(target, join(folder, 'k.key'));
  symlinkSync(target, join(folder, 'k.key.new'));
  const store = fileKeyStore(folder);
  await expect(store.get('k')).rejects.toMatchObject({ code: 'FOLDER_READ_ONLY' });
  await store.set('k', KEY);
  expect([await store.get('k'), readFileSync(target, 'utf8')]).toEqual([KEY, 'mine']);
});
