import type { Action, Permission, Resource } from './permissions.ts';

interface GrantQuestion {
  readonly action: Action;
  readonly resource: Resource;
  /** The unit of the row; null for a tenant-wide row (pipelines, fields, shared views). */
  readonly orgId: string | null;
}

/**
 * Whether `permissions` allow the action on a row of that unit.
 * A tenant-wide row has no unit, so a grant of exactly this action and resource in any unit suffices; that is no way
 * round administration, because only `*` ever grants `define`.
 */
export function grants(permissions: readonly Permission[], { action, resource, orgId }: GrantQuestion): boolean {
  return permissions.some(
    (permission) =>
      permission.action === action &&
      permission.resource === resource &&
      (orgId === null || permission.orgId === orgId),
  );
}
