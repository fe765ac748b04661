import type { z } from 'zod';
import { WHOLE_RECORD } from '../field-groups.ts';
import { CompanyId, EmployeeId, OrgId } from '../ids.ts';
import { company } from '../kinds/company.ts';
import { line } from '../kinds/field-types.ts';
import { allowed, refused } from '../verdict.ts';
import { defineMutation } from './define-mutation.ts';
import { newCompany } from './new-company.ts';
import {
  checkUnit,
  defineDelete,
  defineEdit,
  defineMove,
  defineReassign,
  defineRestore,
  parentsIn,
} from './record-mutations.ts';

const topic = {
  kind: 'company',
  resource: 'companies',
  idArg: 'companyId',
  title: ({ name }: { readonly name: string }) => name,
} as const;

export const companiesCreate = defineMutation({
  name: 'companies.create',
  version: 1,
  args: company.fields
    .partial()
    .extend({ companyId: CompanyId, orgId: OrgId, name: line.trim().min(1), ownerId: EmployeeId.nullable().optional() })
    .strict(),
  reads: () => ({}),
  writes: ({ companyId }) => [{ kind: 'company', id: companyId, group: WHOLE_RECORD }],
  refers: ({ parentCompanyId }) => parentsIn('company', { parentCompanyId }),
  needs: ({ orgId }) => ({ permissions: [{ action: 'create', resource: 'companies', orgId }], mode: 'lease' }),
  check: (_rows, { orgId, companyId, parentCompanyId }, context) =>
    parentCompanyId === companyId ? refused('INVALID', 'parentCompanyId') : checkUnit(orgId, context),
  apply: (_rows, { companyId, orgId, ...given }, context) => [newCompany({ id: companyId, orgId }, given, context)],
  inverse: (_rows, { companyId }) => ({ kind: 'mutation', name: 'companies.delete', args: { companyId } }),
  words: (_rows, { name }) => ({ key: 'company.created', values: { title: name } }),
});

const editable = company.fields.omit({ ownerId: true }).extend({ name: line.trim().min(1) });

export const companiesEdit = defineEdit(topic, editable as z.ZodObject, (row, set) =>
  set.parentCompanyId === row.id ? refused('INVALID', 'parentCompanyId') : allowed,
);
export const companiesDelete = defineDelete(topic);
export const companiesRestore = defineRestore(topic);
export const companiesReassign = defineReassign(topic);
export const companiesMove = defineMove(topic);
