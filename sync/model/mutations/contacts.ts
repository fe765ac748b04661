import type { z } from 'zod';
import { WHOLE_RECORD } from '../field-groups.ts';
import { ContactId, EmployeeId, OrgId } from '../ids.ts';
import { contact } from '../kinds/contact.ts';
import type { Row } from '../row.ts';
import { normaliseEmail } from '../text.ts';
import { allowed, refused, type Verdict } from '../verdict.ts';
import { defineMutation, type MutationContext } from './define-mutation.ts';
import { newContact } from './new-contact.ts';
import {
  checkUnit,
  defineDelete,
  defineEdit,
  defineMove,
  defineReassign,
  defineRestore,
  parentsIn,
} from './record-mutations.ts';

type Contact = Row<'contact'>;

/** How a person calls a contact: the name, else the e-mail. */
export const contactTitle = (row: Pick<Contact, 'firstName' | 'lastName' | 'email'>): string =>
  `${row.firstName} ${row.lastName}`.trim() || (row.email ?? '');

const topic = { kind: 'contact', resource: 'contacts', idArg: 'contactId', title: contactTitle } as const;
const editable = contact.fields.omit({ ownerId: true });

function checkPerson(row: Pick<Contact, 'firstName' | 'lastName' | 'email'>): Verdict {
  return contactTitle(row) === '' ? refused('INVALID', 'lastName') : allowed;
}

/** Unique per tenant and normalised e-mail; only the server can see all of the tenant (design, section 4). */
function checkEmail(email: string | null | undefined, contactId: string, { facts }: MutationContext): Verdict {
  const normalised = normaliseEmail(email);
  if (normalised === null) return allowed;
  if (!/^[^\s@]+@[^\s@]+$/.test(normalised)) return refused('INVALID', 'email');
  return facts.isEmailTaken?.(normalised, contactId) === true ? refused('EMAIL_TAKEN', 'email') : allowed;
}

export const contactsCreate = defineMutation({
  name: 'contacts.create',
  version: 1,
  args: contact.fields
    .partial()
    .extend({ contactId: ContactId, orgId: OrgId, ownerId: EmployeeId.nullable().optional() })
    .strict(),
  reads: () => ({}),
  writes: ({ contactId }) => [{ kind: 'contact', id: contactId, group: WHOLE_RECORD }],
  refers: (args) => parentsIn('contact', { companyId: args.companyId }),
  needs: ({ orgId }) => ({
    permissions: [{ action: 'create', resource: 'contacts', orgId }],
    mode: 'lease',
    price: { feature: 'contacts', count: 1 },
  }),
  check(_rows, args, context) {
    const verdicts = [
      checkUnit(args.orgId, context),
      checkPerson({ firstName: args.firstName ?? '', lastName: args.lastName ?? '', email: args.email ?? null }),
      checkEmail(args.email, args.contactId, context),
    ];
    return verdicts.find(({ kind }) => kind === 'refused') ?? allowed;
  },
  apply: (_rows, { contactId, orgId, ...given }, context) => [newContact({ id: contactId, orgId }, given, context)],
  inverse: (_rows, { contactId }) => ({ kind: 'mutation', name: 'contacts.delete', args: { contactId } }),
  words: (_rows, args) => ({
    key: 'contact.created',
    values: {
      title: contactTitle({
        firstName: args.firstName ?? '',
        lastName: args.lastName ?? '',
        email: args.email ?? null,
      }),
    },
  }),
});

export const contactsEdit = defineEdit(topic, editable as z.ZodObject, (row, set, context) => {
  const person = checkPerson({ ...row, ...set });
  return person.kind === 'refused' ? person : checkEmail(set.email, row.id, context);
});
export const contactsDelete = defineDelete(topic);
export const contactsRestore = defineRestore(topic);
export const contactsReassign = defineReassign(topic);
export const contactsMove = defineMove(topic);
