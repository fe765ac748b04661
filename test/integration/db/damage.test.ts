import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { markClosed, markOpen } from '../../../main/db/open-marker.ts';
import { quickCheck } from '../../../main/db/quick-check.ts';
import { setAside } from '../../../main/db/set-aside.ts';
import { sql } from 'kysely';
import {
  addNote,
  codeOf,
  errorOf,
  KEY,
  noteIds,
  openReader,
  openWriter,
  OTHER_KEY,
  tempFolder,
  tempPath,
} from './fixtures.ts';

const SUFFIXES = ['', '-wal', '-shm', '.keycheck'];

/** A database with rows in the main file and in the WAL, as kill -9 leaves it. */
function crashed(): string {
  const source = tempPath();
  const database = openWriter({ path: source });
  for (let n = 0; n < 200; n += 1) addNote(database, `main-${n}`, 'x'.repeat(200));
  database.checkpoint('truncate');
  addNote(database, 'in-wal');
  const path = tempPath();
  for (const suffix of SUFFIXES) copyFileSync(source + suffix, path + suffix);
  database.close();
  return path;
}

function flip(path: string, offset: number): void {
  const bytes = readFileSync(path);
  bytes.writeUInt8(bytes.readUInt8(offset) ^ 1, offset);
  writeFileSync(path, bytes);
}

const contents = (path: string) =>
  Object.fromEntries(
    ['', '-wal', '.keycheck']
      .filter((s) => existsSync(path + s))
      .map((s) => [s, readFileSync(path + s).toString('base64')]),
  );

describe('a wrong key', () => {
  test('is told apart from damage, for both modes and for the check, and changes no byte', () => {
    const path = crashed();
    const before = contents(path);
    expect(codeOf(() => openWriter({ path, key: OTHER_KEY }))).toBe('WRONG_KEY');
    expect(codeOf(() => openReader({ path, key: OTHER_KEY }))).toBe('WRONG_KEY');
    expect(codeOf(() => quickCheck({ path, key: OTHER_KEY }))).toBe('WRONG_KEY');
    expect(codeOf(() => openWriter({ path, key: KEY.subarray(1) }))).toBe('WRONG_KEY');
    expect(contents(path)).toEqual(before);
    expect(noteIds(openWriter({ path }))).toHaveLength(201);
  });

  test('without the key check counts as damage, and still changes no byte', () => {
    const path = crashed();
    rmSync(`${path}.keycheck`);
    const before = contents(path);
    expect(codeOf(() => openWriter({ path, key: OTHER_KEY }))).toBe('DATABASE_DAMAGED');
    expect(contents(path)).toEqual(before);
  });

  test('a damaged key check does not look like another key', () => {
    for (const offset of [0, 40, 70]) {
      const path = crashed();
      flip(`${path}.keycheck`, offset);
      expect(noteIds(openWriter({ path }))).toHaveLength(201);
    }
  });
});

