import type { Role } from '../../sync/wrapper-api/permissions.ts';
import { HALDEN, HALDEN_EMPLOYEES } from './demo-tenant.ts';
import type { SandboxAccount, SandboxSeed, SeedTenant } from './sandbox-seed.ts';
import { PANNON, PANNON_EMPLOYEES } from './second-tenant.ts';

/** The sync server's own identity at the sandbox; it guards nothing but demo data. */
export const DEMO_SERVICE = { clientId: 'satchel-sync', clientSecret: 'demo-service-secret' } as const;

/** The desktop app at the sign-in page: a public client, proven by PKCE alone. */
export const APP_CLIENT_ID = 'satchel-app';

const ROLES: readonly Role[] = [
  { id: 'admin', name: 'Administrator', permissions: ['*'] },
  { id: 'manager', name: 'Manager', permissions: ['read', 'write', 'manage_team'] },
  { id: 'sales', name: 'Sales Rep', permissions: ['read', 'write', 'manage_contacts'] },
  { id: 'viewer', name: 'Viewer', permissions: ['read'] },
];

/** In this order: the first account of a role is the one a script should take. */
export const DEMO_ACCOUNTS: readonly SandboxAccount[] = [
  account(HALDEN, HALDEN_EMPLOYEES.admin, 'admin-demo-1'),
  account(HALDEN, HALDEN_EMPLOYEES.manager, 'manager-demo-1'),
  account(HALDEN, HALDEN_EMPLOYEES.sales, 'sales-demo-1'),
  account(HALDEN, HALDEN_EMPLOYEES.salesSouth, 'sales-demo-2'),
  account(HALDEN, HALDEN_EMPLOYEES.viewer, 'viewer-demo-1'),
  account(PANNON, PANNON_EMPLOYEES.admin, 'pannon-demo-1'),
  account(PANNON, PANNON_EMPLOYEES.sales, 'pannon-demo-2'),
];

export const DEMO_SEED: SandboxSeed = {
  tenants: [HALDEN, PANNON],
  roles: ROLES,
  accounts: DEMO_ACCOUNTS,
  services: [DEMO_SERVICE],
};

function account({ tenant, employees }: SeedTenant, employeeId: string, password: string): SandboxAccount {
  const employee = employees.find(({ id }) => id === employeeId);
  if (!employee) throw new Error(`The demo tenant ${tenant.name} has no employee ${employeeId}.`);
  return { email: employee.email, password, role: employee.roles[0] ?? 'viewer', employeeId, tenantId: tenant.id };
}
