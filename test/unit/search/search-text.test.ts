import { describe, expect, test } from 'vitest';
import { fullTextQuery, isMatch, searchTerms } from '../../../main/search/full-text-query.ts';
import { phoneWords } from '../../../main/search/phone-words.ts';
import { kindOfSearchRowid, SEARCH_KINDS, searchRange, searchRowid } from '../../../main/search/search-rowid.ts';
import { searchTextOf } from '../../../main/search/search-text.ts';
import { searchWords } from '../../../main/search/search-words.ts';
import type { AnyRow } from '../../../sync/model/row.ts';

const base = { id: 'x', orgId: null, createdBy: 'x', createdAtMs: 0, updatedAtMs: 0, isDeleted: false };

describe('searchTextOf', () => {
  test.each([
    {
      kind: 'contact' as const,
      row: {
        firstName: 'Åsa',
        lastName: "O'Brien-Strøm",
        email: 'Asa.Strom@Post.example',
        otherEmails: [{ label: 'home', value: 'a@b.c' }],
        jobTitle: 'Café owner',
        tags: ['key account'],
        phone: '01 482',
        otherPhones: [],
      },
      want: { title: 'asa o brien strom', detail: 'asa strom post example a b c cafe owner key account 01482 1482' },
    },
    {
      kind: 'company' as const,
      row: { name: 'Łódź & Søn', city: 'Köln', industry: null, website: null, phone: null, tags: [] },
      want: { title: 'lodz son', detail: 'koln' },
    },
    {
      kind: 'deal' as const,
      row: { title: 'Renewal 2024', nextStep: 'Call Ana', tags: ['x'] },
      want: { title: 'renewal 2024', detail: 'call ana x' },
    },
    {
      kind: 'note' as const,
      row: { body: `# Visit\n${'y '.repeat(996)}cut off` },
      want: { title: '', detail: `visit ${'y '.repeat(996).trim()}` },
    },
    {
      kind: 'task' as const,
      row: { title: 'Send offer', description: 'not searched' },
      want: { title: 'send offer', detail: '' },
    },
  ])('keeps the folded words of a $kind', ({ kind, row, want }) => {
    expect(searchTextOf(kind, { ...base, ...row } as AnyRow)).toEqual(want);
  });

  test('has nothing for deleted rows and for kinds that are not searched', () => {
    expect(searchTextOf('task', { ...base, title: 'x', isDeleted: true } as AnyRow)).toBeNull();
    for (const kind of ['pipeline', 'activity', 'history'] as const)
      expect(searchTextOf(kind, base as AnyRow)).toBeNull();
  });
});

test('words are the same with and without the short way for ASCII', () => {
  const text = "O'Brien, Ann-Marie <ann@b.example> 2nd";
  expect(searchWords(`${text} é`)).toEqual([...searchWords(text), 'e']);
});

test('a phone is found by any end of at least four digits', () => {
  expect(phoneWords('+47 55 50')).toEqual(['475550', '75550', '5550']);
  expect(phoneWords('123')).toEqual(['123']);
  expect(phoneWords('none')).toEqual([]);
});

describe('rowids of the search index', () => {
  test('tell kind and rowid, and keep their numbers: they are in the file', () => {
    expect(SEARCH_KINDS.map((kind) => [kind, searchRowid(kind, 7)])).toEqual([
      ['contact', 1_099_511_627_783],
      ['company', 2_199_023_255_559],
      ['deal', 3_298_534_883_335],
      ['note', 4_398_046_511_111],
      ['task', 5_497_558_138_887],
    ]);
    for (const kind of SEARCH_KINDS) {
      expect(kindOfSearchRowid(searchRowid(kind, 123))).toEqual({ kind, rowid: 123 });
      expect(
        searchRange(kind).every((rowid) => Number.isSafeInteger(rowid) && kindOfSearchRowid(rowid)?.kind === kind),
      ).toBe(true);
    }
    expect(kindOfSearchRowid(5)).toBeNull();
  });
});

describe('a full-text query', () => {
  test.each([
    { text: 'Anna be', want: '"anna" AND "be"*' },
    { text: 'a" OR b*', want: '"a" AND "or" AND "b"*' },
    { text: '01 482', want: '("01" AND "482"*) OR "01482"*' },
    { text: '+47 555 01 482', want: '("47" AND "555" AND "01" AND "482"*) OR "4755501482"* OR "5501482"' },
    { text: '0047-55501482', want: '("0047" AND "55501482"*) OR "4755501482"* OR "5501482"' },
    { text: ' ?! ', want: '' },
  ])('of $text is $want', ({ text, want }) => {
    expect(fullTextQuery(searchTerms(text), 'last')).toBe(want);
  });

  test('takes every word as a prefix in a filter, only the last one in the search box', () => {
    const terms = searchTerms('jo smi');
    expect(isMatch(['john', 'smith'], terms, 'each')).toBe(true);
    expect(isMatch(['john', 'smith'], terms, 'last')).toBe(false);
    expect(isMatch(['jo', 'smith'], terms, 'last')).toBe(true);
  });
});
