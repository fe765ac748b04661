import type { Candidate } from './search-candidates.ts';
import type { SearchTerms } from './full-text-query.ts';
import { searchWords } from './search-words.ts';

/** The text is the beginning of the title; of words in it, in any order; or it was found elsewhere in the record. */
type Closeness = 0 | 1 | 2;

/** Closest first, then the most recently changed; ties by id, so that the order is always the same. */
export function rankCandidates(candidates: readonly Candidate[], terms: SearchTerms): readonly Candidate[] {
  const ranked = candidates.map((candidate) => ({
    candidate,
    closeness: closenessOf(searchWords(candidate.title), terms),
  }));
  ranked.sort(
    (a, b) =>
      a.closeness - b.closeness ||
      b.candidate.updatedAtMs - a.candidate.updatedAtMs ||
      (a.candidate.id < b.candidate.id ? -1 : 1),
  );
  return ranked.map(({ candidate }) => candidate);
}

function closenessOf(title: readonly string[], { words }: SearchTerms): Closeness {
  if (title.length === 0) return 2;
  if (title.join(' ').startsWith(words.join(' '))) return 0;
  return words.every((wanted) => title.some((word) => word.startsWith(wanted))) ? 1 : 2;
}
