import type { SearchHit } from '../contract/types.ts';
import type { ReadHandle } from '../db/handles.ts';
import type { Schema } from '../db/schema.ts';
import { describeHits } from './describe-hits.ts';
import { searchTerms, type SearchTerms } from './full-text-query.ts';
import { findCandidates } from './search-candidates.ts';
import { rankCandidates } from './rank-candidates.ts';
import { SEARCH_KINDS, type SearchKind } from './search-rowid.ts';

export interface SearchInput {
  readonly text: string;
  readonly limit: number;
  readonly kinds?: readonly SearchKind[] | undefined;
}

/** The `syncState` key whose value is other than 0 while rows are still missing from the search index. */
export const SEARCH_PREPARING = 'searchPreparing';

/** Characters at the end of the last word that may be wrong, and what must be left of it. */
const MAX_DROPPED_CHARS = 2;
const MIN_KEPT_CHARS = 2;

/** Records whose words begin with these. When there are none, up to two characters at the end may be mistyped. */
export function searchQuery(
  read: ReadHandle<Schema>,
  { text, limit, kinds = SEARCH_KINDS }: SearchInput,
): { readonly hits: readonly SearchHit[]; readonly isPreparing: boolean } {
  const isPreparing = isIndexIncomplete(read);
  for (const terms of attempts(searchTerms(text))) {
    const candidates = findCandidates(read, new Set(kinds), terms, limit);
    const ranked = rankCandidates(candidates, terms).slice(0, limit);
    if (ranked.length > 0) return { hits: describeHits(read, ranked), isPreparing };
  }
  return { hits: [], isPreparing };
}

function attempts(terms: SearchTerms): readonly SearchTerms[] {
  const last = terms.words.at(-1);
  if (last === undefined) return [];
  const shorter = Array.from({ length: MAX_DROPPED_CHARS }, (_, index) =>
    Array.from(last)
      .slice(0, -1 - index)
      .join(''),
  );
  const kept = shorter.filter((word) => Array.from(word).length >= MIN_KEPT_CHARS);
  return [terms, ...kept.map((word) => ({ words: [...terms.words.slice(0, -1), word], digits: null }))];
}

function isIndexIncomplete(read: ReadHandle<Schema>): boolean {
  const state = read
    .prepared<[string], { value: unknown }>('select value from syncState where key = ?')
    .first([SEARCH_PREPARING]);
  return state !== undefined && state.value !== null && state.value !== 0;
}
