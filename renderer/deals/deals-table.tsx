import { useCallback, useMemo } from 'react';
import type { DealItem } from '../../main/contract/deals.ts';
import type { AppClient } from '../app/app-client.ts';
import { useGo } from '../app/use-go.ts';
import { useNow } from '../app/use-now.ts';
import type { Topic } from '../app/use-read.ts';
import { Button } from '../parts/button.tsx';
import { Column } from '../parts/column.tsx';
import { DataTable } from '../parts/data-table.tsx';
import { EmptyState } from '../parts/empty-state.tsx';
import { HintLine } from '../parts/hint-line.tsx';
import { TextInput } from '../parts/text-input.tsx';
import { type PagePlace, usePagedRows } from '../records/use-paged-rows.ts';
import { useWords } from '../words/words-context.ts';
import { dealColumns } from './deal-columns.tsx';
import { DealsFilters, useActiveFilters } from './deals-filters.tsx';
import { DealsHead } from './deals-head.tsx';
import { type DealSortField, dropAllFilters, filterOf, sortBy, useDealsState } from './deals-state.ts';
import { type Pipeline, usePipelines } from './use-pipelines.ts';
import classes from '../records/records.module.css';

const TOPICS: readonly Topic[] = ['deal', 'company', 'contact'];
const SORTABLE: readonly DealSortField[] = ['title', 'valueMinor', 'expectedCloseOn', 'updatedAtMs'];

/** Deals by page: it has no way to pass over rows, so a far jump reads its way there. */
async function readPage(client: AppClient, query: object, { limit, after, skip = 0 }: PagePlace) {
  const input = query as Parameters<AppClient['deals']['page']>[0];
  let place = after;
  for (let passed = 0; passed < skip; passed += 200) {
    const page = await client.deals.page({
      ...input,
      limit: Math.min(200, skip - passed),
      ...(place === undefined ? {} : { after: place }),
    });
    if (page.next === null) return { items: [], next: null, total: null };
    place = page.next;
  }
  return client.deals.page({ ...input, limit, ...(place === undefined ? {} : { after: place }) });
}

function useDealRows(pipeline: Pipeline) {
  const state = useDealsState();
  const name = JSON.stringify({ sort: state.sort, filter: filterOf(state, pipeline.id) });
  const read = useCallback(
    (client: AppClient, place: PagePlace) => readPage(client, JSON.parse(name) as object, place),
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
  const nowMs = useNow(60_000);
  const rows = useDealRows(pipeline);
  const pipelines = usePipelines();
  const { sort, text } = useDealsState();
  const columns = useMemo(
    () => dealColumns({ words, nowMs, pipelines: pipelines ?? [], hasPane }),
    [words, nowMs, pipelines, hasPane],
  );
  const lead = rows.total === null ? '' : say('deal.count', { count: rows.total });
  const search = (
    <TextInput
      type="search"
      className={classes.search}
      aria-label={say('list.search')}
      placeholder={say('list.search')}
      maxLength={200}
      value={text}
      onText={(next) => useDealsState.setState({ text: next })}
    />
  );
  return (
    <Column width="grow">
      <DealsHead pipeline={pipeline} meta={lead} isCreating={isCreating} onCreate={onCreate} />
      <DealsFilters end={search} />
      {rows.isReady && rows.rowCount === 0 && <NoDeals />}
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

function NoDeals() {
  const { say } = useWords();
  const go = useGo();
  const text = useDealsState((state) => state.text);
  const count = useActiveFilters().length + (text.trim() === '' ? 0 : 1);
  return (
    <div className={classes.emptyList} role="status">
      {count === 0 ? (
        <EmptyState
          title={say('deal.empty')}
          why={say('deal.emptyWhy')}
          actions={<Button label={say('deal.import')} onClick={() => go('/import')} />}
        />
      ) : (
        <EmptyState
          title={say('deal.noMatch', { count })}
          actions={<Button variant="subtle" label={say('list.clearFilters')} onClick={dropAllFilters} />}
        />
      )}
    </div>
  );
}
