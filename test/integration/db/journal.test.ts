import { appendFileSync, existsSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openJournal, type Journal } from '../../../main/db/journal.ts';
import { codeOf, KEY, OTHER_KEY, tempFolder } from './fixtures.ts';

const tempPath = (): string => join(tempFolder(), 'journal');

function open(path: string, key = KEY): Journal {
  const journal = openJournal({ path, key });
  onTestFinished(() => journal.close());
  return journal;
}

/** Five records and where each frame begins; the last number is the file's size. */
function written(): { path: string; starts: number[] } {
  const path = tempPath();
  const journal = open(path);
  const starts = [journal.sizeBytes];
  for (let n = 0; n < 5; n += 1) {
    journal.append({ n, word: 'Zebrafinkenlied' });
    starts.push(journal.sizeBytes);
  }
  journal.sync();
  journal.close();
  return { path, starts };
}

function change(path: string, edit: (bytes: Buffer) => Buffer | void): void {
  const bytes = readFileSync(path);
  writeFileSync(path, edit(bytes) ?? bytes);
}

const flip = (path: string, offset: number): void =>
  change(path, (bytes) => void bytes.writeUInt8(bytes.readUInt8(offset) ^ 1, offset));
const numbers = (records: readonly unknown[]): unknown[] => records.map((record) => (record as { n: number }).n);
const at = (starts: readonly number[], index: number): number => starts[index] ?? Number.NaN;

