import { z } from 'zod';
import { insert } from '../change.ts';
import { WHOLE_RECORD } from '../field-groups.ts';
import { CompanyId, EmployeeId, OrgId } from '../ids.ts';
import { company } from '../kinds/company.ts';
import { line } from '../kinds/field-types.ts';
import { allowed, refused } from '../verdict.ts';
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

const CompanyRow = company.fields
  .partial()
  .extend({
    line: lineNumber,
    companyId: CompanyId,
    name: line.trim().min(1),
    ownerId: EmployeeId.nullable().optional(),
  })
  .strict();
export type CompanyImportRow = z.infer<typeof CompanyRow>;

/** New companies of a file, up to 500 in one change: all of them or none. A parent may stand in the same batch. */
export const companiesImportBatch = defineMutation({
  name: 'companies.importBatch',
  version: 1,
  args: z.strictObject({ ...batchShape, orgId: OrgId, rows: z.array(CompanyRow).min(1).max(MAX_BATCH_ROWS) }),
  reads: () => ({}),
  writes: ({ rows }) => rows.map(({ companyId }) => ({ kind: 'company', id: companyId, group: WHOLE_RECORD })),
  refers({ rows }) {
    const own = new Set<string>(rows.map(({ companyId }) => companyId));
    const parents = new Set(rows.flatMap(({ parentCompanyId: id }) => (id && !own.has(id) ? [id] : [])));
    return [...parents].flatMap((parentCompanyId) => parentsIn('company', { parentCompanyId }));
  },
  needs: ({ orgId }) => ({ permissions: [{ action: 'import', resource: 'companies', orgId }], mode: 'live' }),
  check(_rows, { orgId, rows }, context) {
    const unit = checkUnit(orgId, context);
    if (unit.kind === 'refused') return unit;
    if (repeatedId(rows, ({ companyId }) => companyId)) return refused('INVALID', 'rows');
    const refusal = firstRefusal(rows, ({ companyId, parentCompanyId }) =>
      parentCompanyId === companyId ? refused('INVALID', 'parentCompanyId') : allowed,
    );
    return refusal ?? allowed;
  },
  apply: (_rows, { orgId, rows }, { actor, nowMs }) =>
    rows.map(({ line: _line, companyId, ...given }) =>
      insert(
        'company',
        companyId,
        orgId,
        {
          name: given.name,
          parentCompanyId: given.parentCompanyId ?? null,
          industry: given.industry ?? null,
          employeeCount: given.employeeCount ?? null,
          website: given.website ?? null,
          phone: given.phone ?? null,
          street: given.street ?? null,
          postcode: given.postcode ?? null,
          city: given.city ?? null,
          country: given.country ?? null,
          ownerId: given.ownerId === undefined ? (actor.employeeId as EmployeeId) : given.ownerId,
          tags: given.tags ?? [],
          customFields: given.customFields ?? {},
        },
        { createdBy: actor.employeeId, createdAtMs: nowMs },
      ),
    ),
  inverse: () => batchInverse,
  words: batchWords('companies'),
});
