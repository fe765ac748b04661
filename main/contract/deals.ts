import { oc, type } from '@orpc/contract';
import { z } from 'zod';
import { after, direction, pageLimit, searchText, skip, uuid } from './inputs.ts';
import type { Page, ReplicaRow } from './types.ts';

export const DealFilter = z.strictObject({
  ownerIds: z.array(uuid).max(100).optional(),
  pipelineId: uuid.optional(),
  stageIds: z.array(z.string().max(40)).max(30).optional(),
  statuses: z
    .array(z.literal(['open', 'won', 'lost']))
    .max(3)
    .optional(),
  contactId: uuid.optional(),
  companyId: uuid.optional(),
  text: searchText.optional(),
});

export interface DealItem extends ReplicaDeal {
  readonly companyName: string | null;
  readonly contactName: string | null;
}
type ReplicaDeal = ReplicaRow<'deal'>;

export interface DealDetail {
  readonly deal: ReplicaDeal;
  readonly companyName: string | null;
  readonly contactName: string | null;
  readonly pipeline: ReplicaRow<'pipeline'> | null;
  readonly pendingMutationIds: readonly string[];
}

export interface BoardColumn {
  readonly stageId: string;
  readonly name: string;
  readonly probability: number;
  readonly outcome: 'open' | 'won' | 'lost';
  /** All deals of the stage, not only those of this page; sums by currency, weighted by the stage's probability. */
  readonly count: number;
  readonly totals: readonly {
    readonly currency: string;
    readonly valueMinor: number;
    readonly weightedMinor: number;
  }[];
  /** How many of the count and of the totals rest on changes that the server has not confirmed. */
  readonly waiting: number;
  readonly cards: readonly DealItem[];
  readonly next: string | null;
}

export const deals = {
  page: oc
    .input(
      z.object({
        sort: z.object({ field: z.literal(['title', 'valueMinor', 'expectedCloseOn', 'updatedAtMs']), direction }),
        filter: DealFilter.default({}),
        limit: pageLimit,
        after,
        skip,
      }),
    )
    .output(type<Page<DealItem>>()),
  /** @throws NOT_FOUND */
  get: oc.input(z.object({ dealId: uuid })).output(type<DealDetail>()),
  /** Every stage of the pipeline with its first cards, longest in the stage first. @throws NOT_FOUND */
  board: oc
    .input(z.object({ pipelineId: uuid, ownerIds: z.array(uuid).max(100).optional(), cardsPerStage: pageLimit }))
    .output(type<readonly BoardColumn[]>()),
  boardColumn: oc
    .input(
      z.object({
        pipelineId: uuid,
        stageId: z.string().max(40),
        ownerIds: z.array(uuid).max(100).optional(),
        limit: pageLimit,
        after,
      }),
    )
    .output(type<Page<DealItem>>()),
  pipelines: oc.output(type<readonly ReplicaRow<'pipeline'>[]>()),
};
