import { z } from 'zod';
import { CompanyId, ContactId, DealId } from '../ids.ts';
import { defineKind, single } from './define-kind.ts';
import { text } from './field-types.ts';

export const note = defineKind({
  kind: 'note',
  scope: 'unit',
  fields: z.object({
    body: text,
    isPinned: z.boolean(),
    contactId: ContactId.nullable(),
    companyId: CompanyId.nullable(),
    dealId: DealId.nullable(),
  }),
  groups: { body: single('body', 'text'), pinned: single('isPinned') },
  parents: [
    ['dealId', 'deal'],
    ['contactId', 'contact'],
    ['companyId', 'company'],
  ],
});
