import type { CreditConfig } from '../../sync/wrapper-api/billing.ts';
import type { Employee } from '../../sync/wrapper-api/employees.ts';
import type { OrganisationNode } from '../../sync/wrapper-api/organisations.ts';
import type { Tenant } from '../../sync/wrapper-api/tenants.ts';
import type { SeedTenant } from './sandbox-seed.ts';

/** Obviously demo data: every id is fixed so that demo rows, tests and benches can name it. */
export const HALDEN_TENANT_ID = 'a1d00000-0000-4000-8000-000000000001';

export const HALDEN_UNITS = {
  root: 'a1d00000-0000-4000-8000-000000000100',
  north: 'a1d00000-0000-4000-8000-000000000110',
  northInsideSales: 'a1d00000-0000-4000-8000-000000000111',
  northField: 'a1d00000-0000-4000-8000-000000000112',
  south: 'a1d00000-0000-4000-8000-000000000120',
} as const;

export const HALDEN_EMPLOYEES = {
  admin: 'a1d00000-0000-4000-8000-000000001001',
  manager: 'a1d00000-0000-4000-8000-000000001002',
  sales: 'a1d00000-0000-4000-8000-000000001003',
  salesSouth: 'a1d00000-0000-4000-8000-000000001004',
  viewer: 'a1d00000-0000-4000-8000-000000001005',
  insideSalesA: 'a1d00000-0000-4000-8000-000000001006',
  insideSalesB: 'a1d00000-0000-4000-8000-000000001007',
  fieldA: 'a1d00000-0000-4000-8000-000000001008',
  fieldB: 'a1d00000-0000-4000-8000-000000001009',
  managerSouth: 'a1d00000-0000-4000-8000-000000001010',
  southA: 'a1d00000-0000-4000-8000-000000001011',
  former: 'a1d00000-0000-4000-8000-000000001012',
} as const;

export const HALDEN_TREE: OrganisationNode = {
  id: HALDEN_UNITS.root,
  name: 'Halden Instruments',
  kind: 'tenant',
  children: [
    {
      id: HALDEN_UNITS.north,
      name: 'North',
      kind: 'sub-org',
      children: [
        { id: HALDEN_UNITS.northInsideSales, name: 'North Inside sales', kind: 'team', children: [] },
        { id: HALDEN_UNITS.northField, name: 'North Field', kind: 'team', children: [] },
      ],
    },
    { id: HALDEN_UNITS.south, name: 'South', kind: 'sub-org', children: [] },
  ],
};

const TENANT: Tenant = {
  id: HALDEN_TENANT_ID,
  name: 'Halden Instruments',
  branding: { accentColor: '#2f6f5e' },
  features: { deals: true, files: true, reports: true, customFields: true, import: true },
  currency: 'EUR',
  allowDuplicateEmails: false,
  locale: 'en-GB',
};

const { root, north, northInsideSales, northField, south } = HALDEN_UNITS;
const EMPLOYEES: readonly Employee[] = [
  employee('admin', 'Ines Okafor', 'Head of operations', { role: 'admin', orgId: root }),
  employee('manager', 'Marten Lindqvist', 'Sales manager North', { role: 'manager', orgId: north }),
  employee('sales', 'Sanna Reyes', 'Field sales', { role: 'sales', orgId: northField }),
  employee('salesSouth', 'Tomas Brandt', 'Field sales', { role: 'sales', orgId: south }),
  employee('viewer', 'Vera Novak', 'Controller', { role: 'viewer', orgId: north }),
  employee('insideSalesA', 'Pilar Haas', 'Inside sales', { role: 'sales', orgId: northInsideSales }),
  employee('insideSalesB', 'Jonas Adeyemi', 'Inside sales', { role: 'sales', orgId: northInsideSales }),
  employee('fieldA', 'Greta Solberg', 'Field sales', { role: 'sales', orgId: northField }),
  employee('fieldB', 'Luca Weiss', 'Field sales', { role: 'sales', orgId: northField }),
  employee('managerSouth', 'Amara Duval', 'Sales manager South', { role: 'manager', orgId: south }),
  employee('southA', 'Nils Costa', 'Field sales', { role: 'sales', orgId: south }),
  { ...employee('former', 'Edda Kovac', 'Field sales', { role: 'sales', orgId: south }), active: false },
];

/** Prices are the seed's; limits are generous so that the large demo fits. */
export const DEMO_CREDIT_CONFIG: Omit<CreditConfig, 'tenantId'> = {
  planType: 'enterprise',
  monthlyLimit: 1_000_000,
  dailyLimit: null,
  featureLimits: { contacts: 200_000, deals: 100_000, emails: 100_000, storage: '50GB' },
  overageAllowed: false,
  pricing: { perContact: 0.1, perDeal: 0.5, perEmail: 0.05 },
};

export const HALDEN: SeedTenant = {
  tenant: TENANT,
  tree: HALDEN_TREE,
  employees: EMPLOYEES,
  creditConfig: { tenantId: HALDEN_TENANT_ID, ...DEMO_CREDIT_CONFIG },
  availableCredits: 100_000,
};

function employee(
  key: keyof typeof HALDEN_EMPLOYEES,
  displayName: string,
  title: string,
  { role, orgId }: { readonly role: string; readonly orgId: string },
): Employee {
  const email = `${displayName.toLowerCase().replace(' ', '.')}@halden.example`;
  return {
    id: HALDEN_EMPLOYEES[key],
    tenantId: HALDEN_TENANT_ID,
    displayName,
    email,
    title,
    phone: '+49 30 5550100',
    orgIds: [orgId],
    roles: [role],
    active: true,
  };
}
