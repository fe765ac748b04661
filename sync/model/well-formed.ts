/**
 * A JSON value whose text can be kept: half a character (a lone surrogate, as a text cut in the middle of an emoji has it)
 * becomes U+FFFD, as a database of UTF-8 would make it. Otherwise what one side stores would never equal what the other
 * one has, and every later change of it would count as a conflict.
 */
export function wellFormed(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed();
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(wellFormed);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, wellFormed(inner)]));
}
