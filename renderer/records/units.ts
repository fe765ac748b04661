import type { Unit } from '../../main/contract/people.ts';

/** Names of all units of a tree, by id. */
export function unitNames(root: Unit | null): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const walk = (unit: Unit): void => {
    names.set(unit.orgId, unit.name);
    for (const child of unit.children) walk(child);
  };
  if (root !== null) walk(root);
  return names;
}
