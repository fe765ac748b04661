import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { TimelineEntry } from '../../main/contract/types.ts';
import { useEngine } from '../app/engine-context.ts';
import type { RecordRefOf } from './composer-draft.ts';
import { isInView, kindsOfView, type TimelineView } from './timeline-view.ts';

const PAGE = 50;
/** A view that shows less than this after a page reads on by itself. */
const FEW = 10;

export interface TimelineRead {
  readonly entries: readonly TimelineEntry[];
  readonly isReady: boolean;
  readonly hasOlder: boolean;
  readonly readOlder: () => void;
}

/** A record's past, page after older page, newest first. */
export function useTimeline({ kind, id }: RecordRefOf, view: TimelineView): TimelineRead {
  const { client } = useEngine();
  const kinds = kindsOfView(view);
  const query = useInfiniteQuery({
    queryKey: ['timeline', kind, id, ...(kinds ?? ['all'])],
    queryFn: ({ pageParam }) =>
      client.timeline.page({
        of: { kind, id },
        limit: PAGE,
        ...(kinds === undefined ? {} : { kinds: [...kinds] }),
        ...(pageParam === null ? {} : { before: pageParam }),
      }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    meta: { topics: ['activity', 'note', 'task', 'history'] },
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  const { data, hasNextPage, isFetching, fetchNextPage } = query;
  const entries = (data?.pages ?? []).flatMap(({ items }) => items).filter((entry) => isInView(entry, view));
  const pages = data?.pages.length ?? 0;
  const isTooFew = hasNextPage && !isFetching && entries.length < pages * FEW;
  useEffect(() => {
    if (isTooFew) void fetchNextPage();
  }, [isTooFew, fetchNextPage]);
  return { entries, isReady: data !== undefined, hasOlder: hasNextPage, readOlder: () => void fetchNextPage() };
}
