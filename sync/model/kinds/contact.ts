import { z } from 'zod';
import { CompanyId, EmployeeId } from '../ids.ts';
import { defineKind, single } from './define-kind.ts';
import { customFields, labelled, line, tags } from './field-types.ts';

export const contact = defineKind({
  kind: 'contact',
  scope: 'unit',
  fields: z.object({
    firstName: line,
    lastName: line,
    email: line.nullable(),
    phone: line.nullable(),
    otherEmails: labelled,
    otherPhones: labelled,
    jobTitle: line.nullable(),
    companyId: CompanyId.nullable(),
    ownerId: EmployeeId.nullable(),
    tags,
    source: line.nullable(),
    doNotContact: z.boolean(),
    customFields,
  }),
  groups: {
    name: { rule: 'latest', fields: ['firstName', 'lastName'] },
    email: single('email'),
    phone: single('phone'),
    otherEmails: single('otherEmails', 'union'),
    otherPhones: single('otherPhones', 'union'),
    jobTitle: single('jobTitle'),
    company: single('companyId'),
    owner: single('ownerId', 'ask'),
    unit: single('orgId', 'ask'),
    tags: single('tags', 'union'),
    source: single('source'),
    doNotContact: single('doNotContact'),
  },
  parents: [],
});
