import type { ReadHandle } from '../db/handles.ts';
import type { Schema } from '../db/schema.ts';

export interface MoneyTotal {
  readonly currency: string;
  readonly valueMinor: number;
}

interface OpenDeal extends MoneyTotal {
  readonly contactId: string;
}

/** Sums of the open deals of each of these contacts, by currency in the order of their codes. */
export function openDealTotals(
  read: ReadHandle<Schema>,
  contactIds: readonly string[],
): ReadonlyMap<string, readonly MoneyTotal[]> {
  const found = read
    .prepared<[string], OpenDeal>(
      `select contactId, currency, valueMinor from deal
       where contactId in (select value from json_each(?)) and contactId is not null and isDeleted = 0 and status = 'open'`,
    )
    .all([JSON.stringify(contactIds)]);
  const byContact = Map.groupBy(found, ({ contactId }) => contactId);
  return new Map([...byContact].map(([contactId, deals]) => [contactId, totalsOf(deals)]));
}

function totalsOf(deals: readonly MoneyTotal[]): readonly MoneyTotal[] {
  const sums = new Map<string, number>();
  for (const { currency, valueMinor } of deals) sums.set(currency, (sums.get(currency) ?? 0) + valueMinor);
  const totals = [...sums].map(([currency, valueMinor]) => ({ currency, valueMinor }));
  return totals.toSorted((a, b) => (a.currency < b.currency ? -1 : 1));
}
