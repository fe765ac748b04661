import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { isWebhookGenuine, signWebhook, WEBHOOK_TOLERANCE_MS } from '../../../sync/wrapper-api/webhook.ts';

const SECRET = 'a webhook secret';
const BODY = '{"type":"role.changed"}';
const AT_MS = 1_772_000_000_000;

test('the signature is HMAC-SHA256 over time, dot and body', async () => {
  const hex = createHmac('sha256', SECRET).update(`${AT_MS}.${BODY}`).digest('hex');
  expect(await signWebhook(SECRET, BODY, AT_MS)).toBe(`t=${AT_MS},v1=${hex}`);
});

test.each([
  { name: 'genuine', change: {}, want: true },
  { name: 'other body', change: { body: '{"type":"session.revoked"}' }, want: false },
  { name: 'dated anew', change: { header: (own: string) => own.replace(`t=${AT_MS}`, `t=${AT_MS + 1}`) }, want: false },
  { name: 'no header', change: { header: () => null }, want: false },
  { name: 'cut header', change: { header: (own: string) => own.slice(0, -2) }, want: false },
  { name: 'at the edge of the tolerance', change: { nowMs: AT_MS + WEBHOOK_TOLERANCE_MS }, want: true },
  { name: 'too old', change: { nowMs: AT_MS + WEBHOOK_TOLERANCE_MS + 1 }, want: false },
  { name: 'from the future', change: { nowMs: AT_MS - WEBHOOK_TOLERANCE_MS - 1 }, want: false },
  { name: 'other secret', change: { secret: 'another secret' }, want: false },
])('$name', async ({ change, want }) => {
  const {
    secret = SECRET,
    body = BODY,
    nowMs = AT_MS,
    header = (own: string) => own,
  } = change as Partial<{
    secret: string;
    body: string;
    nowMs: number;
    header: (own: string) => string | null;
  }>;
  const own = await signWebhook(SECRET, BODY, AT_MS);
  expect(await isWebhookGenuine(secret, { header: header(own), body, nowMs })).toBe(want);
});
