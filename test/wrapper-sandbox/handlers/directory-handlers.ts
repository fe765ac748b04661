import { http, type HttpHandler } from 'msw';
import { EmployeesQuery, type Employee, type EmployeePage } from '../../../sync/wrapper-api/employees.ts';
import { ENDPOINTS } from '../../../sync/wrapper-api/endpoints.ts';
import { SandboxProblem } from '../sandbox-problem.ts';
import type { SandboxState } from '../sandbox-state.ts';
import type { Caller } from '../sessions.ts';
import { cachedAnswer } from './cached-answer.ts';
import { callerOf, mustSeeTenant, notFound } from './caller.ts';
import { productHandler, type ProductCall } from './product-handler.ts';
import { checked } from './read-body.ts';

export function directoryHandlers(state: SandboxState, origin: string): HttpHandler[] {
  const { directory } = state;
  return [
    http.get(
      `${origin}/api/tenants/:tenantId`,
      productHandler(state, (call) => {
        mustSeeTenant(callerOf(state, call), call.param('tenantId'));
        const tenant = directory.findTenant(call.param('tenantId'));
        if (!tenant) throw notFound('tenant');
        return cachedAnswer(call.request, tenant, ENDPOINTS.tenant.maxAgeS ?? 0);
      }),
    ),
    http.get(
      `${origin}/api/organizations/:tenantId`,
      productHandler(state, (call) => {
        mustSeeTenant(callerOf(state, call), call.param('tenantId'));
        const tree = directory.findTree(call.param('tenantId'));
        if (!tree) throw notFound('tenant');
        return cachedAnswer(call.request, tree, ENDPOINTS.organizations.maxAgeS ?? 0);
      }),
    ),
    http.get(
      `${origin}/api/employees`,
      productHandler(state, (call) =>
        cachedAnswer(call.request, employeePage(state, call), ENDPOINTS.employees.maxAgeS ?? 0),
      ),
    ),
    http.get(
      `${origin}/api/employees/:employeeId`,
      productHandler(state, (call) => {
        const employee = mustFindEmployee(state, callerOf(state, call), call.param('employeeId'));
        return cachedAnswer(call.request, employee, ENDPOINTS.employee.maxAgeS ?? 0);
      }),
    ),
  ];
}

/** @throws SandboxProblem NOT_FOUND, for an employee of another tenant too */
export function mustFindEmployee({ directory }: SandboxState, caller: Caller, employeeId: string): Employee {
  const employee = directory.findEmployee(employeeId);
  const isVisible =
    caller.kind === 'service' ? caller.scopes.includes('read') : caller.employee.tenantId === employee?.tenantId;
  if (!employee || !isVisible) throw notFound('employee');
  return employee;
}

function employeePage(state: SandboxState, call: ProductCall): EmployeePage {
  const { tenantId, cursor, limit } = checked(EmployeesQuery, Object.fromEntries(call.url.searchParams));
  const caller = callerOf(state, call);
  const wanted = tenantId ?? (caller.kind === 'user' ? caller.employee.tenantId : undefined);
  if (wanted === undefined) throw new SandboxProblem('BAD_REQUEST', 'tenantId: needed with a service token');
  mustSeeTenant(caller, wanted);
  const afterId = cursor === undefined ? '' : Buffer.from(cursor, 'base64url').toString();
  const rest = state.directory.employeesOf(wanted).filter(({ id }) => id > afterId);
  const items = rest.slice(0, limit);
  const last = rest.length > limit ? items.at(-1) : undefined;
  return { items, nextCursor: last ? Buffer.from(last.id).toString('base64url') : null };
}
