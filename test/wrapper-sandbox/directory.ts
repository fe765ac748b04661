import type { Employee } from '../../sync/wrapper-api/employees.ts';
import type { OrganisationNode } from '../../sync/wrapper-api/organisations.ts';
import type { Permission, Role } from '../../sync/wrapper-api/permissions.ts';
import type { Tenant } from '../../sync/wrapper-api/tenants.ts';
import { descendantsOf } from '../../sync/wrapper-api/descendants-of.ts';
import { permissionsFor } from '../../sync/wrapper-api/role-permissions.ts';
import type { SandboxSeed } from './sandbox-seed.ts';

/** Tenants, units, employees and what they may do. */
export interface Directory {
  readonly roles: readonly Role[];
  findTenant(tenantId: string): Tenant | undefined;
  findTree(tenantId: string): OrganisationNode | undefined;
  findEmployee(employeeId: string): Employee | undefined;
  /** In id order. */
  employeesOf(tenantId: string): Employee[];
  /** What the override says, else what the roles give in the employee's units and below. Nothing for the inactive. */
  permissionsOf(employee: Employee): readonly Permission[];
  updateEmployee(employeeId: string, change: Partial<Pick<Employee, 'orgIds' | 'roles' | 'active'>>): void;
  overridePermissions(employeeId: string, permissions: readonly Permission[]): void;
  updateTenant(tenant: Tenant): void;
}

export function createDirectory({ tenants, roles }: SandboxSeed): Directory {
  const byTenant = new Map(tenants.map((seed) => [seed.tenant.id, seed]));
  const employees = new Map(tenants.flatMap((seed) => seed.employees).map((employee) => [employee.id, employee]));
  const overrides = new Map<string, readonly Permission[]>();
  const findTree = (tenantId: string): OrganisationNode | undefined => byTenant.get(tenantId)?.tree;

  function computed({ tenantId, roles: roleIds, orgIds }: Employee): Permission[] {
    const tree = findTree(tenantId);
    const names = roles.filter(({ id }) => roleIds.includes(id)).flatMap(({ permissions }) => permissions);
    return tree ? permissionsFor(names, descendantsOf(tree, orgIds)) : [];
  }

  return {
    roles,
    findTree,
    findTenant: (tenantId) => byTenant.get(tenantId)?.tenant,
    findEmployee: (employeeId) => employees.get(employeeId),
    employeesOf: (tenantId) =>
      [...employees.values()]
        .filter((employee) => employee.tenantId === tenantId)
        .toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    permissionsOf: (employee) => (employee.active ? (overrides.get(employee.id) ?? computed(employee)) : []),
    updateEmployee(employeeId, change) {
      const employee = employees.get(employeeId);
      if (employee) employees.set(employeeId, { ...employee, ...change });
    },
    overridePermissions: (employeeId, permissions) => void overrides.set(employeeId, permissions),
    updateTenant(tenant) {
      const seed = byTenant.get(tenant.id);
      if (seed) byTenant.set(tenant.id, { ...seed, tenant });
    },
  };
}
