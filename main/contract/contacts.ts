import { oc, type } from '@orpc/contract';
import { z } from 'zod';
import { after, direction, pageLimit, skip, searchText, uuid } from './inputs.ts';
import type { Page, Pending, ReplicaRow, TagCount } from './types.ts';

export const ContactSort = z.object({
  field: z.literal(['lastName', 'updatedAtMs', 'createdAtMs']),
  direction,
});

/** Filters are joined by "and"; the values of one filter by "or". */
export const ContactFilter = z.strictObject({
  ownerIds: z.array(uuid).max(100).optional(),
  companyId: uuid.optional(),
  tags: z.array(z.string().max(60)).max(50).optional(),
  /** Only contacts whose name, e-mail, phone or company begins with these words. */
  text: searchText.optional(),
});
export type ContactFilter = z.infer<typeof ContactFilter>;

export interface ContactItem extends ReplicaContact {
  readonly companyName: string | null;
  readonly lastActivityAtMs: number | null;
  readonly openDealsMinor: readonly { readonly currency: string; readonly valueMinor: number }[];
}
type ReplicaContact = ReplicaRow<'contact'>;

export interface ContactDetail {
  readonly contact: ReplicaContact;
  readonly companyName: string | null;
  readonly lastActivityAtMs: number | null;
  readonly deals: readonly ReplicaRow<'deal'>[];
  /** Ids of the changes pending on this contact, in queue order. */
  readonly pendingMutationIds: readonly string[];
}

/** Another contact with the same e-mail, phone or name; a warning, never a stop. */
export interface SimilarContact {
  readonly contactId: string;
  readonly title: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly companyName: string | null;
  readonly why: 'email' | 'phone' | 'name';
  readonly pending: Pending | null;
}

export const contacts = {
  page: oc
    .input(z.object({ sort: ContactSort, filter: ContactFilter.default({}), limit: pageLimit, after, skip }))
    .output(type<Page<ContactItem>>()),
  /** @throws NOT_FOUND */
  get: oc.input(z.object({ contactId: uuid })).output(type<ContactDetail>()),
  similar: oc
    .input(
      z.object({
        email: searchText.optional(),
        phone: searchText.optional(),
        firstName: searchText.optional(),
        lastName: searchText.optional(),
        exceptContactId: uuid.optional(),
      }),
    )
    .output(type<readonly SimilarContact[]>()),
  /** All tags in use with their number of contacts, most used first. */
  tags: oc.output(type<readonly TagCount[]>()),
};
