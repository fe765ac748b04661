import { describe, expect, test } from 'vitest';
import type { ConsumeItem, CreditConfig } from '../../../sync/wrapper-api/billing.ts';
import { createCreditAccount } from '../../wrapper-sandbox/credit-account.ts';
import { DEMO_CREDIT_CONFIG, HALDEN_TENANT_ID } from '../../wrapper-sandbox/demo-tenant.ts';
import { openSandbox } from './open-sandbox.ts';
import { valueOf } from './wrapper-contract.ts';

const NOON_MS = Date.UTC(2026, 2, 2, 12);
const DAY_MS = 86_400_000;

function setUp({ credits = 10, ...change }: Partial<CreditConfig> & { credits?: number } = {}) {
  const account = createCreditAccount(credits, { tenantId: HALDEN_TENANT_ID, ...DEMO_CREDIT_CONFIG, ...change });
  const consume = (key: string, item: Partial<ConsumeItem> = {}, atMs = NOON_MS) =>
    account.consume({ key, feature: 'contacts', count: 1, amountMilli: 100, ...item }, atMs).status;
  return { account, consume };
}

describe('one key', () => {
  test('ten charges of 0.10 take exactly one credit', () => {
    const { account, consume } = setUp({ credits: 1 });
    for (let i = 0; i < 10; i += 1) expect(consume(`k${i}`)).toBe('consumed');
    expect(account.balance(NOON_MS)).toMatchObject({
      available: 0,
      dailyUsed: 1,
      monthlyUsed: 1,
      usage: { contacts: 10 },
    });
    expect(consume('k10')).toBe('insufficient');
  });

  test.each([{ amountMilli: 200 }, { count: 2 }, { feature: 'deals' as const }])(
    'used again with %j is a mismatch and takes nothing',
    (change) => {
      const { account, consume } = setUp();
      consume('k');
      expect(consume('k', change)).toBe('mismatch');
      expect(account.balance(NOON_MS).available).toBe(9.9);
    },
  );

  test('refused for lack of credits may succeed later', () => {
    const { account, consume } = setUp({ credits: 0 });
    expect(consume('k')).toBe('insufficient');
    account.set({ available: 1 });
    expect(consume('k')).toBe('consumed');
  });

  test('refunded gives back amount and usage once, and can never be consumed again', () => {
    const { account, consume } = setUp();
    consume('k');
    expect([account.refund('k').status, account.refund('k').status]).toEqual(['refunded', 'already-refunded']);
    expect(consume('k')).toBe('refunded');
    expect(account.balance(NOON_MS)).toMatchObject({
      available: 10,
      dailyUsed: 0,
      monthlyUsed: 0,
      usage: { contacts: 0 },
    });
  });

  test('refunded before it was consumed is unknown and fenced: the late consume takes nothing', () => {
    const { account, consume } = setUp();
    expect([account.refund('k').status, account.refund('k').status]).toEqual(['unknown', 'unknown']);
    expect(consume('k')).toBe('refunded');
    expect(account.balance(NOON_MS).available).toBe(10);
  });
});

describe('limits', () => {
  test('the day’s credits come back on the next day', () => {
    const { consume } = setUp({ dailyLimit: 0.1 });
    expect([consume('a'), consume('b'), consume('b', {}, NOON_MS + DAY_MS)]).toEqual(['consumed', 'limit', 'consumed']);
  });

  test('the month’s credits come back in the next month', () => {
    const { consume } = setUp({ monthlyLimit: 0.1 });
    expect([consume('a'), consume('b', {}, NOON_MS + DAY_MS), consume('b', {}, NOON_MS + 31 * DAY_MS)]).toEqual([
      'consumed',
      'limit',
      'consumed',
    ]);
  });

  test('overage lifts the limits of credits, not those of features and not the balance', () => {
    const featureLimits = { ...DEMO_CREDIT_CONFIG.featureLimits, contacts: 2 };
    const { consume } = setUp({
      credits: 0.3,
      dailyLimit: 0.1,
      monthlyLimit: 0.1,
      overageAllowed: true,
      featureLimits,
    });
    expect([consume('a'), consume('b'), consume('c'), consume('d', { feature: 'deals', amountMilli: 500 })]).toEqual([
      'consumed',
      'consumed',
      'limit',
      'insufficient',
    ]);
  });

  test('e-mails count by the month, contacts for ever', () => {
    const featureLimits = { ...DEMO_CREDIT_CONFIG.featureLimits, emails: 1, contacts: 1 };
    const { consume } = setUp({ featureLimits });
    const next = NOON_MS + 31 * DAY_MS;
    expect([
      consume('e1', { feature: 'emails' }),
      consume('e2', { feature: 'emails' }),
      consume('e2', { feature: 'emails' }, next),
    ]).toEqual(['consumed', 'limit', 'consumed']);
    expect([consume('c1'), consume('c2', {}, next)]).toEqual(['consumed', 'limit']);
  });
});

