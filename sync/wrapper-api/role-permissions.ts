import {
  ACTIONS,
  RESOURCES,
  type Action,
  type Permission,
  type Resource,
  type Role,
  type RolePermission,
} from './permissions.ts';

interface Right {
  readonly action: Action;
  readonly resource: Resource;
}

/** Resources that hold customer records, as opposed to definitions, views, reports and the audit log. */
const RECORDS = ['contacts', 'companies', 'deals', 'activities', 'notes', 'tasks', 'files'] as const;
const PEOPLE = ['contacts', 'companies'] as const;

/** The one place that says what a role permission of the wrapper means in Satchel. */
const RIGHTS: Readonly<Record<RolePermission, readonly Right[]>> = {
  '*': rights(ACTIONS, RESOURCES),
  read: rights(
    ['read'],
    RESOURCES.filter((resource) => resource !== 'audit'),
  ),
  write: rights(['create', 'edit'], [...RECORDS, 'views']),
  manage_contacts: [
    ...rights(['delete', 'merge', 'import', 'export'], PEOPLE),
    ...rights(['delete'], ['deals', 'activities', 'notes', 'tasks']),
  ],
  manage_team: [
    ...rights(['reassign', 'bulk', 'delete', 'merge', 'export', 'import'], RECORDS),
    { action: 'read', resource: 'audit' },
  ],
};

/**
 * What role permissions grant in the given units, without repeats.
 * Names this build does not know grant nothing.
 * @param unitIds the employee's units and all their descendants (`descendantsOf`)
 */
export function permissionsFor(names: readonly string[], unitIds: readonly string[]): Permission[] {
  const granted = new Map<string, Right>();
  for (const right of names.filter(isRolePermission).flatMap((name) => RIGHTS[name])) {
    granted.set(`${right.action} ${right.resource}`, right);
  }
  return unitIds.flatMap((orgId) => [...granted.values()].map((right) => ({ ...right, orgId })));
}

/**
 * Names of the roles among `own` (ids) that stand for every one of the rights; for telling people on what a change
 * rests. What counts are the permissions of the wrapper, which may grant more or less than the roles do.
 */
export function rolesGranting(
  roles: readonly Role[],
  own: readonly string[],
  wanted: readonly { readonly action: string; readonly resource: string }[],
): readonly string[] {
  const isGranted = ({ permissions }: Role): boolean =>
    wanted.every(({ action, resource }) =>
      permissions
        .filter(isRolePermission)
        .some((name) => RIGHTS[name].some((right) => right.action === action && right.resource === resource)),
    );
  return roles.filter((role) => own.includes(role.id) && isGranted(role)).map(({ name }) => name);
}

function rights(actions: readonly Action[], resources: readonly Resource[]): Right[] {
  return actions.flatMap((action) => resources.map((resource) => ({ action, resource })));
}

function isRolePermission(name: string): name is RolePermission {
  return Object.hasOwn(RIGHTS, name);
}
