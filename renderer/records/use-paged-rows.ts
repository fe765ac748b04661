import { type QueryClient, useQueries, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import type { Page } from '../../main/contract/types.ts';
import type { AppClient } from '../app/app-client.ts';
import { useEngine } from '../app/engine-context.ts';
import type { Topic } from '../app/use-read.ts';

/** About a screen of rows with overscan: a jump needs two pages at most, and no row of them for nothing. */
const ROWS_PER_PAGE = 50;

export interface PagePlace {
  readonly limit: number;
  readonly after?: string;
  readonly skip?: number;
}

export interface PagedRowsOptions<Row> {
  /** Names the list with its sort and filters. */
  readonly key: readonly unknown[];
  readonly topics: readonly Topic[];
  readonly read: (client: AppClient, place: PagePlace) => Promise<Page<Row>>;
}

export interface PagedRows<Row> {
  readonly rowCount: number;
  /** Null while the list is too long to be counted in time. */
  readonly total: number | null;
  readonly getRow: (index: number) => Row | undefined;
  /** The rows that are here now. */
  readonly loaded: readonly Row[];
  readonly onRangeChange: (range: { readonly start: number; readonly end: number }) => void;
  /** The first page has answered; false only before anything was ever shown. */
  readonly isReady: boolean;
  readonly error: unknown;
}

interface Snapshot<Row> {
  readonly pages: ReadonlyMap<number, Page<Row>>;
  readonly error: unknown;
}

interface NumberedPage<Row> extends Page<Row> {
  readonly page: number;
}

function combinePages<Row>(results: UseQueryResult<NumberedPage<Row>>[]): Snapshot<Row> {
  const here = results.flatMap(({ data }) => (data === undefined ? [] : [[data.page, data] as const]));
  return { pages: new Map(here), error: results.find(({ error }) => error !== null)?.error ?? null };
}

const pageOf = (index: number): number => Math.floor(index / ROWS_PER_PAGE);

/**
 * Reading on goes by the page before, which costs the same anywhere; a jump of the scrollbar passes over rows instead,
 * which walks the sort index (1 ms for 100,000). A page that is being read again is no place to read on from.
 */
function placeOf<Row>(queries: QueryClient, key: readonly unknown[], page: number): PagePlace {
  const before = queries.getQueryState<Page<Row>>([...key, page - 1]);
  const isFresh = before?.data !== undefined && !before.isInvalidated && before.fetchStatus === 'idle';
  if (page === 0) return { limit: ROWS_PER_PAGE };
  if (isFresh && before.data?.next) return { limit: ROWS_PER_PAGE, after: before.data.next };
  return { limit: ROWS_PER_PAGE, skip: page * ROWS_PER_PAGE };
}

interface PageRange {
  readonly first: number;
  readonly last: number;
}

function pagesIn({ first, last }: PageRange): readonly number[] {
  return [...new Set([0, ...Array.from({ length: last - first + 1 }, (_, index) => first + index)])];
}

/** The pages on either side, read while the ones on screen are looked at: the next page down finds its rows here. */
function pagesBeside<Row>(
  { first, last }: PageRange,
  find: (page: number) => Page<Row> | undefined,
): readonly number[] {
  const end = find(last);
  if (!find(first) || !end) return [];
  const after = end.next === null ? [] : [last + 1];
  return first > 1 ? [...after, first - 1] : after;
}

/**
 * Rows of a list by index, over any number of rows: only pages around what is on screen are read. The old rows stay
 * until the first page of a new sort or filter is here.
 */
export function usePagedRows<Row>({ key, topics, read }: PagedRowsOptions<Row>): PagedRows<Row> {
  const { client } = useEngine();
  const queries = useQueryClient();
  const [range, setRange] = useState({ first: 0, last: 0 });
  const find = (page: number) => queries.getQueryData<Page<Row>>([...key, page]);
  const wanted = [...pagesIn(range), ...pagesBeside(range, find)];
  const snapshot = useQueries({
    queries: wanted.map((page) => ({
      queryKey: [...key, page],
      queryFn: async () => ({ ...(await read(client, placeOf<Row>(queries, key, page))), page }),
      meta: { topics },
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 60_000,
      retry: false,
    })),
    combine: combinePages<Row>,
  });
  const [held, setHeld] = useState(snapshot);
  const isReady = snapshot.pages.has(0);
  if (isReady && held !== snapshot) setHeld(snapshot);
  const { pages } = isReady ? snapshot : held;

  const onRangeChange = useCallback(({ start, end }: { readonly start: number; readonly end: number }) => {
    const first = pageOf(start);
    const last = Math.max(first, pageOf(end));
    setRange((was) => (was.first === first && was.last === last ? was : { first, last }));
  }, []);
  const getRow = useCallback((index: number) => pages.get(pageOf(index))?.items[index % ROWS_PER_PAGE], [pages]);
  const loaded = useMemo(() => [...pages.values()].flatMap(({ items }) => items), [pages]);
  const total = pages.get(0)?.total ?? null;
  const reached = useReached(pages, key);
  return useMemo(
    () => ({
      rowCount: total ?? reached,
      total,
      getRow,
      loaded,
      onRangeChange,
      isReady: pages.size > 0,
      error: snapshot.error,
    }),
    [total, reached, getRow, loaded, onRangeChange, pages.size, snapshot.error],
  );
}

/** Where the number of rows is not counted: as far as pages were read, and one page on while there is more. */
function useReached<Row>(pages: ReadonlyMap<number, Page<Row>>, key: readonly unknown[]): number {
  const name = JSON.stringify(key);
  const ends = [...pages].map(([page, { items, next }]) => {
    const end = page * ROWS_PER_PAGE + items.length;
    return next === null ? end : end + ROWS_PER_PAGE;
  });
  const isEndSeen = [...pages.values()].some(({ next, items }) => next === null && items.length > 0);
  const now = Math.max(0, ...ends);
  const [most, setMost] = useState({ name, rows: now });
  const rows = most.name === name && !isEndSeen ? Math.max(most.rows, now) : now;
  if (most.name !== name || most.rows !== rows) setMost({ name, rows });
  return rows;
}
