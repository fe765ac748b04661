import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { COMPANY_SORTS } from '../../../main/companies/companies-page.ts';
import { CONTACT_SORTS } from '../../../main/contacts/contacts-page.ts';
import { DEAL_SORTS } from '../../../main/deals/deals-page.ts';
import { columnFilter, indexedFilter } from '../../../main/lists/column-filter.ts';
import type { Filter } from '../../../main/lists/condition.ts';
import { countRows, keyPage, keysAfter, startOf, type KeyPageInput } from '../../../main/lists/keyset.ts';
import { tagFilter } from '../../../main/lists/tag-filter.ts';
import { textFilter } from '../../../main/search/text-filter.ts';
import { fillAll, openFixture, type OpenFixture } from './fixture.ts';
import { measuredQueries } from './measured-queries.ts';
import { withPlans } from './query-plans.ts';
import { idOf, SMALL } from './rows.ts';

let fixture: OpenFixture;
beforeAll(() => {
  fixture = openFixture();
  fillAll(fixture.database, SMALL);
});
afterAll(() => fixture.close());

/** Scans that are meant, each with its reason. */
const MEANT = [
  /^SCAN CONSTANT ROW$/,
  /^SCAN json_each VIRTUAL TABLE/, // the values of an `in`
  /^SCAN searchText VIRTUAL TABLE INDEX \d+:.*M/, // a full-text match
  /^SCAN \(subquery-\d+\)$/, // rows that were just found, to count them
  /^SCAN (contact|company) USING (COVERING )?INDEX (contact|company)ByTags$/, // the sets of tags in use, from an index of tags alone
  /^SCAN (contact|company|deal) USING COVERING INDEX (contact|company|deal)Deleted$/, // deleted rows only
  /^SCAN (contact|company|deal) USING COVERING INDEX (contactChanged|dealChanged|sqlite_autoindex_company_1)$/, // count(*) from page headers
  /^SCAN company USING COVERING INDEX companyByIndustry$/, // the industries in use, from an index of some thousand
  /^SCAN pipeline$/, // a handful of rows in a tenant
];

const bad = (plan: readonly string[], meant: readonly RegExp[] = MEANT) =>
  plan.filter((line) => /^SCAN|TEMP B-TREE/.test(line) && !meant.some((each) => each.test(line)));

const badPlans = (plans: ReadonlyMap<string, readonly string[]>, meant?: readonly RegExp[]) =>
  [...plans].flatMap(([sql, plan]) => bad(plan, meant).map((line) => `${line} <- ${sql}`));

const input = (
  table: 'contact' | 'company' | 'deal',
  sort: KeyPageInput['sort'],
  direction: 'asc' | 'desc',
  filters: readonly Filter[],
): KeyPageInput => ({
  table,
  sort,
  direction,
  filters,
  limit: 1000,
  after: undefined,
  fingerprint: '',
  base: { sql: 'isDeleted = 0', values: [] },
});

function filtersOf(table: 'contact' | 'company' | 'deal'): readonly (readonly Filter[])[] {
  const { read } = fixture.database;
  const owners = [idOf('employee', 0), idOf('employee', 2)];
  const text = (word: string) => [textFilter(read, table, word)].filter((filter) => filter !== null);
  const texts = ['a', 'anna', 'mills', 'example'].map(text);
  if (table === 'company') {
    const trade = indexedFilter(read, table, 'industry', ['Mills', 'Works']);
    const owned = columnFilter('ownerId', owners);
    return [[], owned, tagFilter(read, table, ['vip']), trade, [...trade, ...owned], ...texts];
  }
  const ownersOf = indexedFilter(read, table, 'ownerId', owners);
  const ofCompany = indexedFilter(read, table, 'companyId', [idOf('company', 1)]);
  const rest =
    table === 'contact'
      ? tagFilter(read, table, ['vip', 'press'])
      : [
          ...columnFilter('stageId', ['new']),
          ...columnFilter('status', ['open']),
          ...columnFilter('pipelineId', [idOf('pipeline', 0)]),
        ];
  return [[], ownersOf, ofCompany, rest, [...ownersOf, ...rest], ...texts, [...text('a'), ...ownersOf]];
}

const LISTS = [
  { table: 'contact', sorts: CONTACT_SORTS, prefix: 'contactBy' },
  { table: 'company', sorts: COMPANY_SORTS, prefix: 'companyBy' },
  { table: 'deal', sorts: DEAL_SORTS, prefix: 'dealBy' },
] as const;
const INDEX: Readonly<Record<string, string>> = {
  lastName: 'Name',
  name: 'Name',
  updatedAtMs: 'Updated',
  createdAtMs: 'Created',
  title: 'Title',
  valueMinor: 'Value',
  expectedCloseOn: 'Close',
};

describe.each(LISTS)('a list of $table', ({ table, sorts, prefix }) => {
  const cases = Object.entries(sorts).flatMap(([field, sort]) =>
    (['asc', 'desc'] as const).map((direction) => ({ field, sort, direction })),
  );

  test.each(cases)(
    'by $field $direction walks the index of its sort and finds the same with and without the filters own index',
    ({ field, sort, direction }) => {
      for (const filters of filtersOf(table)) {
        const { read, plans } = withPlans(fixture.database.read);
        const walk = input(
          table,
          sort,
          direction,
          filters.map(({ check }) => ({ check })),
        );
        const walked = keysAfter(read, walk, startOf(read, walk), 1000);
        const plan = [...plans.values()][0] ?? [];
        expect(bad(plan)).toEqual([]);
        expect(plan[0]).toMatch(new RegExp(`^SEARCH ${table} USING (COVERING )?INDEX ${prefix}${INDEX[field]} \\(`));
        const narrow = input(table, sort, direction, filters);
        expect(keysAfter(fixture.database.read, narrow, startOf(read, narrow), 1000)).toEqual(walked);
        expect(countRows(fixture.database.read, walk)).toBe(walked.length);
        expect(countRows(fixture.database.read, narrow)).toBe(walked.length);
      }
    },
  );

  test.each(cases)(
    'by $field $direction finds few rows by the index of the filter and sorts only those',
    ({ sort, direction }) => {
      for (const filters of filtersOf(table)) {
        const { read, plans } = withPlans(fixture.database.read);
        keyPage(read, input(table, sort, direction, filters));
        const isSorted = filters.some(({ lookup }) => lookup !== undefined);
        // The one temporary tree is that of at most NARROW_ROWS rows.
        expect(badPlans(plans, isSorted ? [...MEANT, /^USE TEMP B-TREE FOR ORDER BY$/] : MEANT)).toEqual([]);
      }
    },
  );
});

/** Beside `MEANT`: the sort of few rows, two sets of matches counted as one, and counts along an index that holds all filters. */
const MEANT_IN_LISTS = [
  ...MEANT,
  /^USE TEMP B-TREE FOR ORDER BY$/,
  /^UNION USING TEMP B-TREE$/,
  /^SCAN (contact|company|deal) USING COVERING INDEX (contact|company|deal)(By(Name|Updated|Created|Title|Value|Close|Owner|Industry)|Totals)$/,
];

test.each([...new Map(measuredQueries(SMALL).map((query) => [query.name, query])).values()])(
  '$name has no plan that reads a whole table',
  ({ name, run }) => {
    const { read, plans } = withPlans(fixture.database.read);
    run(read, 1);
    const isList = /^(contacts|companies|deals)\.page/.test(name);
    expect(badPlans(plans, isList ? MEANT_IN_LISTS : MEANT)).toEqual([]);
  },
);
