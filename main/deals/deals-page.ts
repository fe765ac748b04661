import type { z } from 'zod';
import type { DealFilter, DealItem } from '../contract/deals.ts';
import type { Page } from '../contract/types.ts';
import type { ReadHandle } from '../db/handles.ts';
import type { Schema } from '../db/schema.ts';
import { columnFilter, indexedFilter } from '../lists/column-filter.ts';
import type { Sort } from '../lists/keyset.ts';
import { listPage } from '../lists/list-page.ts';
import { dealItems } from './deal-items.ts';

export interface DealsPageInput {
  readonly sort: {
    readonly field: 'title' | 'valueMinor' | 'expectedCloseOn' | 'updatedAtMs';
    readonly direction: 'asc' | 'desc';
  };
  readonly filter: z.infer<typeof DealFilter>;
  readonly limit: number;
  readonly after?: string | undefined;
  readonly skip?: number | undefined;
}

/** Deals without an expected day come before all days. */
export const DEAL_SORTS = {
  title: { expression: 'sortTitle', type: 'string' },
  valueMinor: { expression: 'valueMinor', type: 'number' },
  expectedCloseOn: { expression: `coalesce(expectedCloseOn, '')`, type: 'string', isExpression: true },
  updatedAtMs: { expression: 'updatedAtMs', type: 'number' },
} as const satisfies Record<DealsPageInput['sort']['field'], Sort>;

/** @throws SatchelError BAD_REQUEST for a foreign cursor */
export function dealsPage(
  read: ReadHandle<Schema>,
  { sort, filter, limit, after, skip }: DealsPageInput,
): Page<DealItem> {
  const one = (id: string | undefined) => (id === undefined ? undefined : [id]);
  const { items, ...page } = listPage(read, {
    kind: 'deal',
    sort,
    sorts: DEAL_SORTS,
    limit,
    after,
    skip,
    filter,
    text: filter.text,
    filters: [
      ...indexedFilter(read, 'deal', 'contactId', one(filter.contactId)),
      ...indexedFilter(read, 'deal', 'companyId', one(filter.companyId)),
      ...columnFilter('ownerId', filter.ownerIds),
      ...columnFilter('pipelineId', one(filter.pipelineId)),
      ...columnFilter('stageId', filter.stageIds),
      ...columnFilter('status', filter.statuses),
    ],
  });
  return { ...page, items: dealItems(read, items) };
}
