import type { Kind } from '../../sync/model/kinds/all-kinds.ts';
import type { AnyRow } from '../../sync/model/row.ts';
import type { ReadHandle } from '../db/handles.ts';
import type { Schema } from '../db/schema.ts';
import { countUpTo } from '../lists/column-filter.ts';
import type { Condition, Filter } from '../lists/condition.ts';
import { countLive } from '../lists/keyset.ts';
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

/** Where more than this share of all rows match, a list tries its next rows one by one instead of collecting matches. */
const MOST_COLLECTED_SHARE = 0.4;

/** Rows whose own words begin with all of these, or whose company's name does. */
export interface TextFilter extends Filter {
  readonly terms: SearchTerms;
  /** Rows that match; exact up to a share of the table, and rows that match by themselves and by their company count twice. */
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
  const most = Math.ceil(countLive(read, kind) * MOST_COLLECTED_SHARE);
  const sizes: number[] = [];
  const sum = () => sizes.reduce((total, each) => total + each, 0);
  for (const set of sets) if (sum() <= most) sizes.push(countUpTo(read, set, most));
  const size = sum();
  const isExact = size <= most && sizes.filter((each) => each > 0).length <= 1;
  const count = () => (isExact ? size : countUpTo(read, rows('union'), Number.MAX_SAFE_INTEGER - 1));
  return {
    terms,
    size,
    isFrequent: size > most,
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
    isMatch(wordsOf(kind, row), terms, 'each') ||
    isMatch(searchWords(names.get(companyOf(row) ?? '') ?? ''), terms, 'each');
  return new Set(rows.flatMap((row, index) => (passes(row) ? [rowids[index] ?? 0] : [])));
}

const companyOf = (row: AnyRow): string | null => (typeof row['companyId'] === 'string' ? row['companyId'] : null);

function wordsOf(kind: ListKind, row: AnyRow): readonly string[] {
  const text = searchTextOf(kind, row);
  return text === null ? [] : `${text.title} ${text.detail}`.split(' ');
}
