import { http, type HttpHandler } from 'msw';
import { ENDPOINTS } from '../../../sync/wrapper-api/endpoints.ts';
import { PermissionsQuery, type PermissionsAnswer } from '../../../sync/wrapper-api/permissions.ts';
import { SandboxProblem } from '../sandbox-problem.ts';
import type { SandboxState } from '../sandbox-state.ts';
import { cachedAnswer } from './cached-answer.ts';
import { callerOf } from './caller.ts';
import { mustFindEmployee } from './directory-handlers.ts';
import { productHandler, type ProductCall } from './product-handler.ts';
import { checked } from './read-body.ts';

export function permissionHandlers(state: SandboxState, origin: string): HttpHandler[] {
  return [
    // before the next one, whose parameter would take "roles" for an employee
    http.get(
      `${origin}/api/permissions/roles`,
      productHandler(state, (call) => {
        callerOf(state, call);
        return cachedAnswer(call.request, state.directory.roles, ENDPOINTS.roles.maxAgeS ?? 0);
      }),
    ),
    http.get(
      `${origin}/api/permissions/:employeeId`,
      productHandler(state, (call) =>
        cachedAnswer(call.request, permissionsAnswer(state, call), ENDPOINTS.permissions.maxAgeS ?? 0),
      ),
    ),
  ];
}

/** Own permissions for a user, anyone's for the service. */
function permissionsAnswer(state: SandboxState, call: ProductCall): PermissionsAnswer {
  const caller = callerOf(state, call);
  const employee = mustFindEmployee(state, caller, call.param('employeeId'));
  if (caller.kind === 'user' && caller.employee.id !== employee.id) {
    throw new SandboxProblem('PERMISSION_DENIED', "Another employee's permissions are not yours to read.");
  }
  const { orgId } = checked(PermissionsQuery, Object.fromEntries(call.url.searchParams));
  const all = state.directory.permissionsOf(employee);
  const permissions = orgId === undefined ? [...all] : all.filter((permission) => permission.orgId === orgId);
  return { employeeId: employee.id, permissions };
}
