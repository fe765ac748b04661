import type { ReadHandle } from '../db/handles.ts';
import type { Schema } from '../db/schema.ts';
import { all, isIn, type Condition } from '../lists/condition.ts';

export interface StageTotal {
  readonly stageId: string;
  readonly currency: string;
  readonly count: number;
  readonly valueMinor: number;
  /** Deals with a change that the server has not confirmed. */
  readonly waiting: number;
}

/** Sums of a pipeline's deals by stage and currency: one pass over the index of totals, in its order. */
export function stageTotals(
  read: ReadHandle<Schema>,
  { pipelineId, ownerIds }: { readonly pipelineId: string; readonly ownerIds?: readonly string[] | undefined },
): readonly StageTotal[] {
  const ofPipeline: Condition = { sql: 'isDeleted = 0 and pipelineId = ?', values: [pipelineId] };
  const { sql, values } = all(ownerIds === undefined ? [ofPipeline] : [ofPipeline, isIn('+ownerId', ownerIds)]);
  return read
    .prepared<Condition['values'], StageTotal>(
      `select stageId, currency, count(*) as count, sum(valueMinor) as valueMinor, count(pending) as waiting
       from deal where ${sql} group by stageId, currency`,
    )
    .all(values);
}
