import type { z } from 'zod';
import type { ContactFilter, ContactItem, ContactSort } from '../contract/contacts.ts';
import type { Page, ReplicaRow } from '../contract/types.ts';
import type { ReadHandle } from '../db/handles.ts';
import type { Schema } from '../db/schema.ts';
import { openDealTotals } from '../deals/open-deal-totals.ts';
import { lastActivityTimes } from '../activities/last-activity-times.ts';
import { indexedFilter } from '../lists/column-filter.ts';
import type { Sort } from '../lists/keyset.ts';
import { listPage } from '../lists/list-page.ts';
import { recordNames } from '../lists/record-names.ts';
import { tagFilter } from '../lists/tag-filter.ts';

export interface ContactsPageInput {
  readonly sort: z.infer<typeof ContactSort>;
  readonly filter: ContactFilter;
  readonly limit: number;
  readonly after?: string | undefined;
  readonly skip?: number | undefined;
}

export const CONTACT_SORTS = {
  lastName: { expression: 'sortName', type: 'string' },
  updatedAtMs: { expression: 'updatedAtMs', type: 'number' },
  createdAtMs: { expression: 'createdAtMs', type: 'number' },
} as const satisfies Record<ContactsPageInput['sort']['field'], Sort>;

/** @throws SatchelError BAD_REQUEST for a foreign cursor */
export function contactsPage(
  read: ReadHandle<Schema>,
  { sort, filter, limit, after, skip }: ContactsPageInput,
): Page<ContactItem> {
  const { items, ...page } = listPage(read, {
    kind: 'contact',
    sort,
    sorts: CONTACT_SORTS,
    limit,
    after,
    skip,
    filter,
    text: filter.text,
    filters: [
      ...indexedFilter(read, 'contact', 'companyId', filter.companyId === undefined ? undefined : [filter.companyId]),
      ...indexedFilter(read, 'contact', 'ownerId', filter.ownerIds),
      ...tagFilter(read, 'contact', filter.tags),
    ],
  });
  return { ...page, items: withWork(read, items) };
}

function withWork(read: ReadHandle<Schema>, contacts: readonly ReplicaRow<'contact'>[]): readonly ContactItem[] {
  const ids = contacts.map(({ id }) => id);
  const companyNames = recordNames(
    read,
    'company',
    contacts.map(({ companyId }) => companyId),
  );
  const lastActivities = lastActivityTimes(read, ids);
  const openDeals = openDealTotals(read, ids);
  return contacts.map((contact) => ({
    ...contact,
    companyName: companyNames.get(contact.companyId ?? '') ?? null,
    lastActivityAtMs: lastActivities.get(contact.id) ?? null,
    openDealsMinor: openDeals.get(contact.id) ?? [],
  }));
}
