import type { SandboxState } from '../wrapper-sandbox/sandbox-state.ts';

interface Unit {
  readonly id: string;
  readonly children: readonly Unit[];
}

/** The units that a person may see as the wrapper has it now: own ones and everything below. */
export function unitsInSight({ directory }: SandboxState, employeeId: string): ReadonlySet<string> {
  const employee = directory.findEmployee(employeeId);
  const tree = employee && (directory.findTree(employee.tenantId) as Unit | undefined);
  const seen = new Set<string>();
  const visit = (unit: Unit, isInside: boolean): void => {
    const isSeen = isInside || (employee?.orgIds.includes(unit.id) ?? false);
    if (isSeen) seen.add(unit.id);
    for (const child of unit.children) visit(child, isSeen);
  };
  if (tree) visit(tree, false);
  return seen;
}
