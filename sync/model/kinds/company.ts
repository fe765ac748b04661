import { z } from 'zod';
import { CompanyId, EmployeeId } from '../ids.ts';
import { defineKind, single } from './define-kind.ts';
import { customFields, line, tags } from './field-types.ts';

export const company = defineKind({
  kind: 'company',
  scope: 'unit',
  fields: z.object({
    name: line,
    parentCompanyId: CompanyId.nullable(),
    industry: line.nullable(),
    employeeCount: z.int().min(0).max(10_000_000).nullable(),
    website: line.nullable(),
    phone: line.nullable(),
    street: line.nullable(),
    postcode: line.nullable(),
    city: line.nullable(),
    country: line.nullable(),
    ownerId: EmployeeId.nullable(),
    tags,
    customFields,
  }),
  groups: {
    name: single('name'),
    parent: single('parentCompanyId'),
    industry: single('industry'),
    size: single('employeeCount'),
    website: single('website'),
    phone: single('phone'),
    address: { rule: 'latest', fields: ['street', 'postcode', 'city', 'country'] },
    owner: single('ownerId', 'ask'),
    unit: single('orgId', 'ask'),
    tags: single('tags', 'union'),
  },
  parents: [],
});
