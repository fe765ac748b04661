import { expect, test } from 'vitest';
import type { CacheFreshness, Divergence } from '../../../main/contract/types.ts';
import { alertsOf } from '../../../main/health/alerts.ts';

const MINUTE = 60_000;
const NOW = 1_000 * MINUTE;

const quiet: Parameters<typeof alertsOf>[0] = {
  nowMs: NOW,
  connection: 'online',
  breaker: 'closed',
  waitingRequests: 0,
  upToDateAtMs: NOW - 5 * MINUTE,
  unsent: 3,
  queued: 3,
  oldestQueuedAtMs: NOW - 5 * MINUTE,
  caches: [],
  agreement: { checkedAtMs: null, found: null },
  isSignInNeeded: false,
};

const cached = (topic: CacheFreshness['topic'], staleFor: number, key = topic as string): CacheFreshness => ({
  key,
  topic,
  cachedAtMs: NOW - 60 * MINUTE,
  expiresAtMs: NOW - staleFor * MINUTE,
  isStale: staleFor > 0,
});

const agreed = (counts: Pick<Divergence, 'corrected' | 'restored' | 'removed' | 'kept'>, agoMs = 6 * MINUTE) => ({
  checkedAtMs: NOW,
  found: { atMs: NOW - agoMs, names: [], ...counts },
});

test('nothing deserves a look while everything is within its five minutes', () => {
  expect(alertsOf({ ...quiet, caches: [cached('roles', 5), cached('tenant', -3)] })).toEqual([]);
  expect(alertsOf({ ...quiet, upToDateAtMs: null, oldestQueuedAtMs: null })).toEqual([]);
  const longAgo = agreed({ corrected: 1, restored: 0, removed: 0, kept: 0 }, 7 * 24 * 60 * MINUTE);
  expect(alertsOf({ ...quiet, agreement: longAgo })).toEqual([]);
});

test.each([
  {
    name: 'rows that differed from the server’s, for a week',
    change: { agreement: agreed({ corrected: 2, restored: 1, removed: 1, kept: 3 }) },
    want: { kind: 'diverged', rows: 7, kept: 3, agoMs: 6 * MINUTE },
  },
  { name: 'behind', change: { upToDateAtMs: NOW - 6 * MINUTE }, want: { kind: 'behind', lagMs: 6 * MINUTE } },
  {
    name: 'a queue that does not move',
    change: { oldestQueuedAtMs: NOW - 7 * MINUTE },
    want: { kind: 'queue-waits', count: 3, oldestMs: 7 * MINUTE },
  },
  { name: 'an open breaker', change: { breaker: 'open' as const }, want: { kind: 'breaker-open' } },
  { name: 'a refused sign-in', change: { isSignInNeeded: true }, want: { kind: 'sign-in-needed' } },
  {
    name: 'a stale cache, told once with its oldest',
    change: { caches: [cached('roles', 6, 'roles:a'), cached('roles', 9, 'roles:b')] },
    want: { kind: 'stale-cache', topic: 'roles', sinceMs: NOW - 9 * MINUTE },
  },
])('$name deserves a look', ({ change, want }) => {
  expect(alertsOf({ ...quiet, ...change })).toEqual([want]);
});

test('an expired value counts from the expiry, a dropped one from when it was fetched', () => {
  const dropped = { ...cached('tenant', 1), expiresAtMs: 0 };
  expect(alertsOf({ ...quiet, caches: [dropped] })).toEqual([
    { kind: 'stale-cache', topic: 'tenant', sinceMs: NOW - 60 * MINUTE },
  ]);
});

test('profiles that nobody looked at grow old without a word', () => {
  expect(alertsOf({ ...quiet, caches: [cached('employee', 600)] })).toEqual([]);
});
