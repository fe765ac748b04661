import type { OrganisationNode } from './organisations.ts';

/**
 * The units `ids` and all units below them, each once, in the tree's order.
 * Ids that the tree does not hold are left out: a unit that was dissolved grants nothing.
 */
export function descendantsOf(tree: OrganisationNode, ids: readonly string[]): string[] {
  const wanted = new Set(ids);
  const found: string[] = [];
  collect(tree, false);
  return found;

  function collect(node: OrganisationNode, isBelowWanted: boolean): void {
    const isIncluded = isBelowWanted || wanted.has(node.id);
    if (isIncluded) found.push(node.id);
    for (const child of node.children) collect(child, isIncluded);
  }
}

/** Every unit id of the tree, the root first. */
export function allUnitsOf(tree: OrganisationNode): string[] {
  return descendantsOf(tree, [tree.id]);
}
