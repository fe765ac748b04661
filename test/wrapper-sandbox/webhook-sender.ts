import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '../../sync/model/clock.ts';
import {
  signWebhook,
  WEBHOOK_PATH,
  WEBHOOK_SIGNATURE_HEADER,
  WEBHOOK_TYPES,
  type WebhookEvent,
} from '../../sync/wrapper-api/webhook.ts';
import { Uuid } from '../../sync/wrapper-api/fields.ts';

export interface WebhookTarget {
  /** Address of the sync server, without a path. */
  readonly syncUrl: string;
  readonly secret: string;
}

/** Body of `POST /_sandbox/webhook`; whatever else it holds is passed on. */
export const WebhookOrder = z.looseObject({
  type: z.enum(WEBHOOK_TYPES),
  tenantId: Uuid.optional(),
  employeeId: Uuid.optional(),
  sessionId: Uuid.optional(),
});

/** Sends one event, once: the sandbox has no queue, a test that wants a repeat asks again. */
export async function sendWebhook(
  { syncUrl, secret }: WebhookTarget,
  event: WebhookEvent,
  { clock, fetch }: { readonly clock: Clock; readonly fetch: typeof globalThis.fetch },
): Promise<{ status: number }> {
  const body = JSON.stringify(event);
  const signature = await signWebhook(secret, body, clock.wallMs());
  const headers = { 'content-type': 'application/json', [WEBHOOK_SIGNATURE_HEADER]: signature };
  const url = new URL(WEBHOOK_PATH, syncUrl);
  const response = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(5_000) });
  await response.body?.cancel();
  return { status: response.status };
}

/** Fills in what every event carries. */
export function webhookEventOf(order: z.infer<typeof WebhookOrder>, tenantId: string, atMs: number): WebhookEvent {
  return { id: randomUUID(), atMs, ...order, tenantId };
}
