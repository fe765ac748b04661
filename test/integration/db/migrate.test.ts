import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { deleteOldCopies } from '../../../main/db/migration-copy.ts';
import type { Migration } from '../../../main/db/migrate.ts';
import { addNote, codeOf, errorOf, FIRST, noteIds, openReader, openWriter, tempPath } from './fixtures.ts';

const KILLED = fileURLToPath(new URL('./killed-migration.ts', import.meta.url));

const SECOND: Migration = {
  version: 20,
  minSafeVersion: 20,
  up: (run) =>
    run(`alter table note add column colour text not null default 'red'; create index note_body on note (body)`),
};
const THIRD: Migration = { version: 30, minSafeVersion: 20, up: (run) => run('create table later (id text)') };
const NEWER = { migrations: [FIRST, SECOND, THIRD], buildVersion: 30, appVersion: '0.3.0' };

const meta = (path: string, options = {}) =>
  Object.fromEntries(
    openReader({ path, ...options })
      .read.all(sql<{ key: string; value: unknown }>`select key, value from meta`)
      .map(({ key, value }) => [key, value]),
  );

function created(): string {
  const path = tempPath();
  const database = openWriter({ path });
  addNote(database, 'a', 'kept');
  database.close();
  return path;
}

describe('migrations', () => {
  test('create a new file without a copy', () => {
    const path = tempPath();
    openWriter({ path, ...NEWER }).close();
    expect(meta(path, NEWER)).toEqual({ schemaVersion: 30, minSafeVersion: 20, appVersion: '0.3.0' });
    expect(readdirSync(dirname(path)).filter((name) => name.includes('before'))).toEqual([]);
  });

  test('bring an old file up to date, rows kept, after a copy that still opens', () => {
    const path = created();
    const database = openWriter({ path, ...NEWER });
    expect(database.read.all(sql`select * from note`)).toEqual([{ id: 'a', body: 'kept', pinned: 0, colour: 'red' }]);
    expect(meta(path, NEWER)).toEqual({ schemaVersion: 30, minSafeVersion: 20, appVersion: '0.3.0' });
    expect(noteIds(openReader({ path: `${path}.before-10` }))).toEqual(['a']);
    expect(readFileSync(`${path}.before-10`).includes('kept')).toBe(false);
  });

  test('never lower the minSafeVersion of a file', () => {
    const path = created();
    openWriter({ path, ...NEWER, migrations: [FIRST, SECOND] }).close();
    const third = { ...THIRD, minSafeVersion: 10 };
    openWriter({ path, ...NEWER, migrations: [FIRST, SECOND, third] }).close();
    expect(meta(path, NEWER)['minSafeVersion']).toBe(20);
  });

  test('run once', () => {
    const path = created();
    openWriter({ path, ...NEWER }).close();
    openWriter({ path, ...NEWER }).close();
    expect(meta(path, NEWER)['schemaVersion']).toBe(30);
  });

  test('leave the file as it was when a statement fails, and can be tried again', () => {
    const path = created();
    const bad: Migration = { version: 30, minSafeVersion: 30, up: (run) => run('insert into nowhere values (1)') };
    expect(codeOf(() => openWriter({ path, ...NEWER, migrations: [FIRST, SECOND, bad] }))).toBe('INTERNAL');
    const old = openWriter({ path });
    expect(old.read.all(sql`select * from note`)).toEqual([{ id: 'a', body: 'kept', pinned: 0 }]);
    old.close();
    expect(openWriter({ path, ...NEWER }).read.all(sql`select colour from note`)).toEqual([{ colour: 'red' }]);
  });

  test('that commit by themselves are an error', () => {
    const bad: Migration = { version: 20, minSafeVersion: 20, up: (run) => run('commit') };
    expect(codeOf(() => openWriter({ path: created(), migrations: [FIRST, bad], buildVersion: 20 }))).toBe('INTERNAL');
  });

  test.each([1, 2, 3])('killed after step %i leave the file as it was, and run at the next start', async (step) => {
    const path = created();
    const child = spawn(process.execPath, [KILLED, path, String(step)], { stdio: 'inherit' });
    expect((await once(child, 'exit'))[1]).toBe('SIGKILL');
    expect(existsSync(`${path}.before-10`)).toBe(true);
    const old = openWriter({ path });
    expect(old.read.all(sql`select * from note`)).toEqual([{ id: 'a', body: 'kept', pinned: 0 }]);
    old.close();
    expect(openWriter({ path, ...NEWER }).read.all(sql`select colour from note`)).toEqual([{ colour: 'red' }]);
  });

  test('a full disk in the middle leaves the file as it was', () => {
    const path = created();
    const filling: Migration = {
      version: 20,
      minSafeVersion: 20,
      up: (run) => run(`pragma max_page_count = 10; create table big as select zeroblob(100000) as body`),
    };
    expect(codeOf(() => openWriter({ path, migrations: [FIRST, filling], buildVersion: 20 }))).toBe('DISK_FULL');
    expect(noteIds(openWriter({ path }))).toEqual(['a']);
  });

  test.each([
    { name: 'not in tens', migrations: [{ ...FIRST, version: 11 }] },
    { name: 'falling', migrations: [SECOND, FIRST] },
    { name: 'twice', migrations: [FIRST, FIRST] },
    { name: 'unsafe for itself', migrations: [{ ...FIRST, minSafeVersion: 20 }] },
  ])('numbered wrongly are refused: $name', ({ migrations }) => {
    expect(codeOf(() => openWriter({ path: tempPath(), migrations }))).toBe('INTERNAL');
  });

  test('are needed before a reader may open the file', () => {
    const path = created();
    expect(codeOf(() => openReader({ path, ...NEWER }))).toBe('INTERNAL');
    expect(codeOf(() => openReader({ path: tempPath() }))).toBe('NOT_FOUND');
  });
});

describe('a file from a newer program', () => {
  test('is refused below its minSafeVersion, and the error says what to get', () => {
    const path = created();
    openWriter({ path, ...NEWER }).close();
    const before = readFileSync(path);
    for (const open of [openWriter, openReader]) {
      const error = errorOf(() => open({ path }));
      expect(error).toMatchObject({
        code: 'FILE_TOO_NEW',
        data: { schemaVersion: 30, minSafeVersion: 20, buildVersion: 10, appVersion: '0.3.0' },
      });
      expect(error?.message).toContain('Install Satchel 0.3.0 or a later one');
    }
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  test('opens from its minSafeVersion on, and stays as new as it is', () => {
    const path = created();
    openWriter({ path, ...NEWER }).close();
    const older = { migrations: [FIRST, SECOND], buildVersion: 20, appVersion: '0.2.0' };
    const database = openWriter({ path, ...older });
    addNote(database, 'b');
    expect(meta(path, older)).toEqual({ schemaVersion: 30, minSafeVersion: 20, appVersion: '0.3.0' });
  });
});

test('copies are deleted, half ones too, and nothing else', () => {
  const path = created();
  openWriter({ path, ...NEWER, migrations: [FIRST, SECOND] }).close();
  openWriter({ path, ...NEWER }).close();
  expect(deleteOldCopies(path).toSorted()).toEqual(['satchel.db.before-10', 'satchel.db.before-20']);
  expect(readdirSync(dirname(path)).toSorted()).toEqual(['satchel.db', 'satchel.db.keycheck']);
  expect(existsSync(path)).toBe(true);
});
