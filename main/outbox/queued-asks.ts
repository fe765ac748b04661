import type { PricedFeature, QueuedAsks } from '../../sync/model/credit-rules.ts';
import type { ReadHandle } from '../db/handles.ts';
import type { Schema } from '../db/schema.ts';

/** What own changes and drafts will be charged for. A parked one is not counted: whether it is ever sent, its user decides. */
export function sumQueuedAsks(read: ReadHandle<Schema>): QueuedAsks {
  const sums = read
    .prepared<[], { feature: PricedFeature; count: number }>(
      `select pricedFeature as feature, sum(pricedCount) as count from mutation indexed by mutationPriced
       where pricedFeature is not null and state in ('queued', 'sending', 'held') group by pricedFeature`,
    )
    .all([]);
  return Object.fromEntries(sums.map(({ feature, count }) => [feature, count]));
}
