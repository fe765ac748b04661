import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isMatch, searchTerms } from '../../../main/search/full-text-query.ts';
import { newestMatches } from '../../../main/search/newest-matches.ts';
import { searchQuery, SEARCH_PREPARING } from '../../../main/search/search-query.ts';
import { SEARCH_KINDS } from '../../../main/search/search-rowid.ts';
import { searchWords } from '../../../main/search/search-words.ts';
import type { AnyRow } from '../../../sync/model/row.ts';
import { fill, fillAll, openFixture, type OpenFixture } from './fixture.ts';
import { Oracle, wordsOf } from './oracle.ts';
import { idOf, SMALL } from './rows.ts';

/** Small enough that no text finds more of a kind than are looked at, so that every answer is exact. */
const SIZES = { ...SMALL, contacts: 90, deals: 80, notes: 90, tasks: 90 };
const oracle = new Oracle(SIZES);
const extra = oracle.rows.contact.slice(0, 3).map(({ row }, index) => ({
  rowid: 9000 + index,
  pending: index === 1 ? 'draft' : null,
  localSeq: 1,
  serverSeq: 1,
  row: {
    ...row,
    id: idOf('contact', 9000 + index),
    isDeleted: index === 2,
    otherEmails: [],
    otherPhones: [],
    tags: [],
    companyId: null,
    firstName: 'Zoltán',
    lastName: ['Müßig', 'Quist', 'Gone'][index],
    email: `z${index}@example.org`,
    phone: ['+47 555 01 482', '55501483', '0047-55501482'][index],
  } as AnyRow,
}));
let fixture: OpenFixture;
const search = (text: string, limit = 20) => searchQuery(fixture.database.read, { text, limit }).hits;

beforeAll(() => {
  fixture = openFixture();
  fillAll(fixture.database, SIZES);
  fill(fixture.database, 'contact', extra);
});
afterAll(() => fixture.close());

/** Every live row that answers the text, by looking at all of them. */
function naive(text: string): readonly string[] {
  const terms = searchTerms(text);
  if (terms.words.length === 0) return [];
  const rows = SEARCH_KINDS.flatMap((kind) =>
    [...oracle.live(kind), ...(kind === 'contact' ? extra.slice(0, 2).map(({ row }) => row) : [])].map((row) => ({
      kind,
      row,
    })),
  );
  const shown = rows.filter(({ kind, row }) => (kind !== 'note' && kind !== 'task') || !oracle.isOrphan(row));
  return shown
    .filter(({ kind, row }) => isMatch(wordsOf(kind, row), terms, 'last'))
    .map(({ row }) => row.id)
    .toSorted();
}

