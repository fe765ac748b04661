import type { ReadHandle } from '../db/handles.ts';
import type { Schema } from '../db/schema.ts';
import { isOrphan } from '../tasks/live-parents.ts';
import { fullTextQuery, type SearchTerms } from './full-text-query.ts';
import { newestMatches } from './newest-matches.ts';
import type { SearchKind } from './search-rowid.ts';

/** What ranking has to know of a row. */
export interface Candidate {
  readonly kind: SearchKind;
  readonly rowid: number;
  readonly id: string;
  readonly title: string;
  readonly updatedAtMs: number;
}

/**
 * Of each kind so many of the newest rows that match are looked at. Where there are more, those whose title matches
 * are looked for on their own, so that one letter in 100,000 contacts costs no more than a name.
 */
const MAX_CANDIDATES = 100;

const TITLE_SQL: Readonly<Record<SearchKind, string>> = {
  contact: `trim(firstName || ' ' || lastName)`,
  company: 'name',
  deal: 'title',
  note: `''`,
  task: 'title',
};

/** Kinds whose folded title has an index of its own, and words beside it. */
const TITLE_INDEX = { contact: 'sortName', company: 'sortName', deal: 'sortTitle' } as const;
type TitledKind = keyof typeof TITLE_INDEX;
const TITLED = Object.keys(TITLE_INDEX) as readonly TitledKind[];

/** Live rows that match: all, or of kinds with more than some hundred of them the ones that ranking would prefer. */
export function findCandidates(
  read: ReadHandle<Schema>,
  kinds: ReadonlySet<SearchKind>,
  terms: SearchTerms,
  limit: number,
): readonly Candidate[] {
  const cap = Math.max(MAX_CANDIDATES, limit);
  const query = fullTextQuery(terms, 'last');
  const newest = newestMatches(read, { query, kinds, cap });
  const found = new Map([...newest].map(([kind, rowids]) => [kind, new Set(rowids)]));
  const add = (kind: SearchKind, rowids: readonly number[]) => rowids.forEach((rowid) => found.get(kind)?.add(rowid));
  const crowded = TITLED.filter((kind) => (newest.get(kind)?.length ?? 0) >= cap);
  const starts = crowded.map((kind) => ({ kind, rowids: titleStarts(read, kind, terms, limit) }));
  for (const { kind, rowids } of starts) add(kind, rowids);
  const short = new Set(starts.filter(({ rowids }) => rowids.length < limit).map(({ kind }) => kind));
  for (const [kind, rowids] of newestMatches(read, { query: `{title} : (${query})`, kinds: short, cap }))
    add(kind, rowids);
  return [...found].flatMap(([kind, rowids]) => load(read, kind, rowids));
}

function titleStarts(
  read: ReadHandle<Schema>,
  kind: TitledKind,
  { words }: SearchTerms,
  limit: number,
): readonly number[] {
  const column = TITLE_INDEX[kind];
  const start = words.join(' ');
  const sql = `select rowid from ${kind} where isDeleted = 0 and ${column} >= ? and ${column} < ? order by ${column} limit ?`;
  const found = read
    .prepared<[string, string, number], { rowid: number }>(sql)
    .all([start, `${start}\u{10ffff}`, limit]);
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
