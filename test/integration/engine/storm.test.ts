import { expect, test } from 'vitest';
import { backoffMs, reconnectMs } from '../../../main/sync-client/backoff.ts';
import { createSyncHttp } from '../../../main/sync-client/sync-http.ts';
import { PullResponse } from '../../../sync/protocol/pull.ts';
import { toSatchelError } from '../../../sync/protocol/satchel-error.ts';
import { systemClock } from '../../wrapper-sandbox/system-clock.ts';
import { HALDEN_EMPLOYEES } from '../../wrapper-sandbox/demo-tenant.ts';
import { newId, signIn, startWorld } from '../server/start-world.ts';
import { pause } from './test-clock.ts';

const CLIENTS = 500;
const AWAY_MS = 60_000;
/** By then the longest back-off of all has passed many times over. */
const LONGEST_MS = 60 * 60_000;
/** While nothing happens every client looks once in this time. */
const POLL_MS = 60_000;

interface LightClient {
  dueMs: number;
  failures: number;
  pulls: number;
}

test('500 clients whose server was away for a minute come back spread out, and all are served', async () => {
  const world = await startWorld({ requestsPerSecond: 100 });
  let nowMs = 0;
  let seed = 7;
  const random = (): number => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
  const token = await signIn(world, HALDEN_EMPLOYEES.sales);
  const line: typeof fetch = (input, init) =>
    nowMs < AWAY_MS ? Promise.reject(new TypeError('fetch failed')) : fetch(input, init);
  const closing = new AbortController();
  const http = createSyncHttp({
    syncUrl: world.server.url,
    fetch: line,
    clock: systemClock,
    deviceId: newId(),
    closing: closing.signal,
  });
  const clients = Array.from({ length: CLIENTS }, (): LightClient => ({
    dueMs: reconnectMs(random),
    failures: 0,
    pulls: 0,
  }));
  const bySecond = new Map<number, number>();
  const turnedAway = new Set<string>();

  async function ask(client: LightClient): Promise<void> {
    const second = Math.floor(nowMs / 1000);
    if (nowMs >= AWAY_MS) bySecond.set(second, (bySecond.get(second) ?? 0) + 1);
    try {
      await http.post('/v1/pull', { cursor: null, limit: 1 }, PullResponse, { token });
      client.failures = 0;
      client.pulls += 1;
      client.dueMs = Infinity;
    } catch (thrown) {
      const { code, data } = toSatchelError(thrown);
      turnedAway.add(code);
      client.dueMs += backoffMs(client.failures, random, Number(data['retryAfterMs'] ?? 0));
      client.failures += 1;
    }
  }

  for (; nowMs < LONGEST_MS && clients.some(({ pulls }) => pulls === 0); nowMs += 1000) {
    turnedAway.delete('RATE_LIMITED');
    await Promise.all(clients.filter(({ dueMs }) => dueMs < nowMs + 1000).map(ask));
    // the server counts by the real second, and here the seconds run faster
    if (turnedAway.has('RATE_LIMITED')) await pause(1000);
  }
  closing.abort();
  await world.close();
  const normal = CLIENTS / (POLL_MS / 1000);
  expect(Math.max(...bySecond.values())).toBeLessThan(6 * normal);
  expect(clients.filter(({ pulls }) => pulls === 0)).toEqual([]);
  expect([...turnedAway].every((code) => ['SERVER_UNREACHABLE', 'RATE_LIMITED'].includes(code))).toBe(true);
}, 120_000);
