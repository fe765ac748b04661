import type { CreditConfig, Feature } from './billing.ts';

const PRICE_OF = { contacts: 'perContact', deals: 'perDeal', emails: 'perEmail' } as const;

/** Whole milli-credits of an amount in credits; finer parts are rounded. */
export function milliOf(credits: number): number {
  return Math.round(credits * 1000);
}

/** What `count` of a feature cost, in milli-credits. The unit price is rounded first, so that n times one is one times n. */
export function priceMilli(config: CreditConfig, feature: Feature, count: number): number {
  return milliOf(config.pricing[PRICE_OF[feature]]) * count;
}
