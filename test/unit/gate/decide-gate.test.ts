import { describe, expect, test } from 'vitest';
import type { ConnectionKind } from '../../../main/contract/types.ts';
import { decideGate, type GateFacts } from '../../../main/gate/decide-gate.ts';
import type { CreditKnowledge } from '../../../main/gate/credit-check.ts';
import type { CreditBalance, CreditTerms } from '../../../sync/model/credit-rules.ts';
import type { RoleFacts } from '../../../sync/model/write-pass.ts';
import type { Needs } from '../../../sync/model/mutations/define-mutation.ts';
import { id, ORG } from '../model/rows.ts';

const permissions = [{ action: 'edit', resource: 'contacts', orgId: ORG }] as const;
const NEEDS = {
  lease: { permissions, mode: 'lease' },
  live: { permissions, mode: 'live' },
  priced: { permissions, mode: 'lease', price: { feature: 'contacts', count: 1 } },
} as const satisfies Record<string, Needs>;

const TERMS: CreditTerms = {
  monthlyLimit: null,
  dailyLimit: null,
  featureLimits: { contacts: 1000, deals: null, emails: 1000, storage: '5GB' },
  overageAllowed: false,
  pricing: { perContact: 0.1, perDeal: 0.5, perEmail: 0.05 },
};
const BALANCE: CreditBalance = {
  available: 10,
  monthlyUsed: 0,
  dailyUsed: 0,
  usage: { contacts: 10, deals: 10, emails: 0, storageBytes: 0 },
};
const PLAN: CreditKnowledge = {
  terms: TERMS,
  areTermsFresh: true,
  termsAtMs: 50,
  termsUntilMs: 3_600_050,
  balance: { value: BALANCE, atMs: 80 },
  queued: {},
};
const FREE: CreditKnowledge = {
  ...PLAN,
  terms: { ...TERMS, pricing: { perContact: 0, perDeal: 0, perEmail: 0 } },
};
const ROLES: RoleFacts = {
  own: ['sales'],
  granting: ['Sales Rep'],
  evidence: { source: 'cache', fetchedAtMs: 40, validUntilMs: 1_800_040 },
};

const FACTS: GateFacts = {
  connection: 'online',
  windowLeftMs: 60_000,
  isGranted: () => true,
  snapshotAtMs: 100,
  windowEndsAtMs: 60_100,
  roles: () => ROLES,
  credits: () => PLAN,
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

describe('prices and limits', () => {
  const verdictOf = (facts: Partial<GateFacts>, needs: Needs = NEEDS.priced) =>
    decideGate(needs, { ...FACTS, ...facts });

  test.each([
    { name: 'a price', plan: PLAN, isAsked: true },
    { name: 'free and far from the limit', plan: FREE, isAsked: false },
    {
      name: 'free with under a fifth of the limit left',
      plan: { ...FREE, balance: { value: { ...BALANCE, usage: { ...BALANCE.usage, contacts: 800 } }, atMs: 80 } },
      isAsked: true,
    },
    { name: 'free with drafts that bring the limit near', plan: { ...FREE, queued: { contacts: 790 } }, isAsked: true },
    { name: 'free with a limit whose use is not known', plan: { ...FREE, balance: null }, isAsked: true },
    { name: 'a configuration whose hour is over', plan: { ...FREE, areTermsFresh: false }, isAsked: true },
    { name: 'a configuration that is not known', plan: null, isAsked: true },
  ] as const)('$name', ({ plan, isAsked }) => {
    const credits = (): CreditKnowledge | null => plan;
    expect(verdictOf({ credits }).kind).toBe(isAsked ? 'check-live' : 'apply');
    for (const connection of AWAY) expect(verdictOf({ credits, connection }).kind).toBe(isAsked ? 'hold' : 'apply');
  });

  test('what is free and unlimited rests on the price alone', () => {
    const needs: Needs = { permissions: [], mode: 'lease', price: { feature: 'deals', count: 1 } };
    expect(verdictOf({ credits: () => ({ ...FREE, balance: null }) }, needs).pass.entries).toEqual([
      {
        kind: 'price',
        what: 'deals x 1',
        verdict: 'granted',
        source: 'cache',
        fetchedAtMs: 50,
        validUntilMs: 3_600_050,
      },
    ]);
  });

  test('a free price does not replace a live permission', () => {
    const needs: Needs = { ...NEEDS.live, price: { feature: 'deals', count: 1 } };
    expect(verdictOf({ credits: () => FREE }, needs).kind).toBe('check-live');
  });

  test('a draft that the last balance would not bear says so in numbers, and is kept', () => {
    const plan = { ...PLAN, balance: { value: { ...BALANCE, available: 0.3 }, atMs: 80 }, queued: { contacts: 3 } };
    const shortage = { what: 'credits', needed: 0.1, available: 0.3, limit: null, queued: 0.3 };
    const verdict = verdictOf({ connection: 'offline', credits: () => plan });
    expect(verdict).toMatchObject({
      kind: 'hold',
      reason: {
        code: 'NEEDS_LIVE_CHECK',
        message:
          'It needs 0.10 credits; 0.30 are left, of which waiting changes need 0.30. Ask an administrator for more.',
        shortage,
      },
    });
    expect(verdict.pass.entries.find(({ kind }) => kind === 'price')).toMatchObject({ verdict: 'denied', shortage });
    expect(verdictOf({ credits: () => plan }).kind).toBe('check-live');
  });

  test('prices are looked up only where something is priced', () => {
    const credits = (): never => {
      throw new Error('asked');
    };
    expect(verdictOf({ credits }, NEEDS.lease).kind).toBe('apply');
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
      pass: { entries: [{ verdict: 'unknown', source: 'none', fetchedAtMs: null }, { kind: 'role' }] },
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
        kind: 'role',
        what: 'Sales Rep',
        verdict: 'granted',
        source: 'cache',
        fetchedAtMs: 40,
        validUntilMs: 1_800_040,
      },
      {
        kind: 'price',
        what: 'contacts x 1',
        verdict: 'granted',
        source: 'cache',
        fetchedAtMs: 50,
        validUntilMs: 3_600_050,
      },
      { kind: 'limit', what: 'contacts', verdict: 'granted', source: 'snapshot', fetchedAtMs: 80, validUntilMs: null },
    ],
  });
});

test.each([
  { name: 'none grants it', granting: [], want: { what: 'sales, viewer', verdict: 'denied' } },
  {
    name: 'nobody knows what the roles mean',
    granting: undefined,
    want: { what: 'sales, viewer', verdict: 'unknown' },
  },
])('the pass names all roles where $name, and allows by the permission alone', ({ granting, want }) => {
  const verdict = decideGate(NEEDS.lease, {
    ...FACTS,
    roles: () => ({ ...ROLES, own: ['sales', 'viewer'], granting }),
  });
  expect(verdict).toMatchObject({
    kind: 'apply',
    pass: { entries: [{ kind: 'permission' }, { kind: 'role', ...want }] },
  });
});
