import { expect, test } from 'vitest';
import { toDatabaseError } from '../../../main/db/database-error.ts';

const coded = (code: string): Error => Object.assign(new Error('words of the driver'), { code });

test.each([
  ['SQLITE_FULL', 'DISK_FULL'],
  ['SQLITE_IOERR_SHMSIZE', 'DISK_FULL'],
  ['ENOSPC', 'DISK_FULL'],
  ['SQLITE_READONLY_DIRECTORY', 'FOLDER_READ_ONLY'],
  ['SQLITE_CANTOPEN_ISDIR', 'FOLDER_READ_ONLY'],
  ['EROFS', 'FOLDER_READ_ONLY'],
  ['EACCES', 'FOLDER_READ_ONLY'],
  ['SQLITE_CORRUPT_VTAB', 'DATABASE_DAMAGED'],
  ['SQLITE_NOTADB', 'DATABASE_DAMAGED'],
  ['SQLITE_BUSY', 'INTERNAL'],
  ['SQLITE_CONSTRAINT_PRIMARYKEY', 'INTERNAL'],
])('%s is %s', (systemCode, code) => {
  const cause = coded(systemCode);
  const error = toDatabaseError(cause, 'satchel.db');
  expect(error).toMatchObject({ code, cause, data: { path: 'satchel.db', systemCode } });
  expect(String(error)).not.toContain('words of the driver');
});

test('an error that is not the system’s passes as it is', () => {
  for (const error of [new TypeError('x'), coded('ERR_INVALID_ARG_TYPE'), 'text', undefined])
    expect(toDatabaseError(error, 'p')).toBe(error);
});
