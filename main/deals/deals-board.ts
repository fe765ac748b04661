import { SatchelError } from '../../sync/protocol/satchel-error.ts';
import type { Stage } from '../../sync/model/kinds/pipeline.ts';
import type { BoardColumn, DealItem } from '../contract/deals.ts';
import type { ReadHandle } from '../db/handles.ts';
import type { Schema } from '../db/schema.ts';
import { findRow, loadRows } from '../lists/load-rows.ts';
import { dealItems } from './deal-items.ts';
import { stageKeys } from './deals-board-column.ts';
import { stageTotals, type StageTotal } from './stage-totals.ts';

export interface BoardInput {
  readonly pipelineId: string;
  readonly ownerIds?: readonly string[] | undefined;
  readonly cardsPerStage: number;
}

/** Every stage of a pipeline with its sums and first cards. @throws SatchelError NOT_FOUND for an unknown or deleted pipeline */
export function dealsBoard(read: ReadHandle<Schema>, input: BoardInput): readonly BoardColumn[] {
  const { pipelineId, ownerIds, cardsPerStage } = input;
  const pipeline = findRow(read, 'pipeline', pipelineId);
  if (pipeline === null)
    throw new SatchelError('NOT_FOUND', 'There is no such pipeline on this laptop.', { data: { pipelineId } });
  const totals = Map.groupBy(stageTotals(read, input), ({ stageId }) => stageId);
  const pages = pipeline.stages.map(({ stageId }) =>
    stageKeys(read, { pipelineId, stageId, ownerIds, limit: cardsPerStage }),
  );
  const cards = cardsByStage(
    read,
    pages.flatMap(({ rowids }) => rowids),
  );
  return pipeline.stages.map((stage, index) => ({
    ...head(stage, totals.get(stage.stageId) ?? []),
    cards: cards.get(stage.stageId) ?? [],
    next: pages[index]?.next ?? null,
  }));
}

// All cards are loaded together, so that a board of ten stages asks for names once.
function cardsByStage(read: ReadHandle<Schema>, rowids: readonly number[]): ReadonlyMap<string, readonly DealItem[]> {
  return Map.groupBy(dealItems(read, loadRows(read, 'deal', rowids)), ({ stageId }) => stageId);
}

function head(stage: Stage, totals: readonly StageTotal[]): Omit<BoardColumn, 'cards' | 'next'> {
  return {
    ...stage,
    count: totals.reduce((sum, { count }) => sum + count, 0),
    waiting: totals.reduce((sum, { waiting }) => sum + waiting, 0),
    totals: totals.map(({ currency, valueMinor }) => ({
      currency,
      valueMinor,
      weightedMinor: Math.round((valueMinor * stage.probability) / 100),
    })),
  };
}