describe('damage', () => {
  test.each([
    { name: 'salt', harm: (path: string) => flip(path, 3) },
    { name: 'plain header: page size', harm: (path: string) => flip(path, 16) },
    { name: 'plain header: reserved bytes', harm: (path: string) => flip(path, 20) },
    { name: 'first page', harm: (path: string) => flip(path, 300) },
    { name: 'end of the first page', harm: (path: string) => flip(path, 4095) },
    { name: 'cut inside the first page', harm: (path: string) => truncateSync(path, 1000) },
    { name: 'cut inside the header', harm: (path: string) => truncateSync(path, 10) },
    { name: 'zero length', harm: (path: string) => truncateSync(path, 0) },
    { name: 'main file gone', harm: (path: string) => rmSync(path) },
    { name: 'another file in its place', harm: (path: string) => writeFileSync(path, 'x'.repeat(8192)) },
  ])('$name is found on opening, by every way in, and no byte changes', ({ harm }) => {
    const path = crashed();
    harm(path);
    const before = contents(path);
    expect(codeOf(() => openWriter({ path }))).toBe('DATABASE_DAMAGED');
    expect(quickCheck({ path, key: KEY }).kind).toBe('damaged');
    expect(contents(path)).toEqual(before);
  });

  test.each([
    { name: 'a later page', harm: (path: string) => flip(path, statSync(path).size / 2) },
    { name: 'the second page', harm: (path: string) => flip(path, 4096 + 50) },
    { name: 'a cut at a page', harm: (path: string) => truncateSync(path, statSync(path).size - 8192) },
  ])('in $name is found by the quick check', ({ harm }) => {
    const path = crashed();
    harm(path);
    const before = contents(path);
    expect(quickCheck({ path, key: KEY }).kind).toBe('damaged');
    expect(contents(path)).toEqual(before);
  });

  test('met while reading has its code', () => {
    const path = crashed();
    flip(path, statSync(path).size / 2);
    const database = openWriter({ path });
    expect(codeOf(() => database.read.all(sql`select * from note`))).toBe('DATABASE_DAMAGED');
  });

  test('an empty main file with a full WAL is not taken for a new database', () => {
    const path = crashed();
    truncateSync(path, 0);
    rmSync(`${path}.keycheck`);
    expect(codeOf(() => openWriter({ path }))).toBe('DATABASE_DAMAGED');
    expect(statSync(`${path}-wal`).size).toBeGreaterThan(0);
  });

  test('a sound file with full-text search passes the check', () => {
    const path = tempPath();
    const database = openWriter({ path });
    database.write('full', (tx) => {
      tx.run(sql`create virtual table words using fts5(body)`);
      tx.run(sql`insert into words (body) values ('some words')`);
    });
    database.close();
    expect(quickCheck({ path, key: KEY })).toEqual({ kind: 'ok' });
    expect(quickCheck({ path: tempPath(), key: KEY })).toEqual({ kind: 'ok' });
  });

  test('is set aside with every byte, and a new database takes its place', () => {
    const path = crashed();
    flip(path, 300);
    const before = contents(path);
    const folder = setAside({ path, nowMs: Date.UTC(2026, 10, 22, 11, 48, 5) });
    expect(folder).toBe(join(dirname(path), 'damaged-20261122T114805Z'));
    expect(contents(join(folder, 'satchel.db'))).toEqual(before);
    expect(readdirSync(dirname(path))).toEqual(['damaged-20261122T114805Z']);
    expect(noteIds(openWriter({ path }))).toEqual([]);
  });

  test('set aside twice in a second keeps both', () => {
    const path = tempPath();
    writeFileSync(path, 'one');
    setAside({ path, nowMs: 0 });
    writeFileSync(path, 'two');
    setAside({ path, nowMs: 0 });
    expect(readdirSync(dirname(path)).toSorted()).toEqual(['damaged-19700101T000000Z', 'damaged-19700101T000000Z-2']);
  });
});

describe('the last end', () => {
  test('is clean at first and after closing, unclean otherwise, and says when the WAL is gone', () => {
    const path = crashed();
    expect(markOpen(path)).toEqual({ isUnclean: false, isWalMissing: false });
    expect(markOpen(path)).toEqual({ isUnclean: true, isWalMissing: false });
    rmSync(`${path}-wal`);
    expect(markOpen(path)).toEqual({ isUnclean: true, isWalMissing: true });
    expect(quickCheck({ path, key: KEY })).toEqual({ kind: 'ok' });
    markClosed(path);
    expect(markOpen(path)).toEqual({ isUnclean: false, isWalMissing: false });
  });
});

describe('a folder', () => {
  test('that is a file, or is not there, is named in the error', () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'file'), '');
    expect(errorOf(() => openWriter({ path: join(folder, 'file', 'satchel.db') }))).toMatchObject({
      code: 'FOLDER_READ_ONLY',
    });
    expect(errorOf(() => openWriter({ path: join(folder, 'none', 'satchel.db') }))).toMatchObject({
      code: 'FOLDER_READ_ONLY',
      data: { path: join(folder, 'none'), reason: 'missing' },
    });
  });

  // The bits of chmod do not stop an administrator; the immutable flag does, where the file system has it.
  test.skipIf(!canMakeImmutable())('that cannot be written is said so, with and without a database in it', () => {
    const path = crashed();
    const folder = dirname(path);
    immutable(folder, '+i');
    onTestFinished(() => immutable(folder, '-i'));
    expect(codeOf(() => openWriter({ path }))).toBe('FOLDER_READ_ONLY');
    expect(codeOf(() => openWriter({ path: join(folder, 'new.db') }))).toBe('FOLDER_READ_ONLY');
  });
});

function immutable(folder: string, flag: '+i' | '-i'): void {
  execFileSync('chattr', [flag, folder], { stdio: 'ignore' });
}

function canMakeImmutable(): boolean {
  const folder = join(process.env['TMPDIR'] ?? '/tmp', `satchel-immutable-${process.pid}`);
  try {
    mkdirSync(folder);
    immutable(folder, '+i');
    immutable(folder, '-i');
    return true;
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
