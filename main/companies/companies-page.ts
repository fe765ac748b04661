import type { z } from 'zod';
import type { CompanyFilter } from '../contract/companies.ts';
import type { Page, ReplicaRow } from '../contract/types.ts';
import type { ReadHandle } from '../db/handles.ts';
import type { Schema } from '../db/schema.ts';
import { columnFilter, indexedFilter } from '../lists/column-filter.ts';
import type { Filter } from '../lists/condition.ts';
import type { Sort } from '../lists/keyset.ts';
import { listPage } from '../lists/list-page.ts';
import { tagFilter } from '../lists/tag-filter.ts';

export interface CompaniesPageInput {
  readonly sort: { readonly field: 'name' | 'updatedAtMs'; readonly direction: 'asc' | 'desc' };
  readonly filter: z.infer<typeof CompanyFilter>;
  readonly limit: number;
  readonly after?: string | undefined;
  readonly skip?: number | undefined;
}

export const COMPANY_SORTS = {
  name: { expression: 'sortName', type: 'string' },
  updatedAtMs: { expression: 'updatedAtMs', type: 'number' },
} as const satisfies Record<CompaniesPageInput['sort']['field'], Sort>;

/** @throws SatchelError BAD_REQUEST for a foreign cursor */
export function companiesPage(
  read: ReadHandle<Schema>,
  { sort, filter, limit, after, skip }: CompaniesPageInput,
): Page<ReplicaRow<'company'>> {
  return listPage(read, {
    kind: 'company',
    sort,
    sorts: COMPANY_SORTS,
    limit,
    after,
    skip,
    filter,
    text: filter.text,
    filters: [
      ...indexedFilter(read, 'company', 'industry', filter.industries),
      ...tagFilter(read, 'company', filter.tags),
      ...columnFilter('ownerId', filter.ownerIds),
      ...sizeFilter(filter.employees),
    ],
  });
}

function sizeFilter(employees: CompaniesPageInput['filter']['employees']): readonly Filter[] {
  if (employees === undefined) return [];
  const { from, to = Number.MAX_SAFE_INTEGER } = employees;
  return [{ check: { sql: '+employeeCount between ? and ?', values: [from, to] } }];
}
