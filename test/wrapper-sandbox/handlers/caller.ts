import { SandboxProblem } from '../sandbox-problem.ts';
import type { SandboxState } from '../sandbox-state.ts';
import type { Caller } from '../sessions.ts';
import type { ProductCall } from './product-handler.ts';

export function callerOf(state: SandboxState, { request }: ProductCall): Caller {
  return state.sessions.authenticate(request.headers.get('authorization'));
}

/** @throws SandboxProblem PERMISSION_DENIED for a service token */
export function mustBeUser(caller: Caller): Extract<Caller, { kind: 'user' }> {
  if (caller.kind !== 'user') throw new SandboxProblem('PERMISSION_DENIED', "A user's token is needed.");
  return caller;
}

/** A foreign tenant looks exactly like one that does not exist. */
export function mustSeeTenant(caller: Caller, tenantId: string): void {
  const isVisible = caller.kind === 'service' ? caller.scopes.includes('read') : caller.employee.tenantId === tenantId;
  if (!isVisible) throw notFound('tenant');
}

/** @throws SandboxProblem PERMISSION_DENIED unless it is a service that may charge */
export function mustBill(caller: Caller): void {
  const mayBill = caller.kind === 'service' && caller.scopes.includes('billing');
  if (!mayBill) throw new SandboxProblem('PERMISSION_DENIED', 'Only a service with the scope billing may charge.');
}

export function notFound(what: string): SandboxProblem {
  return new SandboxProblem('NOT_FOUND', `There is no such ${what}.`);
}