test.each([
  {
    name: 'the day',
    change: { dailyLimit: 0.15 },
    want: { what: 'daily', needed: 0.1, available: 0.05, limit: 0.15 },
  },
  {
    name: 'the month',
    change: { monthlyLimit: 0.15 },
    want: { what: 'monthly', needed: 0.1, available: 0.05, limit: 0.15 },
  },
  {
    name: 'a feature',
    change: { featureLimits: { ...DEMO_CREDIT_CONFIG.featureLimits, contacts: 1 } },
    want: { what: 'contacts', needed: 1, available: 0, limit: 1 },
  },
])('a refusal says in numbers what ran out: $name', ({ change, want }) => {
  const { account, consume } = setUp(change);
  consume('a');
  const item = { key: 'b', feature: 'contacts', count: 1, amountMilli: 100 } as const;
  expect(account.consume(item, NOON_MS)).toEqual({ key: 'b', status: 'limit', availableMilli: 9900, shortage: want });
});

test('storage is counted in bytes against a limit with a unit', () => {
  const { account, consume } = setUp({ featureLimits: { ...DEMO_CREDIT_CONFIG.featureLimits, storage: '5GB' } });
  const file = (gigabytes: number) =>
    ({ feature: 'storage', count: gigabytes * 1_000_000_000, amountMilli: 0 }) as const;
  expect([consume('a', file(3)), consume('b', file(2.1)), consume('c', file(2))]).toEqual([
    'consumed',
    'limit',
    'consumed',
  ]);
  expect(account.balance(NOON_MS).usage.storageBytes).toBe(5_000_000_000);
});

test('each key of one call is decided alone, in order, and the answer keeps the order', async () => {
  await using box = await openSandbox();
  const token = await box.serviceToken();
  await box.control('PUT', `credits/${HALDEN_TENANT_ID}`, { available: 0.6 });
  const item = (key: string, amountMilli: number) => ({ key, feature: 'contacts', count: 1, amountMilli }) as const;
  const items = [item('a', 500), item('b', 500), item('c', 100), item('a', 500), item('c', 99)];
  const results = await box.client.consume({ token, tenantId: HALDEN_TENANT_ID, items });
  expect(results).toEqual([
    { key: 'a', status: 'consumed', availableMilli: 100 },
    {
      key: 'b',
      status: 'insufficient',
      availableMilli: 100,
      shortage: { what: 'credits', needed: 0.5, available: 0.1, limit: null },
    },
    { key: 'c', status: 'consumed', availableMilli: 0 },
    { key: 'a', status: 'duplicate', availableMilli: 0 },
    { key: 'c', status: 'mismatch', availableMilli: 0 },
  ]);
});

test('a consume whose answer was lost is repeated and charged once', async () => {
  await using box = await openSandbox();
  const token = await box.serviceToken();
  const item = { key: 'once', feature: 'deals', count: 1, amountMilli: 500 } as const;
  const call = () => box.client.consume({ token, tenantId: HALDEN_TENANT_ID, items: [item] });
  await call(); // its answer never reached the caller
  expect(await call()).toMatchObject([{ status: 'duplicate' }]);
  expect(valueOf(await box.client.credits({ token, tenantId: HALDEN_TENANT_ID })).available).toBe(99_999.5);
});
