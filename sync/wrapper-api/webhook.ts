import { z } from 'zod';
import { AtMs, Uuid } from './fields.ts';

export const WEBHOOK_PATH = '/v1/webhooks/wrapper';
export const WEBHOOK_SIGNATURE_HEADER = 'satchel-webhook-signature';
/** How far the sender's time may be from the receiver's; limits replays together with the event id. */
export const WEBHOOK_TOLERANCE_MS = 5 * 60_000;

export const WEBHOOK_TYPES = [
  'role.changed',
  'employee.changed',
  'organization.changed',
  'tenant.changed',
  'credit-config.changed',
  'session.revoked',
] as const;

/** Says what changed, never the new value: the receiver drops its cache and asks. `session.revoked` names a session, or an employee for all of them. */
export const WebhookEvent = z.looseObject({
  id: Uuid,
  type: z.enum(WEBHOOK_TYPES),
  tenantId: Uuid,
  atMs: AtMs,
  employeeId: Uuid.optional(),
  sessionId: Uuid.optional(),
});
export type WebhookEvent = z.infer<typeof WebhookEvent>;

/** Header value `t=<ms>,v1=<hex>` over `<ms>.<body>`: the time is under the signature, so an old event cannot be dated anew. */
export async function signWebhook(secret: string, body: string, atMs: number): Promise<string> {
  const mac = await crypto.subtle.sign('HMAC', await keyOf(secret), bytesOf(`${atMs}.${body}`));
  return `t=${atMs},v1=${hexOf(new Uint8Array(mac))}`;
}

/** Whether `header` is this secret's signature of exactly these bytes and not older or newer than the tolerance. */
export async function isWebhookGenuine(
  secret: string,
  { header, body, nowMs }: { readonly header: string | null; readonly body: string; readonly nowMs: number },
): Promise<boolean> {
  const match = /^t=(\d{1,15}),v1=([0-9a-f]{64})$/.exec(header ?? '');
  if (!match) return false;
  const [, atMs = '', hex = ''] = match;
  if (Math.abs(nowMs - Number(atMs)) > WEBHOOK_TOLERANCE_MS) return false;
  return crypto.subtle.verify('HMAC', await keyOf(secret), bytesOfHex(hex), bytesOf(`${atMs}.${body}`));
}

type HmacKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

function keyOf(secret: string): Promise<HmacKey> {
  return crypto.subtle.importKey('raw', bytesOf(secret), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify']);
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function bytesOfHex(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: hex.length / 2 }, (_, index) =>
    Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16),
  );
}
