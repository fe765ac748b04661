import type { DealDetail } from '../contract/deals.ts';
import type { ReadHandle } from '../db/handles.ts';
import type { Schema } from '../db/schema.ts';
import { findRow, mustGetRow } from '../lists/load-rows.ts';
import { pendingMutationIds } from '../lists/pending-mutations.ts';
import { recordName } from '../lists/record-names.ts';

/** A deleted deal too, so that it can be restored. @throws SatchelError NOT_FOUND */
export function dealsGet(read: ReadHandle<Schema>, { dealId }: { readonly dealId: string }): DealDetail {
  const deal = mustGetRow(read, 'deal', dealId);
  return {
    deal,
    companyName: recordName(read, 'company', deal.companyId),
    contactName: recordName(read, 'contact', deal.contactId),
    pipeline: findRow(read, 'pipeline', deal.pipelineId),
    pendingMutationIds: pendingMutationIds(read, 'deal', dealId),
  };
}
