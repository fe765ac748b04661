import type { MergeNote } from '../../main/contract/conflict.ts';
import type { Words } from '../words/create-words.ts';

/** Who changed which field and when; `who` and `field` as a person reads them. */
export interface Did {
  readonly who: string;
  readonly field: string;
  readonly atMs: number | null;
}

/** "Erik Dahl changed Phone at 10:12". */
export const didSentence = ({ who, field, atMs }: Did, { say, clock }: Words): string =>
  atMs === null ? say('merge.didSome', { who, field }) : say('merge.did', { who, field, clock: clock(atMs) });

/** What two people changed without seeing each other, and what became of both. */
export function mergeSentence(
  outcome: Exclude<MergeNote['outcome'], 'on-deleted'>,
  { mine, others }: { readonly mine: Did; readonly others: readonly Did[] },
  words: Words,
): string {
  const one = didSentence(mine, words);
  const two = others.map((did) => didSentence(did, words)).join(', ');
  return words.say(`merge.said.${outcome}`, { one, two });
}
