/**
 * Rule `union`: what either side added is in, what either side removed is out; each once, in the order of its text, so
 * that both sides and any order of arrival end the same.
 */
export function mergeUnion<Item>(
  base: readonly Item[],
  mine: readonly Item[],
  theirs: readonly Item[],
): readonly Item[] {
  const all = new Map([...base, ...mine, ...theirs].map((item) => [keyOf(item), item]));
  const [inMine, inTheirs] = [new Set(mine.map(keyOf)), new Set(theirs.map(keyOf))];
  const removed = new Set(base.map(keyOf).filter((key) => !inMine.has(key) || !inTheirs.has(key)));
  return [...all.keys()]
    .filter((key) => !removed.has(key))
    .sort()
    .map((key) => all.get(key) as Item);
}

/** Items are texts, or flat objects such as a labelled phone number. */
const keyOf = (item: unknown): string =>
  typeof item === 'object' && item !== null
    ? JSON.stringify(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
    : String(item);
