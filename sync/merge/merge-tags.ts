/** Rule `union`: what either side added is in, what either side removed is out; order is alphabetical. */
export function mergeTags(
  base: readonly string[],
  mine: readonly string[],
  theirs: readonly string[],
): readonly string[] {
  const removed = new Set(base.filter((tag) => !mine.includes(tag) || !theirs.includes(tag)));
  return [...new Set([...base, ...mine, ...theirs])].filter((tag) => !removed.has(tag)).sort();
}
