import { applyPatch, type Change } from '../model/change.ts';
import { groupValue, withGroupValue, type GroupValue } from '../model/field-groups.ts';
import { isPossible } from './is-possible.ts';

/**
 * What the user wanted a field group to be: the patch on top of what was seen, not on top of what the server has by now,
 * so that fields that belong together never come from two people. What was seen is a client's word and may end up in the
 * row, so it counts only where the fields can hold it.
 */
export function wantedValue(
  change: Extract<Change, { kind: 'update' }>,
  group: string,
  seen: GroupValue | undefined,
): GroupValue {
  const { of, row, patch } = change;
  const base = seen !== undefined && isPossible(of, group, seen) ? withGroupValue(row, group, seen) : row;
  return groupValue(of, applyPatch(base, patch), group);
}
