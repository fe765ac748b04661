import { lastActivityTimes } from '../activities/last-activity-times.ts';
import type { ContactDetail } from '../contract/contacts.ts';
import type { ReadHandle } from '../db/handles.ts';
import type { Schema } from '../db/schema.ts';
import { dealsOf } from '../deals/deals-of.ts';
import { mustGetRow } from '../lists/load-rows.ts';
import { pendingMutationIds } from '../lists/pending-mutations.ts';
import { recordName } from '../lists/record-names.ts';

/** A deleted contact too, so that it can be restored. @throws SatchelError NOT_FOUND */
export function contactsGet(read: ReadHandle<Schema>, { contactId }: { readonly contactId: string }): ContactDetail {
  const contact = mustGetRow(read, 'contact', contactId);
  return {
    contact,
    companyName: recordName(read, 'company', contact.companyId),
    lastActivityAtMs: lastActivityTimes(read, [contactId]).get(contactId) ?? null,
    deals: dealsOf(read, 'contactId', contactId),
    pendingMutationIds: pendingMutationIds(read, 'contact', contactId),
  };
}
