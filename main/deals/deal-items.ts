import type { DealItem } from '../contract/deals.ts';
import type { ReplicaRow } from '../contract/types.ts';
import type { ReadHandle } from '../db/handles.ts';
import type { Schema } from '../db/schema.ts';
import { recordNames } from '../lists/record-names.ts';

/** Deals with the names of whom they are with. */
export function dealItems(read: ReadHandle<Schema>, deals: readonly ReplicaRow<'deal'>[]): readonly DealItem[] {
  const companyNames = recordNames(
    read,
    'company',
    deals.map(({ companyId }) => companyId),
  );
  const contactNames = recordNames(
    read,
    'contact',
    deals.map(({ contactId }) => contactId),
  );
  return deals.map((deal) => ({
    ...deal,
    companyName: companyNames.get(deal.companyId ?? '') ?? null,
    contactName: contactNames.get(deal.contactId ?? '') ?? null,
  }));
}
