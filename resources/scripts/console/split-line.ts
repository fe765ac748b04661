/** An optional `key=`, then a value in quotes, or everything up to the next space. */
const WORD = /([^\s"'=]+=)?(?:"([^"]*)(?:"|$)|'([^']*)(?:'|$)|(\S*))/g;

/**
 * The words of a line. A quote (`"` or `'`) at the start of a word or right after its first `=` keeps spaces until the
 * next one of its kind, or to the end; elsewhere it is a character, so that O'Malley needs none.
 */
export function splitLine(line: string): string[] {
  return [...line.matchAll(WORD)]
    .filter(([found]) => found !== '')
    .map(([, key = '', double, single, plain = '']) => key + (double ?? single ?? plain));
}
