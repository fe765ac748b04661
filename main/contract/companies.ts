import { oc, type } from '@orpc/contract';
import { z } from 'zod';
import { after, direction, pageLimit, skip, searchText, uuid } from './inputs.ts';
import type { Page, ReplicaRow, TagCount } from './types.ts';

export const CompanyFilter = z.strictObject({
  ownerIds: z.array(uuid).max(100).optional(),
  tags: z.array(z.string().max(60)).max(50).optional(),
  industries: z.array(z.string().max(255)).max(50).optional(),
  /** People who work there, both ends included. A company whose size nobody wrote down passes no range. */
  employees: z.strictObject({ from: z.int().min(0), to: z.int().min(0).optional() }).optional(),
  text: searchText.optional(),
});

export interface CompanyDetail {
  readonly company: ReplicaRow<'company'>;
  readonly parentName: string | null;
  readonly contacts: readonly ReplicaRow<'contact'>[];
  readonly deals: readonly ReplicaRow<'deal'>[];
  readonly pendingMutationIds: readonly string[];
}

/** What the list can be filtered by, with the number of companies each. */
export interface CompanyFacets {
  readonly industries: readonly { readonly industry: string; readonly count: number }[];
  readonly tags: readonly TagCount[];
}

export const companies = {
  page: oc
    .input(
      z.object({
        sort: z.object({ field: z.literal(['name', 'updatedAtMs']), direction }),
        filter: CompanyFilter.default({}),
        limit: pageLimit,
        after,
        skip,
      }),
    )
    .output(type<Page<ReplicaRow<'company'>>>()),
  /** At most 200 contacts and 200 deals, by name and by value. @throws NOT_FOUND */
  get: oc.input(z.object({ companyId: uuid })).output(type<CompanyDetail>()),
  facets: oc.output(type<CompanyFacets>()),
};