describe('a journal', () => {
  test('gives back what was appended, over runs, and hides it', () => {
    const { path, starts } = written();
    const journal = open(path);
    journal.append(['ü', null, 1.5, { __proto__: true }]);
    expect(journal.readAll().records).toHaveLength(6);
    expect(journal.readAll().records[5]).toEqual(['ü', null, 1.5, {}]);
    expect(journal.sizeBytes).toBe(statSync(path).size);
    expect(journal.sizeBytes).toBeGreaterThan(at(starts, 5));
    expect(readFileSync(path).includes('Zebrafinkenlied')).toBe(false);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test('of another key says so and is not touched', () => {
    const { path } = written();
    const before = readFileSync(path);
    expect(codeOf(() => openJournal({ path, key: OTHER_KEY }))).toBe('WRONG_KEY');
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  test('is rewritten in one step, and goes on from there', () => {
    const { path, starts } = written();
    const journal = open(path);
    expect(journal.recordCount).toBe(5);
    journal.rewrite([{ n: 8 }]);
    journal.append({ n: 9 });
    journal.sync();
    expect(numbers(open(path).readAll().records)).toEqual([8, 9]);
    expect({ size: journal.sizeBytes, records: journal.recordCount }).toEqual({
      size: statSync(path).size,
      records: 2,
    });
    expect(journal.sizeBytes).toBeLessThan(at(starts, 5));
    expect(existsSync(`${path}.damaged-1`)).toBe(false);
  });

  test('refuses a record that is too large, and use after closing', () => {
    const journal = open(tempPath());
    expect(codeOf(() => journal.append('x'.repeat(17 * 1024 * 1024)))).toBe('TOO_LARGE');
    journal.append('small');
    expect(journal.readAll().records).toEqual(['small']);
    journal.close();
    expect(codeOf(() => journal.append('more'))).toBe('INTERNAL');
  });

  test('whose folder is missing or a file says so', () => {
    const { path } = written();
    expect(codeOf(() => openJournal({ path: join(path, 'journal'), key: KEY }))).toBe('FOLDER_READ_ONLY');
  });
});

describe('a torn tail', () => {
  test('is cut off at every byte of the last frame, and appending goes on', () => {
    const { path, starts } = written();
    const whole = readFileSync(path);
    for (let size = at(starts, 4); size < at(starts, 5); size += 1) {
      writeFileSync(path, whole.subarray(0, size));
      const journal = openJournal({ path, key: KEY });
      expect({ size, now: statSync(path).size }).toEqual({ size, now: at(starts, 4) });
      journal.append({ n: 99 });
      const content = journal.readAll();
      journal.close();
      expect({ ...content, records: numbers(content.records) }).toEqual({ records: [0, 1, 2, 3, 99], afterDamage: [] });
    }
  });

  test('of zeros is cut off as well', () => {
    const { path, starts } = written();
    appendFileSync(path, Buffer.alloc(5000));
    expect(open(path).sizeBytes).toBe(at(starts, 5));
  });

  test('never leads to a nonce that is used twice', () => {
    const { path, starts } = written();
    const first = readFileSync(path).subarray(at(starts, 4), at(starts, 5));
    truncateSync(path, at(starts, 5) - 1);
    const journal = open(path);
    journal.append({ n: 4, word: 'Zebrafinkenlied' });
    const second = readFileSync(path).subarray(at(starts, 4), at(starts, 5));
    expect(second.length).toBe(first.length);
    expect(second.subarray(14, 24).equals(first.subarray(14, 24))).toBe(false);
  });
});

describe('damage', () => {
  const cases = [
    {
      name: 'in a body',
      edit: (path: string, starts: number[]) => flip(path, at(starts, 2) + 20),
      records: [0, 1],
      after: [3, 4],
      frame: 2,
    },
    {
      name: 'in a tag',
      edit: (path: string, starts: number[]) => flip(path, at(starts, 3) - 1),
      records: [0, 1],
      after: [3, 4],
      frame: 2,
    },
    {
      name: 'in a length',
      edit: (path: string, starts: number[]) => flip(path, at(starts, 2) + 1),
      records: [0, 1],
      after: [],
      frame: 2,
    },
    {
      name: 'in the last frame',
      edit: (path: string, starts: number[]) => flip(path, at(starts, 4) + 20),
      records: [0, 1, 2, 3],
      after: [],
      frame: 4,
    },
    {
      name: 'two frames swapped',
      edit: (path: string, starts: number[]) => change(path, (b) => swap(b, starts)),
      records: [0],
      after: [3, 4],
      frame: 1,
    },
    {
      name: 'a frame removed',
      edit: (path: string, starts: number[]) => change(path, (b) => remove(b, starts)),
      records: [0],
      after: [],
      frame: 1,
    },
    {
      name: 'a frame repeated',
      edit: (path: string, starts: number[]) => change(path, (b) => repeat(b, starts)),
      records: [0, 1],
      after: [],
      frame: 2,
    },
  ];

  test.each(cases)('$name is found, kept, and cured by a rewrite', ({ edit, records, after, frame }) => {
    const { path, starts } = written();
    edit(path, starts);
    const before = readFileSync(path);
    const journal = open(path);
    const content = journal.readAll();
    expect({ records: numbers(content.records), after: numbers(content.afterDamage) }).toEqual({ records, after });
    expect(content.damagedAtByte).toBe(at(starts, frame));
    expect(codeOf(() => journal.append('x'))).toBe('DATABASE_DAMAGED');
    expect(readFileSync(path).equals(before)).toBe(true);
    journal.rewrite([{ n: 7 }]);
    journal.append({ n: 8 });
    expect(journal.readAll()).toEqual({ records: [{ n: 7 }, { n: 8 }], afterDamage: [] });
    expect(readFileSync(`${path}.damaged-1`).equals(before)).toBe(true);
  });

  test.each([
    { name: 'flipped', edit: (bytes: Buffer) => bytes.fill(1, 10, 11) },
    { name: 'cut', edit: (bytes: Buffer) => bytes.subarray(0, 30) },
    { name: 'empty', edit: (bytes: Buffer) => bytes.subarray(0, 0) },
  ])('of the header ($name) is not taken for another key', ({ edit }) => {
    const { path } = written();
    change(path, edit);
    const journal = open(path);
    expect(journal.readAll()).toEqual({ records: [], afterDamage: [], damagedAtByte: 0 });
    journal.rewrite(['fresh']);
    expect(open(path).readAll().records).toEqual(['fresh']);
    expect(dirname(path)).not.toBe('');
  });

  const part = (bytes: Buffer, starts: readonly number[], from: number, to: number) =>
    bytes.subarray(at(starts, from), at(starts, to));
  const swap = (b: Buffer, s: number[]) =>
    Buffer.concat([b.subarray(0, at(s, 1)), part(b, s, 2, 3), part(b, s, 1, 2), part(b, s, 3, 5)]);
  const remove = (b: Buffer, s: number[]) => Buffer.concat([b.subarray(0, at(s, 1)), part(b, s, 2, 5)]);
  const repeat = (b: Buffer, s: number[]) => Buffer.concat([b.subarray(0, at(s, 2)), part(b, s, 1, 5)]);
});
