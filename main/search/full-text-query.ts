import { phoneDigits } from '../../sync/model/text.ts';
import { SAME_PHONE_DIGITS } from './phone-words.ts';
import { searchWords } from './search-words.ts';

/** More words than anyone types; a pasted page must not become a query of a thousand terms. */
const MAX_WORDS = 12;
/** Fewer digits than this are a number in a title as well as a part of a phone. */
const MIN_PHONE_DIGITS = 5;
const PHONE = /^[\s+\d().\-/]+$/;

export interface SearchTerms {
  readonly words: readonly string[];
  /** All digits of a text that can be a phone number; null for any other text. */
  readonly digits: string | null;
}

/** What is looked for in a text that a person typed. No words: nothing to look for. */
export function searchTerms(text: string): SearchTerms {
  const digits = PHONE.test(text) ? phoneDigits(text) : '';
  return { words: searchWords(text).slice(0, MAX_WORDS), digits: digits.length >= MIN_PHONE_DIGITS ? digits : null };
}

/**
 * The FTS5 expression for the terms: every word, the last one (or each) as a prefix; or the digits as a phone. Words
 * hold letters and digits only, so nothing of the user's text can act as an operator.
 */
export function fullTextQuery({ words, digits }: SearchTerms, prefix: 'last' | 'each'): string {
  const terms = words.map((word, index) => `"${word}"${prefix === 'each' || index === words.length - 1 ? '*' : ''}`);
  const all = terms.join(' AND ');
  if (digits === null) return all;
  const samePhone = digits.length > SAME_PHONE_DIGITS ? ` OR "${digits.slice(-SAME_PHONE_DIGITS)}"` : '';
  return `(${all}) OR "${digits}"*${samePhone}`;
}

/** Whether an index entry answers the terms: the same rule as `fullTextQuery`, on the words of one row. */
export function isMatch(
  words: readonly string[],
  { words: wanted, digits }: SearchTerms,
  prefix: 'last' | 'each',
): boolean {
  const hasAll = wanted.every((term, index) =>
    prefix === 'each' || index === wanted.length - 1
      ? words.some((word) => word.startsWith(term))
      : words.includes(term),
  );
  if (hasAll || digits === null) return hasAll;
  const samePhone = digits.length > SAME_PHONE_DIGITS ? digits.slice(-SAME_PHONE_DIGITS) : null;
  return words.some((word) => word.startsWith(digits) || word === samePhone);
}
