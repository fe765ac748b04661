import { expect, test } from 'vitest';
import { z } from 'zod';
import { createSyncHttp } from '../../../main/sync-client/sync-http.ts';
import { createTestClock } from '../../integration/engine/test-clock.ts';

const DEVICE = '0b9f4f0e-5f0a-4c9e-9a55-3a7d3b1f0001';

const open = (fetch: typeof globalThis.fetch) =>
  createSyncHttp({
    syncUrl: 'https://sync.example',
    fetch,
    clock: createTestClock(),
    deviceId: DEVICE,
    closing: new AbortController().signal,
  });
const HEADERS = { 'satchel-protocol': '1', 'content-type': 'application/json; charset=utf-8' };

test('an answer without an end is cut off long before it fills the memory', async () => {
  let sentBytes = 0;
  const chunk = new Uint8Array(1024 * 1024).fill(32);
  const endless = new ReadableStream<Uint8Array>({
    pull(out) {
      sentBytes += chunk.byteLength;
      out.enqueue(chunk);
    },
  });
  const http = open(async () => new Response(endless, { headers: HEADERS }));
  await expect(http.post('/v1/pull', {}, z.unknown(), { token: 't' })).rejects.toMatchObject({ code: 'BAD_ANSWER' });
  expect(sentBytes).toBeLessThan(70 * 1024 * 1024);
});

test('a request says which versions it speaks and from which device, follows no redirect and reads what fits', async () => {
  const asked: RequestInit[] = [];
  const http = open(async (_input, init) => {
    asked.push(init ?? {});
    return new Response('{"a":1}', { headers: HEADERS });
  });
  const answer = await http.post('/v1/pull', {}, z.object({ a: z.number() }), { token: 't' });
  expect(answer).toEqual({ a: 1 });
  expect(asked[0]).toMatchObject({
    redirect: 'error',
    headers: { 'satchel-protocol': '1', 'satchel-device': DEVICE, authorization: 'Bearer t' },
  });
});

test("a balancer's time to wait is passed on", async () => {
  const http = open(async () => new Response('busy', { status: 503, headers: { 'retry-after': '7' } }));
  await expect(http.post('/v1/pull', {}, z.unknown(), { token: 't' })).rejects.toMatchObject({
    code: 'SERVER_UNREACHABLE',
    data: { status: 503, retryAfterMs: 7000 },
  });
});
