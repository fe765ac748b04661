import { describe, expect, test } from 'vitest';
import type { ConnectionKind } from '../../../main/contract/types.ts';
import { decideGate, type GateFacts } from '../../../main/gate/decide-gate.ts';
import type { Needs } from '../../../sync/model/mutations/define-mutation.ts';
import { id, ORG } from '../model/rows.ts';

const permissions = [{ action: 'edit', resource: 'contacts', orgId: ORG }] as const;
const NEEDS = {
  lease: { permissions, mode: 'lease' },
  live: { permissions, mode: 'live' },
  priced: { permissions, mode: 'lease', price: { feature: 'contacts', count: 1 } },
} as const satisfies Record<string, Needs>;

const FACTS: GateFacts = {
  connection: 'online',
  windowLeftMs: 60_000,
  isGranted: () => true,
  snapshotAtMs: 100,
  windowEndsAtMs: 60_100,
  price: () => ({ isFree: false, fetchedAtMs: 50, validUntilMs: 3_600_050 }),
  behindDraft: null,
};

const AWAY: readonly ConnectionKind[] = ['wrapper-away', 'server-away', 'offline'];

/** design.md, section 6, line by line. */
describe('the table of what may be written now', () => {
  test.each([
    { needs: 'lease', when: 'online', connections: ['online'], left: 60_000, want: 'apply', mode: 'lease' },
    { needs: 'lease', when: 'window running', connections: AWAY, left: 1, want: 'apply', mode: 'lease' },
    {
      needs: 'lease',
      when: 'window over',
      connections: [...AWAY, 'read-only'],
      left: 0,
      want: 'hold',
      mode: 'draft',
      code: 'WINDOW_OVER',
    },
    { needs: 'live', when: 'online', connections: ['online'], left: 60_000, want: 'check-live', mode: 'live' },
    {
      needs: 'live',
      when: 'window running',
      connections: AWAY,
      left: 1,
      want: 'hold',
      mode: 'draft',
      code: 'NEEDS_LIVE_CHECK',
    },
    {
      needs: 'live',
      when: 'window over',
      connections: [...AWAY, 'read-only'],
      left: 0,
      want: 'hold',
      mode: 'draft',
      code: 'WINDOW_OVER',
    },
    { needs: 'priced', when: 'online', connections: ['online'], left: 60_000, want: 'check-live', mode: 'live' },
    {
      needs: 'priced',
      when: 'window running',
      connections: AWAY,
      left: 1,
      want: 'hold',
      mode: 'draft',
      code: 'NEEDS_LIVE_CHECK',
    },
    {
      needs: 'priced',
      when: 'window over',
      connections: [...AWAY, 'read-only'],
      left: 0,
      want: 'hold',
      mode: 'draft',
      code: 'WINDOW_OVER',
    },
  ] as const)('$needs, $when: $want', ({ needs, connections, left, want, mode, ...more }) => {
    for (const connection of connections as readonly ConnectionKind[]) {
      const verdict = decideGate(NEEDS[needs], { ...FACTS, connection, windowLeftMs: left });
      expect([verdict.kind, verdict.pass.mode]).toEqual([want, mode]);
      expect(verdict.kind === 'hold' ? verdict.reason.code : undefined).toBe('code' in more ? more.code : undefined);
    }
  });
});

describe('prices', () => {
  test('what is free and unlimited by a fresh configuration needs no answer', () => {
    const facts: GateFacts = {
      ...FACTS,
      connection: 'offline',
      price: () => ({ isFree: true, fetchedAtMs: 50, validUntilMs: 99 }),
    };
    expect(decideGate(NEEDS.priced, facts).kind).toBe('apply');
    expect(decideGate(NEEDS.priced, { ...facts, connection: 'online' }).kind).toBe('apply');
  });

  test('a configuration that is not known is no reason to allow', () => {
    expect(decideGate(NEEDS.priced, { ...FACTS, connection: 'offline', price: () => null }).kind).toBe('hold');
    expect(decideGate(NEEDS.priced, { ...FACTS, price: () => null }).kind).toBe('check-live');
  });

  test('a free price does not replace a live permission', () => {
    const needs: Needs = { ...NEEDS.live, price: { feature: 'deals', count: 1 } };
    expect(decideGate(needs, { ...FACTS, price: () => ({ isFree: true, fetchedAtMs: 1, validUntilMs: 2 }) }).kind).toBe(
      'check-live',
    );
  });
});

describe('permissions', () => {
  test.each(['online', ...AWAY, 'read-only'] as const)(
    'what the snapshot denies is refused at once when %s',
    (connection) => {
      const verdict = decideGate(NEEDS.lease, { ...FACTS, connection, isGranted: () => false });
      expect(verdict).toMatchObject({ kind: 'refuse', reason: { code: 'PERMISSION_DENIED' } });
    },
  );

  test('one denied of several is enough', () => {
    const needs: Needs = {
      mode: 'lease',
      permissions: [...permissions, { action: 'edit', resource: 'deals', orgId: ORG }],
    };
    expect(decideGate(needs, { ...FACTS, isGranted: ({ resource }) => resource !== 'deals' }).kind).toBe('refuse');
  });

  test('without a snapshot nothing is refused here: the server knows', () => {
    const verdict = decideGate(NEEDS.lease, { ...FACTS, isGranted: () => undefined, snapshotAtMs: null });
    expect(verdict).toMatchObject({
      kind: 'apply',
      pass: { entries: [{ verdict: 'unknown', source: 'none', fetchedAtMs: null }] },
    });
  });
});

describe('drafts', () => {
  test.each(['lease', 'live', 'priced'] as const)('what builds on a draft goes with it, also online (%s)', (needs) => {
    const verdict = decideGate(NEEDS[needs], { ...FACTS, behindDraft: id(7) });
    expect(verdict).toMatchObject({
      kind: 'hold',
      reason: { code: 'BEHIND_DRAFT', by: id(7) },
      pass: { mode: 'draft' },
    });
  });

  test('but what is denied is refused, draft or not', () => {
    expect(decideGate(NEEDS.lease, { ...FACTS, behindDraft: id(7), isGranted: () => false }).kind).toBe('refuse');
  });
});

test('the write pass says what the change rests on, from where, and until when', () => {
  expect(decideGate(NEEDS.priced, FACTS).pass).toEqual({
    mode: 'live',
    entries: [
      {
        kind: 'permission',
        what: `contacts:edit@${ORG}`,
        verdict: 'granted',
        source: 'snapshot',
        fetchedAtMs: 100,
        validUntilMs: 60_100,
      },
      {
        kind: 'price',
        what: 'contacts x 1',
        verdict: 'unknown',
        source: 'cache',
        fetchedAtMs: 50,
        validUntilMs: 3_600_050,
      },
    ],
  });
});
