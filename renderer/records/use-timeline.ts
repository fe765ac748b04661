import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import type { TimelineEntry } from '../../main/contract/types.ts';
import { useEngine } from '../app/engine-context.ts';
import type { RecordRefOf } from './composer-draft.ts';
import { QUERY_OF_VIEW, type TimelineView } from './timeline-view.ts';

const PAGE = 50;

export interface TimelineRead {
  readonly entries: readonly TimelineEntry[];
  readonly isReady: boolean;
  readonly hasOlder: boolean;
  readonly readOlder: () => void;
}

/** A record's past, page after older page, newest first. */
export function useTimeline({ kind, id }: RecordRefOf, view: TimelineView): TimelineRead {
  const { client } = useEngine();
  const query = useInfiniteQuery({
    queryKey: ['timeline', kind, id, view],
    queryFn: ({ pageParam }) =>
      client.timeline.page({
        of: { kind, id },
        limit: PAGE,
        ...QUERY_OF_VIEW[view],
        ...(pageParam === null ? {} : { before: pageParam }),
      }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    meta: { topics: ['activity', 'note', 'task', 'history'] },
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  const { data, hasNextPage, fetchNextPage } = query;
  const entries = (data?.pages ?? []).flatMap(({ items }) => items);
  return { entries, isReady: data !== undefined, hasOlder: hasNextPage, readOlder: () => void fetchNextPage() };
}
