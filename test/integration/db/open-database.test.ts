import { readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { addNote, codeOf, errorOf, noteIds, openReader, openWriter, tempPath } from './fixtures.ts';

describe('a handle', () => {
  test('gives typed rows for builders, raw SQL and prepared text', () => {
    const database = openWriter({ path: tempPath() });
    addNote(database, 'a', 'one');
    const { read } = database;
    expect(read.all(read.qb.selectFrom('note').selectAll())).toEqual([{ id: 'a', body: 'one', pinned: 0 }]);
    expect(read.first(sql<{ n: number }>`select count(*) as n from note where id = ${'a'}`)).toEqual({ n: 1 });
    expect(read.first(read.qb.selectFrom('note').select('id').where('id', '=', 'zz'))).toBeUndefined();
    expect(codeOf(() => read.mustFirst(read.qb.selectFrom('note').select('id').where('id', '=', 'zz')))).toBe(
      'NOT_FOUND',
    );
    expect(read.prepared<[string], { body: string }>('select body from note where id = ?').first(['a'])).toEqual({
      body: 'one',
    });
    expect(
      read.prepared<{ id: string }, { body: string }>('select body from note where id = :id').all({ id: 'a' }),
    ).toEqual([{ body: 'one' }]);
  });

  test.each([
    { name: 'an insert', text: `insert into note (id) values ('x')` },
    { name: 'an insert that returns rows', text: `insert into note (id) values ('x') returning id` },
    {
      name: 'a with clause that writes',
      text: `with x as (select 'x' as id) insert into note (id) select id from x returning id`,
    },
    { name: 'a transaction', text: 'begin immediate' },
    { name: 'a pragma that sets', text: 'pragma user_version = 5' },
  ])('of the reading kind refuses $name, on either connection', ({ text }) => {
    const path = tempPath();
    const writer = openWriter({ path });
    const reader = openReader({ path });
    for (const { read } of [writer, reader]) {
      expect(codeOf(() => read.all(sql.raw(text)))).toBe('INTERNAL');
      expect(codeOf(() => read.prepared<[], unknown>(text))).toBe('INTERNAL');
    }
    expect(noteIds(writer)).toEqual([]);
  });

  test('stores booleans as 0 and 1 and refuses undefined', () => {
    const database = openWriter({ path: tempPath() });
    database.write('normal', (tx) => {
      tx.prepared<[string, boolean], never>('insert into note (id, pinned) values (?, ?)').run(['a', true]);
      tx.prepared<{ id: string; pinned: boolean }, never>('insert into note (id, pinned) values (:id, :pinned)').run({
        id: 'b',
        pinned: false,
      });
    });
    expect(database.read.all(sql`select id, pinned from note order by id`)).toEqual([
      { id: 'a', pinned: 1 },
      { id: 'b', pinned: 0 },
    ]);
    expect(codeOf(() => database.read.all(sql`select ${undefined} as x`))).toBe('INTERNAL');
  });

  test('says that a builder is not run by itself', async () => {
    const { read } = openWriter({ path: tempPath() });
    await expect(read.qb.selectFrom('note').selectAll().execute()).rejects.toMatchObject({ code: 'INTERNAL' });
  });

  test('reports queries over 40 ms by their text, without values', () => {
    const slow: unknown[] = [];
    let nowMs = 0;
    const database = openWriter({
      path: tempPath(),
      onSlow: (each) => slow.push(each),
      monotonicMs: () => (nowMs += 41),
    });
    database.read.all(sql`select ${'secret'} as word`);
    expect(slow).toEqual([{ sql: 'select ? as word', ms: 41 }]);
  });

  test('does not quote what the user typed in its errors', () => {
    const error = errorOf(() => openWriter({ path: tempPath() }).read.all(sql.raw('select secretword from note')));
    expect(error?.code).toBe('INTERNAL');
    expect(`${error?.message} ${JSON.stringify(error?.data)}`).not.toContain('secretword');
  });
});

describe('a transaction', () => {
  test('is rolled back when its function throws, and the error passes as it is', () => {
    const database = openWriter({ path: tempPath() });
    const failure = new RangeError('mine');
    expect(() =>
      database.write('full', (tx) => {
        tx.run(sql`insert into note (id) values ('a')`);
        throw failure;
      }),
    ).toThrow(failure);
    addNote(database, 'b');
    expect(noteIds(database)).toEqual(['b']);
  });

  test('is rolled back when its function returns a promise', () => {
    const database = openWriter({ path: tempPath() });
    const run = () =>
      database.write('full', async (tx) => {
        tx.run(sql`insert into note (id) values ('a')`);
        throw new Error('ignored');
      });
    expect(codeOf(run)).toBe('INTERNAL');
    expect(noteIds(database)).toEqual([]);
  });

  test('is not nested, and the outer one is rolled back', () => {
    const database = openWriter({ path: tempPath() });
    expect(() => database.write('full', () => addNote(database, 'a'))).toThrow('inside another one');
    expect(() => database.snapshot(() => addNote(database, 'a'))).toThrow('inside another one');
    expect(noteIds(database)).toEqual([]);
  });

  test('cannot be used after its end', () => {
    const database = openWriter({ path: tempPath() });
    const kept = database.write('full', (tx) => ({
      tx,
      insert: tx.prepared<[string], never>('insert into note (id) values (?)'),
    }));
    expect(codeOf(() => kept.tx.run(sql`insert into note (id) values ('a')`))).toBe('INTERNAL');
    expect(codeOf(() => kept.insert.run(['a']))).toBe('INTERNAL');
    database.write('full', () => kept.insert.run(['b']));
    expect(noteIds(database)).toEqual(['b']);
  });

  test('runs with synchronous FULL (2) and fullfsync, or with NORMAL (1) and without', () => {
    const database = openWriter({ path: tempPath() });
    const pragmas = (durability: 'full' | 'normal') =>
      database.write(durability, (tx) => [tx.first(sql`pragma synchronous`), tx.first(sql`pragma fullfsync`)]);
    const full = [{ synchronous: 2 }, { fullfsync: 1 }];
    const normal = [{ synchronous: 1 }, { fullfsync: 0 }];
    expect([pragmas('full'), pragmas('normal'), pragmas('normal'), pragmas('full')]).toEqual([
      full,
      normal,
      normal,
      full,
    ]);
  });

  test('a snapshot shows one state while another connection commits', () => {
    const path = tempPath();
    const writer = openWriter({ path });
    const reader = openReader({ path });
    const seen = reader.snapshot(() => {
      const before = noteIds(reader);
      addNote(writer, 'a');
      return [before, noteIds(reader)];
    });
    expect(seen).toEqual([[], []]);
    expect(noteIds(reader)).toEqual(['a']);
  });

  test('reports a full disk, keeps nothing of it, and the next one works', () => {
    const path = tempPath();
    const database = openWriter({ path });
    database.write('full', (tx) => tx.first(sql`pragma max_page_count = 12`));
    const error = errorOf(() => addNote(database, 'big', 'x'.repeat(100_000)));
    expect(error).toMatchObject({ code: 'DISK_FULL', data: { path, systemCode: 'SQLITE_FULL' } });
    addNote(database, 'small');
    expect(noteIds(database)).toEqual(['small']);
  });
});

describe('the files', () => {
  const WORD = 'Zebrafinkenlied';

  test('show no planted word, in the database, the WAL, or a copy before migrating', () => {
    const path = tempPath();
    const database = openWriter({ path });
    addNote(database, 'a', WORD);
    database.checkpoint('truncate');
    addNote(database, 'b', WORD);
    const names = readdirSync(dirname(path));
    expect(names.toSorted()).toEqual(['satchel.db', 'satchel.db-shm', 'satchel.db-wal', 'satchel.db.keycheck']);
    expect(statSync(`${path}-wal`).size).toBeGreaterThan(4096);
    for (const name of names) {
      const bytes = readFileSync(join(dirname(path), name));
      expect({ name, hasWord: bytes.includes(WORD), isPlain: bytes.includes('SQLite format 3') }).toEqual({
        name,
        hasWord: false,
        isPlain: false,
      });
    }
  });

  test('are readable by their owner only', () => {
    const path = tempPath();
    addNote(openWriter({ path }), 'a');
    for (const name of [path, `${path}-wal`, `${path}-shm`, `${path}.keycheck`])
      expect(statSync(name).mode & 0o777).toBe(0o600);
  });

  test('have the pragmas that keep deleted rows out of them', () => {
    const database = openWriter({ path: tempPath() });
    const pragmas = ['secure_delete', 'journal_mode', 'temp_store', 'cache_size', 'mmap_size', 'busy_timeout'];
    const found = database.write('full', (tx) => pragmas.map((name) => tx.first<object>(sql.raw(`pragma ${name}`))));
    expect(Object.assign({}, ...found)).toEqual({
      secure_delete: 1,
      journal_mode: 'wal',
      temp_store: 2,
      cache_size: -65_536,
      mmap_size: 0,
      timeout: 2000,
    });
  });

  test('the WAL is emptied, or the checkpoint says that a reader was in the way', () => {
    const path = tempPath();
    const writer = openWriter({ path });
    const reader = openReader({ path });
    addNote(writer, 'a');
    const whileReading = reader.snapshot(() => {
      noteIds(reader);
      addNote(writer, 'b');
      return writer.checkpoint('truncate');
    });
    expect([whileReading, writer.checkpoint('truncate'), statSync(`${path}-wal`).size]).toEqual([false, true, 0]);
  });

  test('a lost key check is written again', () => {
    const path = tempPath();
    openWriter({ path }).close();
    rmSync(`${path}.keycheck`);
    openWriter({ path }).close();
    expect(statSync(`${path}.keycheck`).size).toBe(96);
  });
});
