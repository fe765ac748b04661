import type { Kind } from '../../sync/model/kinds/all-kinds.ts';
import type { AnyRow } from '../../sync/model/row.ts';
import type { ReadHandle } from '../db/handles.ts';
import type { Schema } from '../db/schema.ts';
import { countUpTo } from '../lists/column-filter.ts';
import type { Condition, Filter } from '../lists/condition.ts';
import { loadRows } from '../lists/load-rows.ts';
import { recordNames } from '../lists/record-names.ts';
import { fullTextQuery, isMatch, searchTerms, type SearchTerms } from './full-text-query.ts';
import { searchRange, searchRowid, type SearchKind } from './search-rowid.ts';
import { searchTextOf } from './search-text.ts';
import { searchWords } from './search-words.ts';

type ListKind = 'contact' | 'company' | 'deal';

const inIndex = (kind: SearchKind, query: string, columns: string): Condition => ({
  sql: `select ${columns} from searchText where searchText match ? and rowid between ? and ?`,
  values: [query, ...searchRange(kind)],
});

/** Above this many rows a list tries its next rows one by one instead of collecting all that match. */
const MOST_COLLECTED = 40_000;

/** Rows whose own words begin with all of these, or whose company's name does. */
export interface TextFilter extends Filter {
  readonly terms: SearchTerms;
  /** Rows that match, counted up to one more than `MOST_COLLECTED`. */
  readonly size: number;
  readonly isFrequent: boolean;
}

/** A filter by words; null when the text has no word in it. */
export function textFilter(read: ReadHandle<Schema>, kind: ListKind, text: string | undefined): TextFilter | null {
  const terms = searchTerms(text ?? '');
  if (terms.words.length === 0) return null;
  const query = fullTextQuery(terms, 'each');
  const own = inIndex(kind, query, `rowid - ${searchRowid(kind, 0)}`);
  const sets = kind === 'company' ? [own] : [own, ofCompanies(kind, query)];
  const rows = (union: string): Condition => ({
    sql: sets.map(({ sql }) => sql).join(` ${union} `),
    values: sets.flatMap(({ values }) => values),
  });
  const { sql, values } = rows('union all');
  const size = sets.reduce((sum, set) => (sum > MOST_COLLECTED ? sum : sum + countUpTo(read, set, MOST_COLLECTED)), 0);
  const count = () => countUpTo(read, rows('union'), Number.MAX_SAFE_INTEGER - 1);
  return {
    terms,
    size,
    isFrequent: size > MOST_COLLECTED,
    check: { sql: `+rowid in (${sql})`, values },
    lookup: { condition: { sql: `rowid in (${sql})`, values }, size: () => size, count },
  };
}

function ofCompanies(kind: 'contact' | 'deal', query: string): Condition {
  const companies = inIndex('company', `{title} : (${query})`, `rowid - ${searchRowid('company', 0)}`);
  return {
    sql: `select rowid from ${kind} where isDeleted = 0 and companyId in (
      select id from company where isDeleted = 0 and rowid in (${companies.sql}))`,
    values: companies.values,
  };
}

/** Which of these rows the filter lets pass, decided on their text. */
export function rowsWithText(
  read: ReadHandle<Schema>,
  kind: ListKind,
  { terms }: TextFilter,
  rowids: readonly number[],
): ReadonlySet<number> {
  const rows = loadRows<Kind>(read, kind, rowids) as unknown as readonly AnyRow[];
  const names = kind === 'company' ? new Map<string, string>() : recordNames(read, 'company', rows.map(companyOf));
  const passes = (row: AnyRow) =>
    isMatch(wordsOf(kind, row), terms, 'each') || isMatch(searchWords(names.get(companyOf(row) ?? '') ?? ''), terms, 'each');
  return new Set(rows.flatMap((row, index) => (passes(row) ? [rowids[index] ?? 0] : [])));
}

const companyOf = (row: AnyRow): string | null => (typeof row['companyId'] === 'string' ? row['companyId'] : null);

function wordsOf(kind: ListKind, row: AnyRow): readonly string[] {
  const text = searchTextOf(kind, row);
  return text === null ? [] : `${text.title} ${text.detail}`.split(' ');
}
