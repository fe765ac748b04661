import type { ContactDetail } from '../../main/contract/contacts.ts';
import { isMissing } from '../app/app-client.ts';
import { useRead } from '../app/use-read.ts';

export type ContactRead =
  | { readonly kind: 'reading' }
  | { readonly kind: 'none' }
  | { readonly kind: 'here'; readonly detail: ContactDetail };

/** A contact with all that hangs on it. The one before stays until the next is here, but never under its name. */
export function useContact(contactId: string): ContactRead {
  const { data, error } = useRead(
    ['contact', contactId],
    ['contact', 'company', 'deal', 'activity', 'outbox'],
    (client) => client.contacts.get({ contactId }),
  );
  if (isMissing(error)) return { kind: 'none' };
  return data === undefined ? { kind: 'reading' } : { kind: 'here', detail: data };
}
