import type { ReadHandle } from '../db/handles.ts';
import type { Schema } from '../db/schema.ts';
import { isOrphan } from '../tasks/live-parents.ts';
import { fullTextQuery, type SearchTerms } from './full-text-query.ts';
import { searchRange, searchRowid, type SearchKind } from './search-rowid.ts';

/** What ranking has to know of a row. */
export interface Candidate {
  readonly kind: SearchKind;
  readonly rowid: number;
  readonly id: string;
  readonly title: string;
  readonly updatedAtMs: number;
}

/**
 * Of the rows of a kind that match, so many of the newest are looked at, so many of those that match in the title, and
 * so many whose title begins with the text: one letter in 100,000 contacts costs no more than a name.
 */
const MAX_CANDIDATES = 200;

const TITLE_SQL: Readonly<Record<SearchKind, string>> = {
  contact: `trim(firstName || ' ' || lastName)`,
  company: 'name',
  deal: 'title',
  note: `''`,
  task: 'title',
};

/** Kinds whose folded title has an index of its own. */
const TITLE_INDEX: Partial<Record<SearchKind, string>> = { contact: 'sortName', company: 'sortName', deal: 'sortTitle' };

/** Live rows of a kind that match, at least `limit` of the best ones if there are that many. */
export function findCandidates(
  read: ReadHandle<Schema>,
  kind: SearchKind,
  terms: SearchTerms,
  limit: number,
): readonly Candidate[] {
  const cap = Math.max(MAX_CANDIDATES, limit);
  const query = fullTextQuery(terms, 'last');
  const newest = matching(read, kind, query, cap);
  if (newest.length < cap) return load(read, kind, newest);
  const inTitle = kind === 'note' ? [] : matching(read, kind, `{title} : (${query})`, cap);
  return load(read, kind, new Set([...newest, ...inTitle, ...titleStarts(read, kind, terms, limit)]));
}

/** Rowids, newest rows first. */
function matching(read: ReadHandle<Schema>, kind: SearchKind, query: string, cap: number): readonly number[] {
  const found = read
    .prepared<[string, number, number, number], { rowid: number }>(
      'select rowid from searchText where searchText match ? and rowid between ? and ? order by rowid desc limit ?',
    )
    .all([query, ...searchRange(kind), cap]);
  return found.map(({ rowid }) => rowid - searchRowid(kind, 0));
}

function titleStarts(read: ReadHandle<Schema>, kind: SearchKind, { words }: SearchTerms, limit: number): readonly number[] {
  const column = TITLE_INDEX[kind];
  if (column === undefined) return [];
  const start = words.join(' ');
  const sql = `select rowid from ${kind} where isDeleted = 0 and ${column} >= ? and ${column} < ? order by ${column} limit ?`;
  const found = read.prepared<[string, string, number], { rowid: number }>(sql).all([start, `${start}\u{10ffff}`, limit]);
  return found.map(({ rowid }) => rowid);
}

function load(read: ReadHandle<Schema>, kind: SearchKind, rowids: Iterable<number>): readonly Candidate[] {
  const isShown = kind === 'note' || kind === 'task' ? `isDeleted = 0 and not (${isOrphan(kind)})` : 'isDeleted = 0';
  const found = read
    .prepared<[string], Omit<Candidate, 'kind'>>(
      `select rowid, id, ${TITLE_SQL[kind]} as title, updatedAtMs from ${kind}
       where rowid in (select value from json_each(?)) and ${isShown}`,
    )
    .all([JSON.stringify([...rowids])]);
  return found.map((row) => ({ kind, ...row }));
}
