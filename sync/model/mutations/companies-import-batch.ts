import { z } from 'zod';
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
import { newCompany } from './new-company.ts';

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
  apply: (_rows, { orgId, rows }, context) =>
    rows.map(({ line: _line, companyId, ...given }) => newCompany({ id: companyId, orgId }, given, context)),
  inverse: () => batchInverse,
  words: batchWords('companies'),
});
