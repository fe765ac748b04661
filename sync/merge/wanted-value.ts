import { applyPatch, type Change } from '../model/change.ts';
import { fieldsOfGroup, groupValue, withGroupValue, type GroupValue } from '../model/field-groups.ts';
import { KINDS, type Kind } from '../model/kinds/all-kinds.ts';

/**
 * What the user wanted a field group to be: the patch on top of what was seen, not on top of what the server has by now,
 * so that fields that belong together never come from two people.
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

/** What was seen is a client's word and may end up in the row: it has to be what the kind's fields can hold. */
function isPossible(kind: Kind, group: string, seen: GroupValue): boolean {
  const {
    shape,
  }: { readonly shape: Readonly<Record<string, { safeParse(value: unknown): { readonly success: boolean } }>> } =
    KINDS[kind].fields;
  return fieldsOfGroup(kind, group).every((field) => shape[field]?.safeParse(seen[field]).success === true);
}
