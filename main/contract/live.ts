import { eventIterator, oc, type } from '@orpc/contract';
import { z } from 'zod';
import type { OutboxItem, ReplicaRow } from './types.ts';

/** Small sets whose change must be seen at once; the window keeps them whole. */
export const LiveSet = z.literal(['openDeals', 'myTasks', 'outbox', 'pipelines']);
export type LiveSet = z.infer<typeof LiveSet>;

export type LiveDocument = ReplicaRow<'deal'> | ReplicaRow<'task'> | ReplicaRow<'pipeline'> | OutboxItem;

export interface LivePage {
  readonly documents: readonly LiveDocument[];
  /** Ids that left the set since the checkpoint. */
  readonly removed: readonly string[];
  /** Give it as `after` for the next page. */
  readonly checkpoint: number;
  readonly more: boolean;
}

export interface ChangeNotice {
  /** Every change up to this local sequence number is committed. */
  readonly localSeq: number;
  /** Kinds of rows that changed, and `outbox`, `people`, `forms`, `session`. */
  readonly topics: readonly string[];
}

export const live = {
  page: oc
    .input(z.object({ set: LiveSet, after: z.int().min(0), limit: z.int().min(1).max(5000).default(1000) }))
    .output(type<LivePage>()),
  changes: oc.output(eventIterator(type<ChangeNotice>())),
};
