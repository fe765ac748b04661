import type { Words } from '../words/create-words.ts';

export interface Amount {
  readonly currency: string;
  readonly valueMinor: number;
}

/** One sum a currency: amounts of different currencies are never added. */
export function totalsOf(amounts: readonly Amount[]): readonly Amount[] {
  const sums = new Map<string, number>();
  for (const { currency, valueMinor } of amounts) sums.set(currency, (sums.get(currency) ?? 0) + valueMinor);
  return [...sums].map(([currency, valueMinor]) => ({ currency, valueMinor }));
}

/** "86,500 €", or several sums with a plus between them; empty when there is nothing. */
export const moneyText = (amounts: readonly Amount[], words: Pick<Words, 'sum'>): string =>
  amounts.map(({ valueMinor, currency }) => words.sum(valueMinor, currency)).join(' + ');
