import type { z } from 'zod';
import { TokenAnswer, TokenRequest, ValidateAnswer } from './auth.ts';
import { ConsumeAnswer, ConsumeRequest, CreditBalance, CreditConfig, RefundAnswer, RefundRequest } from './billing.ts';
import { Employee, EmployeePage, EmployeesQuery } from './employees.ts';
import { OrganisationNode } from './organisations.ts';
import { PermissionsAnswer, PermissionsQuery, Roles } from './permissions.ts';
import { Tenant } from './tenants.ts';

export interface Endpoint<Answer> {
  readonly id: string;
  readonly method: 'GET' | 'POST';
  /** Path parameters as `{name}`. */
  readonly path: string;
  readonly summary: string;
  /** Whose bearer token it takes; `service` is the sync server's own. */
  readonly caller: 'none' | 'user' | 'service' | 'user or service';
  readonly query?: z.ZodObject;
  readonly request?: { readonly schema: z.ZodType; readonly encoding: 'form' | 'json' };
  readonly answer: z.ZodType<Answer>;
  /** Whether a second sending changes nothing, so that an unknown outcome may be repeated. */
  readonly isRepeatable: boolean;
  /** Cache-Control of the answer in seconds; 0: keep, but ask with If-None-Match every time. */
  readonly maxAgeS?: number;
}

/** Keeps the answer's type while checking the rest. */
function endpoint<Answer>(definition: Endpoint<Answer>): Endpoint<Answer> {
  return definition;
}

const HOUR_S = 3600;

/** The whole of the wrapper's API that Satchel uses; client, sandbox and the OpenAPI file are derived from it. */
export const ENDPOINTS = {
  token: endpoint({
    id: 'token',
    method: 'POST',
    path: '/auth/token',
    summary: 'Sign in, refresh (rotating, with reuse detection) or get a service token',
    caller: 'none',
    request: { schema: TokenRequest, encoding: 'form' },
    answer: TokenAnswer,
    isRepeatable: false,
  }),
  validate: endpoint({
    id: 'validate',
    method: 'POST',
    path: '/auth/validate',
    summary: 'Is this session alive, and whose is it now',
    caller: 'user',
    answer: ValidateAnswer,
    isRepeatable: true,
  }),
  tenant: endpoint({
    id: 'tenant',
    method: 'GET',
    path: '/api/tenants/{tenantId}',
    summary: 'Tenant configuration',
    caller: 'user or service',
    answer: Tenant,
    isRepeatable: true,
    maxAgeS: 24 * HOUR_S,
  }),
  employees: endpoint({
    id: 'employees',
    method: 'GET',
    path: '/api/employees',
    summary: 'Employees of the tenant, in id order',
    caller: 'user or service',
    query: EmployeesQuery,
    answer: EmployeePage,
    isRepeatable: true,
    maxAgeS: HOUR_S,
  }),
  employee: endpoint({
    id: 'employee',
    method: 'GET',
    path: '/api/employees/{employeeId}',
    summary: 'One employee',
    caller: 'user or service',
    answer: Employee,
    isRepeatable: true,
    maxAgeS: HOUR_S,
  }),
  organizations: endpoint({
    id: 'organizations',
    method: 'GET',
    path: '/api/organizations/{tenantId}',
    summary: 'The tree of units',
    caller: 'user or service',
    answer: OrganisationNode,
    isRepeatable: true,
    maxAgeS: HOUR_S / 4,
  }),
  permissions: endpoint({
    id: 'permissions',
    method: 'GET',
    path: '/api/permissions/{employeeId}',
    summary: 'What an employee may do now, in one unit or in all',
    caller: 'user or service',
    query: PermissionsQuery,
    answer: PermissionsAnswer,
    isRepeatable: true,
    maxAgeS: 0,
  }),
  roles: endpoint({
    id: 'roles',
    method: 'GET',
    path: '/api/permissions/roles',
    summary: 'Roles and what they stand for',
    caller: 'user or service',
    answer: Roles,
    isRepeatable: true,
    maxAgeS: HOUR_S / 2,
  }),
  credits: endpoint({
    id: 'credits',
    method: 'GET',
    path: '/api/billing/credits/{tenantId}',
    summary: 'Credits and usage now',
    caller: 'user or service',
    answer: CreditBalance,
    isRepeatable: true,
    maxAgeS: 0,
  }),
  creditConfig: endpoint({
    id: 'creditConfig',
    method: 'GET',
    path: '/api/billing/config/{tenantId}',
    summary: 'Prices and limits',
    caller: 'user or service',
    answer: CreditConfig,
    isRepeatable: true,
    maxAgeS: HOUR_S,
  }),
  consume: endpoint({
    id: 'consume',
    method: 'POST',
    path: '/api/billing/credits/{tenantId}/consume',
    summary: 'Charge many keys, each at most once',
    caller: 'service',
    request: { schema: ConsumeRequest, encoding: 'json' },
    answer: ConsumeAnswer,
    isRepeatable: true,
  }),
  refund: endpoint({
    id: 'refund',
    method: 'POST',
    path: '/api/billing/credits/{tenantId}/refund',
    summary: 'Give back many keys, each at most once',
    caller: 'service',
    request: { schema: RefundRequest, encoding: 'json' },
    answer: RefundAnswer,
    isRepeatable: true,
  }),
} as const;
