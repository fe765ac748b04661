import { oc, type } from '@orpc/contract';
import { z } from 'zod';
import { after, direction, pageLimit, skip, searchText, uuid } from './inputs.ts';
import type { Page, ReplicaRow } from './types.ts';

export const CompanyFilter = z.strictObject({
  ownerIds: z.array(uuid).max(100).optional(),
  tags: z.array(z.string().max(60)).max(50).optional(),
  text: searchText.optional(),
});

export interface CompanyDetail {
  readonly company: ReplicaRow<'company'>;
  readonly parentName: string | null;
  readonly contacts: readonly ReplicaRow<'contact'>[];
  readonly deals: readonly ReplicaRow<'deal'>[];
  readonly pendingMutationIds: readonly string[];
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
};
