import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { balanceAt } from '../../../sync/model/credit-periods.ts';
import {
  judgeCredits,
  limitOf,
  milliOf,
  needsLiveCredits,
  NOTHING_QUEUED,
  priceMilli,
  type CreditAsk,
  type CreditBalance,
  type CreditFacts,
  type CreditTerms,
} from '../../../sync/model/credit-rules.ts';
import { storageBytes } from '../../../sync/model/storage-size.ts';

/** The plan of the seed's example. */
const TERMS: CreditTerms = {
  monthlyLimit: 10_000,
  dailyLimit: 500,
  featureLimits: { contacts: 1000, deals: 500, emails: 1000, storage: '5GB' },
  overageAllowed: false,
  pricing: { perContact: 0.1, perDeal: 0.5, perEmail: 0.05 },
};
const FREE: CreditTerms = { ...TERMS, pricing: { perContact: 0, perDeal: 0, perEmail: 0 } };
const BALANCE: CreditBalance = {
  available: 100,
  monthlyUsed: 0,
  dailyUsed: 0,
  usage: { contacts: 0, deals: 0, emails: 0, storageBytes: 0 },
};
const used = (usage: Partial<CreditBalance['usage']>, more: Partial<CreditBalance> = {}): CreditBalance => ({
  ...BALANCE,
  ...more,
  usage: { ...BALANCE.usage, ...usage },
});
const contacts = (count: number): CreditAsk => ({ feature: 'contacts', count });
const deals = (count: number): CreditAsk => ({ feature: 'deals', count });

describe('prices', () => {
  test.each([
    [contacts(1), 100],
    [deals(1), 500],
    [{ feature: 'emails', count: 1 }, 50],
    [contacts(3), 300],
    [{ feature: 'storage', count: 4_000_000 }, 0],
  ] as const)('%j costs %i milli-credits by the seed’s plan', (ask, want) => {
    expect(priceMilli(TERMS, ask)).toBe(want);
  });

  test('amounts in credits add up without drift', () => {
    expect(milliOf(0.1 + 0.2)).toBe(300);
  });

  test('n charges of one cost as much as one charge of n, also for a price finer than a milli-credit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.float({ min: 0, max: 5, noNaN: true }), (count, perContact) => {
        const terms = { ...TERMS, pricing: { ...TERMS.pricing, perContact } };
        expect(priceMilli(terms, contacts(count))).toBe(priceMilli(terms, contacts(1)) * count);
      }),
    );
  });
});

describe('storage', () => {
  test.each([
    ['5GB', 5_000_000_000],
    ['1.5TB', 1_500_000_000_000],
    ['250MB', 250_000_000],
    ['0.5MB', 500_000],
  ])('%s is %i bytes', (size, want) => {
    expect(storageBytes(size)).toBe(want);
    expect(limitOf({ featureLimits: { ...TERMS.featureLimits, storage: size } }, 'storage')).toBe(want);
  });

  test.each(['5', '5KB', 'GB', '5 GB', '-1GB', '5gb'])('%j is no size', (size) => {
    expect(() => storageBytes(size)).toThrow(RangeError);
  });
});

const NOT_ENOUGH: readonly {
  readonly name: string;
  readonly facts?: Partial<CreditFacts>;
  readonly ask: CreditAsk;
  readonly want: object | null;
}[] = [
  { name: 'enough', ask: contacts(1), want: null },
  { name: 'the last credit', facts: { balance: used({}, { available: 0.5 }) }, ask: deals(1), want: null },
  {
    name: 'one milli-credit too little',
    facts: { balance: used({}, { available: 0.499 }) },
    ask: deals(1),
    want: { what: 'credits', needed: 0.5, available: 0.499, limit: null, queued: 0 },
  },
  {
    name: 'a batch is as many as its records',
    facts: { balance: used({}, { available: 1 }) },
    ask: contacts(11),
    want: { what: 'credits', needed: 1.1, available: 1, limit: null, queued: 0 },
  },
  {
    name: 'what is queued goes first',
    facts: { balance: used({}, { available: 1 }), queued: { contacts: 3, deals: 1 } },
    ask: contacts(3),
    want: { what: 'credits', needed: 0.3, available: 1, limit: null, queued: 0.8 },
  },
  {
    name: 'queued and new just fit',
    facts: { balance: used({}, { available: 1 }), queued: { deals: 1 } },
    ask: deals(1),
    want: null,
  },
  {
    name: 'the room of a feature to its end',
    facts: { balance: used({ contacts: 998 }) },
    ask: contacts(2),
    want: null,
  },
  {
    name: 'a feature’s limit',
    facts: { balance: used({ contacts: 998 }) },
    ask: contacts(3),
    want: { what: 'contacts', needed: 3, available: 2, limit: 1000, queued: 0 },
  },
  {
    name: 'a feature’s limit with drafts before it',
    facts: { balance: used({ deals: 490 }), queued: { deals: 9, contacts: 50 } },
    ask: deals(2),
    want: { what: 'deals', needed: 2, available: 10, limit: 500, queued: 9 },
  },
  {
    name: 'storage in bytes',
    facts: { balance: used({ storageBytes: 4_999_999_000 }) },
    ask: { feature: 'storage', count: 1001 },
    want: { what: 'storage', needed: 1001, available: 1000, limit: 5_000_000_000, queued: 0 },
  },
  {
    name: 'the day’s credits',
    facts: { balance: used({}, { dailyUsed: 499.8 }) },
    ask: deals(1),
    want: { what: 'daily', needed: 0.5, available: 0.2, limit: 500, queued: 0 },
  },
  {
    name: 'the month’s credits',
    facts: { balance: used({}, { monthlyUsed: 9999.6 }) },
    ask: deals(1),
    want: { what: 'monthly', needed: 0.5, available: 0.4, limit: 10_000, queued: 0 },
  },
  {
    name: 'overage lifts the day and the month',
    facts: { terms: { ...TERMS, overageAllowed: true }, balance: used({}, { dailyUsed: 500, monthlyUsed: 10_000 }) },
    ask: deals(1),
    want: null,
  },
  {
    name: 'overage does not lift a feature’s limit',
    facts: { terms: { ...TERMS, overageAllowed: true }, balance: used({ deals: 500 }) },
    ask: deals(1),
    want: { what: 'deals', needed: 1, available: 0, limit: 500, queued: 0 },
  },
  {
    name: 'overage does not lift the balance',
    facts: { terms: { ...TERMS, overageAllowed: true }, balance: used({}, { available: 0 }) },
    ask: deals(1),
    want: { what: 'credits', needed: 0.5, available: 0, limit: null, queued: 0 },
  },
  {
    name: 'what costs nothing needs no credits',
    facts: { terms: FREE, balance: used({}, { available: 0, dailyUsed: 500 }) },
    ask: deals(1),
    want: null,
  },
];

