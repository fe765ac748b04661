import { KINDS, type Kind } from './kinds/all-kinds.ts';
import type { MergeRule } from './kinds/define-kind.ts';
import type { AnyRow } from './row.ts';

/** Each custom field is a group of its own, so that two people filling different fields never meet. */
const CUSTOM_PREFIX = 'custom:';

export type GroupName = string;
export type GroupValue = Readonly<Record<string, unknown>>;

/** The whole record: what a create, a delete and a restore write. */
export const WHOLE_RECORD: GroupName = '*';

const groupsByField = new Map<Kind, ReadonlyMap<string, GroupName>>(
  Object.values(KINDS).map((definition) => [
    definition.kind,
    new Map(
      Object.entries(definition.groups).flatMap(([group, { fields }]) =>
        (fields as readonly string[]).map((field) => [field, group] as const),
      ),
    ),
  ]),
);

/** The groups that a patch of fields touches. A field outside every group (framework fields) touches none. */
export function groupsOfPatch(kind: Kind, patch: Readonly<Record<string, unknown>>): readonly GroupName[] {
  const groups = new Set<GroupName>();
  const groupOf = groupsByField.get(kind);
  for (const field of Object.keys(patch)) {
    const group = groupOf?.get(field);
    if (group !== undefined) groups.add(group);
    if (field === 'customFields')
      for (const key of Object.keys(patch[field] as object)) groups.add(CUSTOM_PREFIX + key);
  }
  return [...groups];
}

export function fieldsOfGroup(kind: Kind, group: GroupName): readonly string[] {
  const groups: Readonly<Record<string, { readonly fields: readonly string[] }>> = KINDS[kind].groups;
  return groups[group]?.fields ?? [];
}

export function ruleOfGroup(kind: Kind, group: GroupName): MergeRule {
  const groups: Readonly<Record<string, { readonly rule: MergeRule }>> = KINDS[kind].groups;
  return groups[group]?.rule ?? 'latest';
}

/** The value of a group in a row, as an object of its fields; a custom field's is `{ [key]: value }`. */
export function groupValue(kind: Kind, row: Readonly<Record<string, unknown>>, group: GroupName): GroupValue {
  if (group.startsWith(CUSTOM_PREFIX)) {
    const key = group.slice(CUSTOM_PREFIX.length);
    const custom = (row['customFields'] ?? {}) as Readonly<Record<string, unknown>>;
    return { [key]: custom[key] ?? null };
  }
  const value: Record<string, unknown> = {};
  for (const field of fieldsOfGroup(kind, group)) value[field] = row[field] ?? null;
  return value;
}

/** `row` with a group's value put back; the counterpart of `groupValue`. */
export function withGroupValue(row: AnyRow, group: GroupName, value: GroupValue): AnyRow {
  if (!group.startsWith(CUSTOM_PREFIX)) return { ...row, ...value };
  const custom = (row['customFields'] ?? {}) as Readonly<Record<string, unknown>>;
  return { ...row, customFields: { ...custom, ...value } };
}
