import { problemResponse } from '../sandbox-problem.ts';
import type { SandboxState } from '../sandbox-state.ts';
import { sendWebhook, webhookEventOf, WebhookOrder } from '../webhook-sender.ts';
import { freshAnswer } from './cached-answer.ts';
import { checked } from './read-body.ts';

/** Sends the event and answers `{ id, status }`; a revocation is true here even when it reaches nobody. */
export async function deliverWebhook(state: SandboxState, request: Request): Promise<Response> {
  const order = checked(WebhookOrder, await request.json().catch(() => undefined));
  if (order.type === 'session.revoked') {
    if (order.sessionId !== undefined) state.sessions.revokeSession(order.sessionId);
    else if (order.employeeId !== undefined) state.sessions.revokeEmployee(order.employeeId);
  }
  if (!state.webhook) {
    return problemResponse(409, 'NO_WEBHOOK_TARGET', {
      detail: 'No sync server is configured; set SATCHEL_SYNC_URL and SATCHEL_WEBHOOK_SECRET.',
    });
  }
  const event = webhookEventOf(order, order.tenantId ?? tenantOf(state, order.employeeId), state.clock.wallMs());
  try {
    return freshAnswer({ id: event.id, ...(await sendWebhook(state.webhook, event, state)) });
  } catch {
    return problemResponse(502, 'WEBHOOK_NOT_DELIVERED', { detail: `Nobody answers at ${state.webhook.syncUrl}.` });
  }
}

/** The employee's tenant, else the first one: an order without either is about the demo tenant. */
function tenantOf({ directory, accounts }: SandboxState, employeeId: string | undefined): string {
  const employee = employeeId === undefined ? undefined : directory.findEmployee(employeeId);
  return employee?.tenantId ?? accounts[0]?.tenantId ?? '';
}
