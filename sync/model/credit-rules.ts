import { storageBytes } from './storage-size.ts';

/** What a plan prices or limits; of `storage` bytes are counted, of the others records. */
export type PricedFeature = 'contacts' | 'deals' | 'emails' | 'storage';

/** What a tenant's plan says; the wrapper's credit configuration has this shape. Amounts in credits. */
export interface CreditTerms {
  readonly monthlyLimit: number | null;
  readonly dailyLimit: number | null;
  readonly featureLimits: {
    readonly contacts: number | null;
    readonly deals: number | null;
    readonly emails: number | null;
    /** Such as `5GB`. */
    readonly storage: string;
  };
  /** Lifts `monthlyLimit` and `dailyLimit`; never a feature's limit, never the balance. */
  readonly overageAllowed: boolean;
  readonly pricing: { readonly perContact: number; readonly perDeal: number; readonly perEmail: number };
}

/** What was used up to a moment; the wrapper's answer about credits has this shape. Amounts in credits. */
export interface CreditBalance {
  readonly available: number;
  readonly monthlyUsed: number;
  readonly dailyUsed: number;
  readonly usage: {
    readonly contacts: number;
    readonly deals: number;
    readonly emails: number;
    readonly storageBytes: number;
  };
}

/** `count`: records of a batch, one for a single record; bytes of `storage`. */
export interface CreditAsk {
  readonly feature: PricedFeature;
  readonly count: number;
}

/** Own changes and drafts that were not charged yet, by feature. */
export type QueuedAsks = Readonly<Partial<Record<PricedFeature, number>>>;

export const NOTHING_QUEUED: QueuedAsks = {};

/** What ran out: the balance, the credits of a day or a month, or a feature's limit. */
export const SHORTAGES = ['credits', 'daily', 'monthly', 'contacts', 'deals', 'emails', 'storage'] as const;

/**
 * Why there is not enough, in numbers: credits where credits ran out, else records, or bytes of storage.
 * `available` is what is left before `queued`, so that needed > available - queued.
 */
export interface CreditShortage {
  readonly what: (typeof SHORTAGES)[number];
  readonly needed: number;
  readonly available: number;
  /** Null for the balance, which has none. */
  readonly limit: number | null;
  /** Of the same, for own changes that wait. */
  readonly queued: number;
}

export type CreditVerdict =
  | { readonly kind: 'enough' }
  | {
      readonly kind: 'short';
      readonly code: 'INSUFFICIENT_CREDITS' | 'LIMIT_EXCEEDED';
      readonly shortage: CreditShortage;
    };

export interface CreditFacts {
  readonly terms: CreditTerms;
  readonly balance: CreditBalance;
  readonly queued: QueuedAsks;
}

const PRICE_OF = { contacts: 'perContact', deals: 'perDeal', emails: 'perEmail' } as const;

/** Whole milli-credits of an amount in credits; finer parts are rounded. */
export function milliOf(credits: number): number {
  return Math.round(credits * 1000);
}

/** What `count` of a feature cost, in milli-credits. The unit price is rounded first, so that n times one is one times n. */
export function priceMilli(terms: Pick<CreditTerms, 'pricing'>, { feature, count }: CreditAsk): number {
  return feature === 'storage' ? 0 : milliOf(terms.pricing[PRICE_OF[feature]]) * count;
}

/** Records, or bytes of storage; null: no limit. */
export function limitOf({ featureLimits }: Pick<CreditTerms, 'featureLimits'>, feature: PricedFeature): number | null {
  return feature === 'storage' ? storageBytes(featureLimits.storage) : featureLimits[feature];
}

const usedOf = ({ usage }: CreditBalance, feature: PricedFeature): number =>
  feature === 'storage' ? usage.storageBytes : usage[feature];

/**
 * Whether the plan bears one more change; what is queued goes first. The order of the reasons is the wrapper's.
 * @param costMilli where it was agreed before; else the price of the day
 */
export function judgeCredits(
  facts: CreditFacts,
  ask: CreditAsk,
  costMilli: number = priceMilli(facts.terms, ask),
): CreditVerdict {
  const shortage = [featureRoom(facts, ask), ...creditRoom(facts, costMilli)].find(isShort);
  if (shortage === undefined) return { kind: 'enough' };
  return { kind: 'short', code: shortage.what === 'credits' ? 'INSUFFICIENT_CREDITS' : 'LIMIT_EXCEEDED', shortage };
}

function featureRoom({ terms, balance, queued }: CreditFacts, { feature, count }: CreditAsk): CreditShortage {
  const limit = limitOf(terms, feature);
  const available = limit === null ? Number.POSITIVE_INFINITY : limit - usedOf(balance, feature);
  return { what: feature, needed: count, available, limit, queued: queued[feature] ?? 0 };
}

/** The day's and the month's limit, unless overage is allowed, and the balance. What costs nothing needs no credits. */
function creditRoom({ terms, balance, queued }: CreditFacts, costMilli: number): readonly CreditShortage[] {
  if (costMilli === 0) return [];
  const shared = { needed: costMilli / 1000, queued: queuedMilli(terms, queued) / 1000 };
  const periods = [
    { what: 'daily', limit: terms.dailyLimit, used: balance.dailyUsed },
    { what: 'monthly', limit: terms.monthlyLimit, used: balance.monthlyUsed },
  ] as const;
  const limited = terms.overageAllowed ? [] : periods;
  return [
    ...limited.flatMap(({ what, limit, used }) =>
      limit === null ? [] : [{ ...shared, what, limit, available: minus(limit, used) }],
    ),
    { ...shared, what: 'credits', limit: null, available: balance.available },
  ];
}

const queuedMilli = (terms: CreditTerms, queued: QueuedAsks): number =>
  (Object.entries(queued) as [PricedFeature, number][]).reduce(
    (sum, [feature, count]) => sum + priceMilli(terms, { feature, count }),
    0,
  );

/** In milli-credits, so that sums of prices such as 0.10 do not drift. Of counts it is the same comparison. */
const isShort = ({ needed, available, queued }: CreditShortage): boolean =>
  milliOf(needed) > milliOf(available) - milliOf(queued);

const minus = (a: number, b: number): number => (milliOf(a) - milliOf(b)) / 1000;

/** With less than this of a limit left, the limit is asked for live (design, section 6). */
const LIVE_BELOW_SHARE = 0.2;

/** Whether a change has to wait for a live answer: it has a price, or a limit that is near or not known. */
export function needsLiveCredits(
  { terms, balance, queued }: Omit<CreditFacts, 'balance'> & { readonly balance: CreditBalance | null },
  ask: CreditAsk,
): boolean {
  if (priceMilli(terms, ask) > 0) return true;
  const limit = limitOf(terms, ask.feature);
  if (limit === null) return false;
  if (balance === null) return true;
  const left = limit - usedOf(balance, ask.feature) - (queued[ask.feature] ?? 0) - ask.count;
  return left < limit * LIVE_BELOW_SHARE;
}
