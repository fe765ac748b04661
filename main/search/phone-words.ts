import { phoneDigits } from '../../sync/model/text.ts';

/** Shorter ends of a number are in too many numbers to find anyone. */
const MIN_SUFFIX_DIGITS = 4;
const MAX_DIGITS = 20;
/** As many digits as make two numbers the same phone, whatever stands before them (`phoneKey` of a contact). */
export const SAME_PHONE_DIGITS = 7;

/**
 * The words a phone number is found by: all of its digits, and what is left when leading ones are missing (country
 * code, area code). A prefix search over these finds any four or more digits in a row.
 */
export function phoneWords(phone: string): readonly string[] {
  const digits = phoneDigits(phone).slice(-MAX_DIGITS);
  if (digits === '') return [];
  const starts = Math.max(1, digits.length - MIN_SUFFIX_DIGITS + 1);
  return Array.from({ length: starts }, (_, start) => digits.slice(start));
}