describe('search.query', () => {
  test.each([
    'anna',
    'an',
    'a',
    'mills',
    'akber',
    'head of purch',
    'send foods',
    'renewal 2023',
    'ÖST',
    'company example',
    'terms anna',
    '2024',
    '47',
  ])('finds exactly the live rows that answer "%s"', (text) => {
    const found = search(text, 100);
    const want = naive(text);
    expect(want.length).toBeGreaterThan(0);
    if (want.length <= 100) expect(found.map(({ id }) => id).toSorted()).toEqual(want);
    else expect(found.every(({ id }) => want.includes(id))).toBe(true);
  });

  test.each(['555 01 482', '+47 555 01 482', '0047-55501482', '01 482', '(555) 01-482', '4755501482', '55501482'])(
    'finds a phone by "%s"',
    (text) => {
      const hits = search(text);
      expect(hits.map(({ id }) => id)).toContain(idOf('contact', 9000));
      expect(hits.map(({ id }) => id)).not.toContain(idOf('contact', 9001));
    },
  );

  test('finds a phone among words', () => {
    expect(search('zoltan 55501482').map(({ id }) => id)).toEqual([idOf('contact', 9000)]);
  });

  test('does not care about accents and case, and never shows deleted rows', () => {
    expect(
      search('ZOLTAN')
        .map(({ id }) => id)
        .toSorted(),
    ).toEqual([idOf('contact', 9000), idOf('contact', 9001)].toSorted());
    expect(search('mussig')[0]).toMatchObject({ title: 'Zoltán Müßig', detail: 'z0@example.org', pending: null });
    expect(search('quist zoltán')[0]).toMatchObject({ pending: 'draft' });
    expect(search('zoltan gone')).toEqual([]);
  });

  test.each(['zoltanx', 'zoltánxy', 'mussigq', 'zoltan quisx'])('forgives the end of "%s"', (text) => {
    expect(search(text).length).toBeGreaterThan(0);
    expect(search(`${text}zzz`)).toEqual([]);
  });

  test('shows titles that begin with the text first, then other words of titles, then the rest, each newest first', () => {
    for (const text of ['an', 'ros', 'foods', 'ma']) {
      const closeness = search(text, 100).map(({ title, kind }) => {
        const words = kind === 'note' ? [] : searchWords(title);
        if (words.length === 0) return 2;
        return words.join(' ').startsWith(text) ? 0 : words.some((word) => word.startsWith(text)) ? 1 : 2;
      });
      expect(closeness, text).toEqual(closeness.toSorted());
    }
  });

  test('keeps to the kinds asked for and to the limit', () => {
    const { hits } = searchQuery(fixture.database.read, { text: 'anna', limit: 3, kinds: ['task', 'note'] });
    expect(hits).toHaveLength(3);
    expect(hits.every(({ kind }) => kind === 'task' || kind === 'note')).toBe(true);
    expect(searchQuery(fixture.database.read, { text: 'anna', limit: 3, kinds: [] }).hits).toEqual([]);
  });

  test('says that the index is being prepared', () => {
    expect(searchQuery(fixture.database.read, { text: 'x', limit: 1 }).isPreparing).toBe(false);
    const set = (value: number) =>
      fixture.database.write('normal', (tx) =>
        tx
          .prepared<[string, number], never>('insert or replace into syncState (key, value) values (?, ?)')
          .run([SEARCH_PREPARING, value]),
      );
    set(1);
    expect(searchQuery(fixture.database.read, { text: 'x', limit: 1 }).isPreparing).toBe(true);
    set(0);
    expect(searchQuery(fixture.database.read, { text: 'x', limit: 1 }).isPreparing).toBe(false);
  });

  test('takes any text without an error and finds the same as the naive way', () => {
    const pieces = fc.constantFrom(
      'anna',
      'an',
      '"',
      "'",
      '*',
      '(',
      ')',
      ':',
      '^',
      '-',
      '+',
      ' AND ',
      ' OR ',
      ' NOT ',
      'NEAR(a b)',
      '{title}:',
      '\u0000',
      ' ',
      'ø',
      '✓',
      'mills',
      '555',
      '%',
      '_',
      '\\',
      '日本',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc.array(pieces, { maxLength: 6 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, (typed) => {
        const found = search(typed, 100).map(({ id }) => id);
        const want = naive(typed);
        if (want.length > 0 && want.length <= 100) expect(found.toSorted()).toEqual(want);
        else if (want.length > 100) expect(found).toHaveLength(100);
        else expect(searchTerms(typed).words.length > 0 || found.length === 0).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('finds something of every kind where another kind has thousands of matches', () => {
    const many = openFixture();
    try {
      const make = (kind: 'contact' | 'company' | 'task', index: number, fields: object) => ({
        rowid: index + 1,
        pending: null,
        localSeq: 1,
        serverSeq: 1,
        row: { ...(oracle.rows[kind][0]?.row as AnyRow), id: idOf(kind, index), isDeleted: false, ...fields } as AnyRow,
      });
      const alone = { contactId: null, companyId: null, dealId: null };
      fill(
        many.database,
        'company',
        Array.from({ length: 700 }, (_, index) => make('company', index, { name: `Berg ${index}` })),
      );
      fill(
        many.database,
        'task',
        Array.from({ length: 350 }, (_, index) => make('task', index, { title: `Call Berg ${index}`, ...alone })),
      );
      fill(many.database, 'contact', [make('contact', 0, { lastName: 'Berg' })]);
      const kinds = (limit: number) =>
        searchQuery(many.database.read, { text: 'berg', limit }).hits.map(({ kind }) => kind);
      expect(new Set(kinds(100))).toEqual(new Set(['company']));
      const found = newestMatches(many.database.read, { query: '"berg"*', kinds: new Set(SEARCH_KINDS), cap: 100 });
      expect([...found].map(([kind, rowids]) => [kind, rowids.length, rowids[0] ?? 0])).toEqual([
        ['contact', 1, 1],
        ['company', 100, 700],
        ['deal', 0, 0],
        ['note', 0, 0],
        ['task', 100, 350],
      ]);
    } finally {
      many.close();
    }
  });

  test('still finds the title that begins with the text where thousands of rows match elsewhere', () => {
    const many = openFixture();
    try {
      const maker = oracle.rows.contact[0];
      const crowd = Array.from({ length: 1500 }, (_, index) => ({
        rowid: index + 1,
        pending: null,
        localSeq: 1,
        serverSeq: 1,
        row: {
          ...(maker?.row as AnyRow),
          id: idOf('contact', index),
          isDeleted: false,
          firstName: index === 3 ? 'Berger' : 'Ann',
          lastName: index === 5 ? 'Berg' : 'Zimmer',
          email: 'x@berg.example',
        } as AnyRow,
      }));
      fill(many.database, 'contact', crowd);
      const { hits } = searchQuery(many.database.read, { text: 'berg', limit: 10 });
      expect(hits.map(({ title }) => title).slice(0, 3)).toEqual(['Berger Zimmer', 'Ann Berg', 'Ann Zimmer']);
      expect(hits).toHaveLength(10);
    } finally {
      many.close();
    }
  });
});
