import { HALDEN_EMPLOYEES, HALDEN_TENANT_ID, HALDEN_UNITS } from '../../../test/wrapper-sandbox/demo-tenant.ts';

/** Whom demo rows belong to. */
export interface DemoTenant {
  readonly tenantId: string;
  readonly currency: string;
  /** Who owns records, with the unit the records are in. */
  readonly owners: readonly { readonly employeeId: string; readonly orgId: string }[];
}

const { north, northField, northInsideSales, south } = HALDEN_UNITS;
const { manager, sales, salesSouth, insideSalesA, insideSalesB, fieldA, fieldB, managerSouth, southA } =
  HALDEN_EMPLOYEES;

export const HALDEN_DEMO: DemoTenant = {
  tenantId: HALDEN_TENANT_ID,
  currency: 'EUR',
  owners: [
    // twice: the account that most people try first has enough to look at
    { employeeId: sales, orgId: northField },
    { employeeId: sales, orgId: northField },
    { employeeId: fieldA, orgId: northField },
    { employeeId: fieldB, orgId: northField },
    { employeeId: insideSalesA, orgId: northInsideSales },
    { employeeId: insideSalesB, orgId: northInsideSales },
    { employeeId: manager, orgId: north },
    { employeeId: salesSouth, orgId: south },
    { employeeId: southA, orgId: south },
    { employeeId: managerSouth, orgId: south },
  ],
};
