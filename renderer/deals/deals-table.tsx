import { useCallback, useMemo } from 'react';
import type { DealItem } from '../../main/contract/deals.ts';
import type { AppClient } from '../app/app-client.ts';
import { useGo, useGoInstead } from '../app/use-go.ts';
import { useNow } from '../app/use-now.ts';
import { type Topic, useRead } from '../app/use-read.ts';
import { Button } from '../parts/button.tsx';
import { Column } from '../parts/column.tsx';
import { DataTable } from '../parts/data-table.tsx';
import { HintLine } from '../parts/hint-line.tsx';
import { EmptySoFar } from '../records/empty-so-far.tsx';
import { ListSearch } from '../records/list-filters.tsx';
import { NoMatch } from '../records/no-match.tsx';
import { type PagePlace, usePagedRows } from '../records/use-paged-rows.ts';
import { useWords } from '../words/words-context.ts';
import { dealColumns } from './deal-columns.tsx';
import { DealsFilters, useActiveFilters } from './deals-filters.tsx';
import { DealsHead } from './deals-head.tsx';
import { type DealSortField, dropAllFilters, dropFilter, filterOf, sortBy, useDealsState } from './deals-state.ts';
import { type Pipeline, usePipelines } from './use-pipelines.ts';
import classes from '../records/records.module.css';

const TOPICS: readonly Topic[] = ['deal', 'company', 'contact'];
const SORTABLE: readonly DealSortField[] = ['title', 'valueMinor', 'expectedCloseOn', 'updatedAtMs'];

function useDealRows(pipeline: Pipeline) {
  const state = useDealsState();
  const query = { sort: state.sort, filter: filterOf(state, pipeline.id) };
  const name = JSON.stringify(query);
  const read = useCallback(
    (client: AppClient, place: PagePlace) => client.deals.page({ ...(JSON.parse(name) as typeof query), ...place }),
    [name],
  );
  return usePagedRows<DealItem>({ key: ['deals', 'page', name], topics: TOPICS, read });
}

export interface DealsTableProps {
  readonly pipeline: Pipeline;
  readonly currentId: string | undefined;
  readonly hasPane: boolean;
  readonly isCreating: boolean;
  readonly onCreate: () => void;
}

/** The same deals as lines: sorted, filtered, any number of them. */
export function DealsTable({ pipeline, currentId, hasPane, isCreating, onCreate }: DealsTableProps) {
  const words = useWords();
  const { say } = words;
  const go = useGo();
  const follow = useGoInstead();
  const nowMs = useNow(60_000);
  const rows = useDealRows(pipeline);
  const pipelines = usePipelines();
  const { sort, text } = useDealsState();
  const columns = useMemo(
    () => dealColumns({ words, nowMs, pipelines: pipelines ?? [], hasPane }),
    [words, nowMs, pipelines, hasPane],
  );
  const lead = rows.total === null ? '' : say('deal.count', { count: rows.total });
  return (
    <Column width="grow">
      <DealsHead pipeline={pipeline} isCreating={isCreating} onCreate={onCreate} />
      <DealsFilters end={<ListSearch text={text} onText={(next) => useDealsState.setState({ text: next })} />} />
      {rows.isReady && rows.rowCount === 0 && <NoDeals pipelineId={pipeline.id} />}
      <DataTable
        label={say('deals.title')}
        columns={columns}
        rowCount={rows.rowCount}
        getRow={rows.getRow}
        getRowId={({ id }) => id}
        getRowName={({ title }) => title}
        onRangeChange={rows.onRangeChange}
        sort={{ key: sort.field, direction: sort.direction }}
        onSort={(key) => SORTABLE.filter((field) => field === key).forEach(sortBy)}
        {...(currentId === undefined ? {} : { currentId })}
        onOpen={({ id }) => go(`/deals/${id}`)}
        onEdit={({ id }) => go(`/deals/${id}`)}
        onPreview={({ id }) => go(`/deals/${id}`)}
        onFollow={({ id }) => follow(`/deals/${id}`)}
      />
      <HintLine
        lead={lead}
        hints={[
          { keys: ['J', 'K'], label: say('hint.move') },
          { keys: ['Enter'], label: say('hint.open') },
          { keys: ['F'], label: say('hint.filter') },
          { keys: ['?'], label: say('hint.allKeys') },
        ]}
      />
    </Column>
  );
}

function NoDeals({ pipelineId }: { readonly pipelineId: string }) {
  const { say } = useWords();
  const go = useGo();
  const state = useDealsState();
  const active = useActiveFilters();
  const last = active.at(-1);
  const filter = filterOf(last === undefined ? state : { ...state, [last.key]: null }, pipelineId);
  const { data: without } = useRead(
    ['deals', 'without', JSON.stringify(filter)],
    ['deal'],
    (client) => client.deals.page({ sort: state.sort, filter, limit: 1 }),
    { isEnabled: last !== undefined },
  );
  const count = active.length + (state.text.trim() === '' ? 0 : 1);
  if (count > 0) {
    return (
      <NoMatch
        title={say('deal.noMatch', { count })}
        active={active}
        without={without?.total}
        onDrop={dropFilter}
        onClear={dropAllFilters}
      />
    );
  }
  return (
    <div className={classes.emptyList}>
      <EmptySoFar
        title={say('deal.empty')}
        why={say('deal.emptyWhy')}
        actions={<Button label={say('deal.import')} onClick={() => go('/import')} />}
      />
    </div>
  );
}
