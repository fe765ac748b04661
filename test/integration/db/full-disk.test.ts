import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { fileKeyStore } from '../../../main/db/file-key-store.ts';
import { openJournal } from '../../../main/db/journal.ts';
import { addNote, codeOf, FIRST, KEY, noteIds, openWriter, tempFolder } from './fixtures.ts';

/** A real small disk; only an administrator may mount one. */
function smallDisk(): string | undefined {
  const folder = tempFolder();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  onTestFinished(() => void execFileSync('umount', ['-l', folder]));
  return folder;
}

/** @returns frees the space again */
function fill(folder: string, name = 'filler'): () => void {
  const { bavail, bsize } = statfsSync(folder);
  writeFileSync(join(folder, name), Buffer.alloc(bavail * bsize));
  return () => rmSync(join(folder, name));
}

test('a full disk is said so by every writer, nothing is half written, and all goes on when there is space', async ({
  skip,
}) => {
  const folder = smallDisk();
  if (folder === undefined) return skip('needs the right to mount a file system');
  const path = join(folder, 'satchel.db');
  const database = openWriter({ path });
  addNote(database, 'a');
  const journal = openJournal({ path: join(folder, 'journal'), key: KEY });
  onTestFinished(() => journal.close());
  journal.append('a');
  const before = readFileSync(join(folder, 'journal'));
  const free = fill(folder);

  expect(codeOf(() => addNote(database, 'b', 'x'.repeat(50_000)))).toBe('DISK_FULL');
  expect(codeOf(() => journal.append('x'.repeat(50_000)))).toBe('DISK_FULL');
  expect(readFileSync(join(folder, 'journal')).equals(before)).toBe(true);
  expect(codeOf(() => journal.rewrite(['x'.repeat(50_000)]))).toBe('DISK_FULL');
  expect(readFileSync(join(folder, 'journal')).equals(before)).toBe(true);
  await expect(fileKeyStore(join(folder, 'keys')).set('k', KEY)).rejects.toMatchObject({ code: 'DISK_FULL' });
  database.close();
  const freeMore = fill(folder, 'where-the-wal-was');
  expect(codeOf(() => openWriter({ path, ...NEWER }))).toBe('DISK_FULL');
  expect(readdirSync(folder).filter((name) => /new|probe|before/.test(name))).toEqual([]);

  free();
  freeMore();
  const again = openWriter({ path });
  addNote(again, 'c');
  journal.append('c');
  expect([noteIds(again), journal.readAll().records]).toEqual([
    ['a', 'c'],
    ['a', 'c'],
  ]);
});

const SECOND = { version: 20, minSafeVersion: 20, up: (run: (sql: string) => void) => run('create table x (id text)') };
const NEWER = { migrations: [FIRST, SECOND], buildVersion: 20 };
