/** Deeper values have no use here and would only exhaust the stack of whatever walks them. */
export const MAX_JSON_DEPTH = 32;

/** Whether parsed JSON nests objects and lists in more than so many levels; looks no further than one level too deep. */
export function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  const inside: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
  return inside.some((each) => isDeeperThan(each, levels - 1));
}
