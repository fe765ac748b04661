import type { Employee } from '../../sync/wrapper-api/employees.ts';
import { DEMO_CREDIT_CONFIG } from './demo-tenant.ts';
import type { SeedTenant } from './sandbox-seed.ts';

/** A second tenant, so that isolation can be tested against data that really exists. */
export const PANNON_TENANT_ID = 'b2e00000-0000-4000-8000-000000000002';

export const PANNON_UNITS = {
  root: 'b2e00000-0000-4000-8000-000000000200',
  mill: 'b2e00000-0000-4000-8000-000000000210',
} as const;

export const PANNON_EMPLOYEES = {
  admin: 'b2e00000-0000-4000-8000-000000002001',
  sales: 'b2e00000-0000-4000-8000-000000002002',
} as const;

const BASE = { tenantId: PANNON_TENANT_ID, active: true } as const;
const EMPLOYEES: readonly Employee[] = [
  {
    ...BASE,
    id: PANNON_EMPLOYEES.admin,
    displayName: 'Reka Balint',
    email: 'reka.balint@pannon.example',
    title: 'Office manager',
    orgIds: [PANNON_UNITS.root],
    roles: ['admin'],
  },
  {
    ...BASE,
    id: PANNON_EMPLOYEES.sales,
    displayName: 'Oskar Feher',
    email: 'oskar.feher@pannon.example',
    title: 'Field sales',
    orgIds: [PANNON_UNITS.mill],
    roles: ['sales'],
  },
];

export const PANNON: SeedTenant = {
  tenant: {
    id: PANNON_TENANT_ID,
    name: 'Pannon Mills',
    branding: {},
    features: { deals: true, files: true, reports: false, customFields: true, import: true },
    offlineWindowMinutes: 20,
    currency: 'EUR',
    allowDuplicateEmails: true,
    locale: 'hu-HU',
  },
  tree: {
    id: PANNON_UNITS.root,
    name: 'Pannon Mills',
    kind: 'tenant',
    children: [{ id: PANNON_UNITS.mill, name: 'Mill sales', kind: 'team', children: [] }],
  },
  employees: EMPLOYEES,
  creditConfig: { tenantId: PANNON_TENANT_ID, ...DEMO_CREDIT_CONFIG },
  availableCredits: 100_000,
};
