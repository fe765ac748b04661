import { z } from 'zod';
import { WHOLE_RECORD } from '../field-groups.ts';
import { ContactId, EmployeeId, OrgId } from '../ids.ts';
import { contact } from '../kinds/contact.ts';
import { normaliseEmail } from '../text.ts';
import { allowed, refused, type Verdict } from '../verdict.ts';
import { contactTitle } from './contacts.ts';
import { defineMutation } from './define-mutation.ts';
import {
  batchInverse,
  batchShape,
  batchWords,
  firstRefusal,
  lineNumber,
  MAX_BATCH_ROWS,
  repeatedId,
} from './import-batch.ts';
import { checkUnit, parentsIn } from './record-mutations.ts';
import { newContact } from './new-contact.ts';

const ContactRow = contact.fields
  .partial()
  .extend({ line: lineNumber, contactId: ContactId, ownerId: EmployeeId.nullable().optional() })
  .strict();
export type ContactImportRow = z.infer<typeof ContactRow>;

/** What can be said of one row without knowing any other record. */
export function checkContactRow(row: Pick<ContactImportRow, 'firstName' | 'lastName' | 'email'>): Verdict {
  const email = normaliseEmail(row.email);
  if (email !== null && !/^[^\s@]+@[^\s@]+$/.test(email)) return refused('INVALID', 'email');
  const title = contactTitle({
    firstName: row.firstName ?? '',
    lastName: row.lastName ?? '',
    email: row.email ?? null,
  });
  return title === '' ? refused('INVALID', 'lastName') : allowed;
}

/** New contacts of a file, up to 500 in one change: all of them or none. */
export const contactsImportBatch = defineMutation({
  name: 'contacts.importBatch',
  version: 1,
  args: z.strictObject({ ...batchShape, orgId: OrgId, rows: z.array(ContactRow).min(1).max(MAX_BATCH_ROWS) }),
  reads: () => ({}),
  writes: ({ rows }) => rows.map(({ contactId }) => ({ kind: 'contact', id: contactId, group: WHOLE_RECORD })),
  refers: ({ rows }) =>
    [...new Set(rows.map(({ companyId }) => companyId))].flatMap((companyId) => parentsIn('contact', { companyId })),
  needs: ({ orgId, rows }) => ({
    permissions: [{ action: 'import', resource: 'contacts', orgId }],
    mode: 'live',
    price: { feature: 'contacts', count: rows.length },
  }),
  check(_rows, { orgId, rows }, context) {
    const unit = checkUnit(orgId, context);
    if (unit.kind === 'refused') return unit;
    if (repeatedId(rows, ({ contactId }) => contactId)) return refused('INVALID', 'rows');
    const isTaken = context.facts.isEmailTaken;
    const seen = new Set<string>();
    const refusal = firstRefusal(rows, (row) => {
      const email = normaliseEmail(row.email);
      const verdict = checkContactRow(row);
      if (verdict.kind === 'refused' || email === null || isTaken === undefined) return verdict;
      if (seen.has(email) || isTaken(email, row.contactId)) return refused('EMAIL_TAKEN', 'email');
      seen.add(email);
      return allowed;
    });
    return refusal ?? allowed;
  },
  apply: (_rows, { orgId, rows }, context) =>
    rows.map(({ line: _line, contactId, ...given }) => newContact({ id: contactId, orgId }, given, context)),
  inverse: () => batchInverse,
  words: batchWords('contacts'),
});