describe('whether the plan bears one more change', () => {
  test.each(NOT_ENOUGH)('$name', ({ facts, ask, want }) => {
    const verdict = judgeCredits({ terms: TERMS, balance: BALANCE, queued: NOTHING_QUEUED, ...facts }, ask);
    expect(verdict.kind === 'short' ? verdict.shortage : null).toEqual(want);
    if (verdict.kind === 'short')
      expect(verdict.code).toBe(verdict.shortage.what === 'credits' ? 'INSUFFICIENT_CREDITS' : 'LIMIT_EXCEEDED');
  });

  test('what is enough for several at once is enough for them one after the other, and the other way round', () => {
    const amount = fc.integer({ min: 0, max: 12 });
    fc.assert(
      fc.property(
        amount,
        amount,
        fc.integer({ min: 0, max: 3000 }),
        fc.integer({ min: 990, max: 1000 }),
        (a, b, left, usage) => {
          const facts = {
            terms: TERMS,
            balance: used({ contacts: usage }, { available: left / 1000 }),
            queued: NOTHING_QUEUED,
          };
          const together = judgeCredits(facts, contacts(a + b)).kind;
          const first = judgeCredits(facts, contacts(a)).kind;
          const second = judgeCredits({ ...facts, queued: { contacts: a } }, contacts(b)).kind;
          expect(together).toBe(first === 'enough' && second === 'enough' ? 'enough' : 'short');
        },
      ),
    );
  });
});

describe('what asks live', () => {
  const facts = { terms: FREE, balance: BALANCE, queued: NOTHING_QUEUED };
  test.each([
    { name: 'a price', given: { ...facts, terms: TERMS }, ask: contacts(1), want: true },
    { name: 'free and far from the limit', given: facts, ask: contacts(1), want: false },
    {
      name: 'a fifth left afterwards',
      given: { ...facts, balance: used({ contacts: 799 }) },
      ask: contacts(1),
      want: false,
    },
    { name: 'under a fifth left', given: { ...facts, balance: used({ contacts: 800 }) }, ask: contacts(1), want: true },
    { name: 'a batch that crosses it', given: facts, ask: contacts(801), want: true },
    { name: 'drafts that bring it near', given: { ...facts, queued: { contacts: 800 } }, ask: contacts(1), want: true },
    { name: 'drafts of another feature', given: { ...facts, queued: { deals: 500 } }, ask: contacts(1), want: false },
    { name: 'a limit whose use is not known', given: { ...facts, balance: null }, ask: contacts(1), want: true },
    {
      name: 'no limit, use not known',
      given: { ...facts, balance: null, terms: { ...FREE, featureLimits: { ...TERMS.featureLimits, contacts: null } } },
      ask: contacts(1),
      want: false,
    },
    { name: 'a file with room', given: facts, ask: { feature: 'storage', count: 3_000_000_000 }, want: false },
    { name: 'a file that leaves little', given: facts, ask: { feature: 'storage', count: 4_100_000_000 }, want: true },
  ] as const)('$name', ({ given, ask, want }) => {
    expect(needsLiveCredits(given, ask)).toBe(want);
  });
});

describe('a balance that was told before', () => {
  const told = Date.UTC(2026, 2, 31, 23, 50);
  const balance = used({ contacts: 7, emails: 9 }, { dailyUsed: 3, monthlyUsed: 20 });
  test.each([
    { name: 'the same day', at: told + 60_000, want: balance },
    {
      name: 'the next month',
      at: told + 20 * 60_000,
      want: used({ contacts: 7, emails: 0 }, { dailyUsed: 0, monthlyUsed: 0 }),
    },
  ])('$name', ({ at, want }) => {
    expect(balanceAt(balance, told, at)).toEqual(want);
  });

  test('the next day of the same month', () => {
    const midMonth = Date.UTC(2026, 2, 10, 23, 59);
    expect(balanceAt(balance, midMonth, midMonth + 120_000)).toEqual({ ...balance, dailyUsed: 0 });
  });
});
