import type { CreditConfig } from '../../sync/wrapper-api/billing.ts';
import type { Employee } from '../../sync/wrapper-api/employees.ts';
import type { OrganisationNode } from '../../sync/wrapper-api/organisations.ts';
import type { Role } from '../../sync/wrapper-api/permissions.ts';
import type { Tenant } from '../../sync/wrapper-api/tenants.ts';

export interface SeedTenant {
  readonly tenant: Tenant;
  readonly tree: OrganisationNode;
  readonly employees: readonly Employee[];
  readonly creditConfig: CreditConfig;
  /** Credits, not milli-credits. */
  readonly availableCredits: number;
}

/** What a sandbox starts with. */
export interface SandboxSeed {
  readonly tenants: readonly SeedTenant[];
  readonly roles: readonly Role[];
  readonly accounts: readonly SandboxAccount[];
  readonly services: readonly { readonly clientId: string; readonly clientSecret: string }[];
}

/** An account that may sign in with its password; the shape of the ready lines. */
export interface SandboxAccount {
  readonly email: string;
  readonly password: string;
  readonly role: string;
  readonly employeeId: string;
  readonly tenantId: string;
}
