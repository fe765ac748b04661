import { useMemo } from 'react';
import type { BoardColumn, DealItem } from '../../main/contract/deals.ts';
import { useNow } from '../app/use-now.ts';
import { useRead } from '../app/use-read.ts';
import { useLiveSet } from '../live/use-live-set.ts';
import type { BoardStage } from '../parts/board-types.ts';
import { useWords } from '../words/words-context.ts';
import { type Deal, stageOf, todayOf } from './board-stages.ts';
import { useDealsState } from './deals-state.ts';
import { useCompanyNames } from './use-company-names.ts';
import { type Pipeline, useTenantCurrency } from './use-pipelines.ts';

/** Closed deals a column shows; the head counts all of them, the table lists them. */
const CLOSED_SHOWN = 50;

export interface BoardRead {
  readonly stages: readonly BoardStage[];
  readonly columns: readonly BoardColumn[];
  readonly deals: ReadonlyMap<string, Deal>;
  /** False only before anything was ever shown. */
  readonly isReady: boolean;
}

function useClosed(pipeline: Pipeline, ownerId: string | null): readonly DealItem[] {
  const { data } = useRead(['deals', 'closed', pipeline.id, ownerId], ['deal', 'company'], async (client) => {
    const closed = pipeline.stages.filter(({ outcome }) => outcome !== 'open');
    const pages = await Promise.all(
      closed.map(({ stageId }) =>
        client.deals.page({
          sort: { field: 'updatedAtMs', direction: 'desc' },
          filter: {
            pipelineId: pipeline.id,
            stageIds: [stageId],
            ...(ownerId === null ? {} : { ownerIds: [ownerId] }),
          },
          limit: CLOSED_SHOWN,
        }),
      ),
    );
    return pages.flatMap(({ items }) => items);
  });
  return data ?? [];
}

function useHeads(pipeline: Pipeline, ownerId: string | null): readonly BoardColumn[] | undefined {
  return useRead(['deals', 'board', pipeline.id, ownerId], ['deal', 'pipeline'], (client) =>
    client.deals.board({
      pipelineId: pipeline.id,
      cardsPerStage: 1,
      ...(ownerId === null ? {} : { ownerIds: [ownerId] }),
    }),
  ).data;
}

/** Open deals from the live set, closed ones and sums from the engine. */
export function useBoard(pipeline: Pipeline): BoardRead {
  const words = useWords();
  const nowMs = useNow(60_000);
  const { ownerId, order } = useDealsState();
  const currency = useTenantCurrency();
  const live = useLiveSet('openDeals');
  const closed = useClosed(pipeline, ownerId);
  const columns = useHeads(pipeline, ownerId);
  const open = useMemo(
    () =>
      (live ?? []).filter((deal) => deal.pipelineId === pipeline.id && (ownerId === null || deal.ownerId === ownerId)),
    [live, pipeline.id, ownerId],
  );
  const companyNames = useCompanyNames(pipeline, open);
  const deals = useMemo(
    () => new Map<string, Deal>([...closed, ...open].map((deal) => [deal.id, deal])),
    [closed, open],
  );
  const stages = useMemo(() => {
    const byStage = Map.groupBy(deals.values(), ({ stageId }) => stageId as string);
    const facts = { words, nowMs, today: todayOf(nowMs), companyNames };
    return (columns ?? []).map((column) =>
      stageOf({ column, deals: byStage.get(column.stageId) ?? [], order, currency }, facts),
    );
  }, [columns, deals, order, currency, words, nowMs, companyNames]);
  return { stages, columns: columns ?? [], deals, isReady: columns !== undefined && live !== undefined };
}
