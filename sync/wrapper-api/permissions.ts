import { z } from 'zod';
import { Label, Uuid } from './fields.ts';

export const ACTIONS = [
  'read',
  'create',
  'edit',
  'delete',
  'merge',
  'reassign',
  'bulk',
  'export',
  'import',
  'define',
  'erase',
] as const;
export type Action = (typeof ACTIONS)[number];

export const RESOURCES = [
  'contacts',
  'companies',
  'deals',
  'activities',
  'notes',
  'tasks',
  'files',
  'pipelines',
  'fields',
  'views',
  'reports',
  'audit',
] as const;
export type Resource = (typeof RESOURCES)[number];

const ROLE_PERMISSIONS = ['*', 'read', 'write', 'manage_team', 'manage_contacts'] as const;
export type RolePermission = (typeof ROLE_PERMISSIONS)[number];

/** Names are open strings on the wire: a right that a newer wrapper knows must not make the whole answer unreadable. */
const Name = z.string().min(1).max(64);

export const Permission = z.object({
  action: Name.meta({ examples: [...ACTIONS] }),
  resource: Name.meta({ examples: [...RESOURCES] }),
  orgId: Uuid,
});
export type Permission = z.infer<typeof Permission>;

export const PermissionsAnswer = z.object({ employeeId: Uuid, permissions: z.array(Permission).max(100_000) });
export type PermissionsAnswer = z.infer<typeof PermissionsAnswer>;

export const PermissionsQuery = z.object({ orgId: Uuid.optional().describe('one unit; without it all units') });

export const Role = z.object({
  id: z.string().min(1).max(100),
  name: Label,
  permissions: z.array(Name.meta({ examples: [...ROLE_PERMISSIONS] })).max(100),
});
export type Role = z.infer<typeof Role>;

export const Roles = z.array(Role).max(1000);
