import type { CreditConfig } from '../../wrapper-api/billing.ts';
import type { WrapperClient } from '../../wrapper-api/client.ts';
import { descendantsOf } from '../../wrapper-api/descendants-of.ts';
import type { OrganisationNode } from '../../wrapper-api/organisations.ts';
import type { Role } from '../../wrapper-api/permissions.ts';
import type { Tenant } from '../../wrapper-api/tenants.ts';
import type { ServiceToken } from './service-token.ts';
import type { Cached, CacheRule, TtlCache } from './ttl-cache.ts';

const MINUTE_MS = 60_000;

export const CACHE_KEYS = {
  organisations: (tenantId: string) => `organisations:${tenantId}`,
  tenant: (tenantId: string) => `tenant:${tenantId}`,
  creditConfig: (tenantId: string) => `credit-config:${tenantId}`,
  roles: (tenantId: string) => `roles:${tenantId}`,
} as const;

export interface TenantFacts {
  /** The units and everything below them, sorted. */
  scopeOf(tenantId: string, orgIds: readonly string[]): Promise<readonly string[]>;
  tenant(tenantId: string): Promise<Tenant>;
  /** Never older than its hour: a price that may have changed is no reason to give something away. */
  creditConfig(tenantId: string): Promise<Cached<CreditConfig>>;
  /** What the roles stand for. Evidence alone: what may be done is asked live. */
  roles(tenantId: string): Promise<Cached<readonly Role[]>>;
}

/** What the server keeps of the wrapper for a while (design, section 5), asked for with its own token. */
export function createTenantFacts(wrapper: WrapperClient, service: ServiceToken, cache: TtlCache): TenantFacts {
  const organisations = (tenantId: string): CacheRule<OrganisationNode> => ({
    key: CACHE_KEYS.organisations(tenantId),
    ttlMs: 15 * MINUTE_MS,
    isStrict: false,
    fetch: (etag) => service.use((token) => wrapper.organizations({ token, tenantId, etag })),
  });
  const tenantRule = (tenantId: string): CacheRule<Tenant> => ({
    key: CACHE_KEYS.tenant(tenantId),
    ttlMs: 24 * 60 * MINUTE_MS,
    isStrict: false,
    fetch: (etag) => service.use((token) => wrapper.tenant({ token, tenantId, etag })),
  });
  const creditRule = (tenantId: string): CacheRule<CreditConfig> => ({
    key: CACHE_KEYS.creditConfig(tenantId),
    ttlMs: 60 * MINUTE_MS,
    isStrict: true,
    fetch: (etag) => service.use((token) => wrapper.creditConfig({ token, tenantId, etag })),
  });
  const rolesRule = (tenantId: string): CacheRule<readonly Role[]> => ({
    key: CACHE_KEYS.roles(tenantId),
    ttlMs: 30 * MINUTE_MS,
    isStrict: false,
    fetch: (etag) => service.use((token) => wrapper.roles({ token, etag })),
  });
  return {
    async scopeOf(tenantId, orgIds) {
      return descendantsOf(await cache.get(organisations(tenantId)), orgIds).toSorted();
    },
    tenant: (tenantId) => cache.get(tenantRule(tenantId)),
    creditConfig: (tenantId) => cache.entry(creditRule(tenantId)),
    roles: (tenantId) => cache.entry(rolesRule(tenantId)),
  };
}
