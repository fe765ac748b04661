import type { CreditConfig } from '../../sync/wrapper-api/billing.ts';
import type { Employee } from '../../sync/wrapper-api/employees.ts';
import type { OrganisationNode } from '../../sync/wrapper-api/organisations.ts';
import type { Role } from '../../sync/wrapper-api/permissions.ts';
import type { Tenant } from '../../sync/wrapper-api/tenants.ts';

const MINUTE_MS = 60_000;

/** How long an answer of the account service counts as fresh (design.md, section 5; from the seed's recommendations). */
export const CACHE_TTL_MS = {
  employee: 60 * MINUTE_MS,
  organisation: 15 * MINUTE_MS,
  roles: 30 * MINUTE_MS,
  tenant: 24 * 60 * MINUTE_MS,
  'credit-config': 60 * MINUTE_MS,
} as const;

export type CacheTopic = keyof typeof CACHE_TTL_MS;

export interface CacheValues {
  readonly employee: Employee;
  readonly organisation: OrganisationNode;
  readonly roles: readonly Role[];
  readonly tenant: Tenant;
  readonly 'credit-config': CreditConfig;
}

/** Caches are asked again when this share of their time is over, so that a user rarely meets an expired one. */
export const REFRESH_AT_SHARE = 0.8;
