import { Fragment } from 'react';

import classes from './highlight.module.css';

/** Accents and case off, letter by letter, so that places in the plain text are places in the text. */
const plain = (text: string): string =>
  Array.from(text, (letter) => letter.normalize('NFD').charAt(0).toLowerCase()).join('');

/** The first place where a word of the text begins with the query, or -1. */
function matchStart(text: string, query: string): number {
  const haystack = plain(text);
  const needle = plain(query);
  if (needle === '') return -1;
  for (let at = haystack.indexOf(needle); at >= 0; at = haystack.indexOf(needle, at + 1)) {
    if (at === 0 || !/[\p{L}\p{N}]/u.test(haystack.charAt(at - 1))) return at;
  }
  return -1;
}

export interface HighlightProps {
  readonly text: string;
  readonly query: string;
}

/** The text with the words that begin with the query in blue. */
export function Highlight({ text, query }: HighlightProps) {
  const words = query.trim().split(/\s+/).filter(Boolean);
  const found = words
    .map((word) => ({ start: matchStart(text, word), length: word.length }))
    .filter((match) => match.start >= 0)
    .sort((a, b) => a.start - b.start);
  let end = 0;
  const pieces = found.map((match) => {
    const start = Math.max(end, match.start);
    const before = text.slice(end, start);
    end = Math.max(end, match.start + match.length);
    return (
      <Fragment key={match.start}>
        {before}
        <mark className={classes.match}>{text.slice(start, end)}</mark>
      </Fragment>
    );
  });
  return (
    <>
      {pieces}
      {text.slice(end)}
    </>
  );
}
