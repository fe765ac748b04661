import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { AccessAnswer } from '../../main/contract/audit.ts';
import { useEngine } from '../app/engine-context.ts';
import { useSessionState } from '../state/session-state.ts';

const LINES_PER_PAGE = 50;

export interface AccessFilter {
  readonly by: string | null;
  readonly action: string | null;
}

/** The log as the server gives it now; asked again when the connection changes, and forgotten with the page. */
export function useAccess({ by, action }: AccessFilter) {
  const { client } = useEngine();
  const connection = useSessionState((state) => state.sync?.connection);
  const query = useInfiniteQuery({
    queryKey: ['audit', 'access', by, action, connection],
    queryFn: ({ pageParam }): Promise<AccessAnswer> =>
      client.audit.accessPage({
        limit: LINES_PER_PAGE,
        ...(by !== null && { by }),
        ...(action !== null && { action }),
        ...(pageParam !== null && { after: pageParam }),
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => (last.kind === 'page' ? last.next : null),
    placeholderData: keepPreviousData,
    gcTime: 0,
    retry: false,
  });
  const { data, hasNextPage, isFetching, fetchNextPage } = query;
  const last = data?.pages.at(-1);
  // The server looks through a bounded number of lines for one page; none of them may be for this reader.
  const isEmptyPage = last?.kind === 'page' && last.entries.length === 0;
  useEffect(() => {
    if (isEmptyPage && hasNextPage && !isFetching) void fetchNextPage();
  }, [isEmptyPage, hasNextPage, isFetching, fetchNextPage]);
  const entries = data?.pages.flatMap((page) => (page.kind === 'page' ? page.entries : [])) ?? [];
  return { ...query, last, entries };
}
