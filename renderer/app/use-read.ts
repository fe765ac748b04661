import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useEngine } from './engine-context.ts';
import type { AppClient } from './app-client.ts';

/** Kinds of rows, and the other topics of the change feed. A read names what it shows; a change of it reads it again. */
export type Topic =
  | 'contact'
  | 'company'
  | 'deal'
  | 'activity'
  | 'note'
  | 'task'
  | 'pipeline'
  | 'preference'
  | 'history'
  | 'outbox'
  | 'people'
  | 'forms';

/**
 * A local read. The old rows stay until the new ones are there, so nothing flickers and no spinner is needed.
 * @param key names the read and its input; equal keys share one answer
 */
export function useRead<Value>(
  key: readonly unknown[],
  topics: readonly Topic[],
  read: (client: AppClient) => Promise<Value>,
  options: { readonly isEnabled?: boolean } = {},
): UseQueryResult<Value> {
  const { client } = useEngine();
  return useQuery({
    queryKey: key,
    queryFn: () => read(client),
    meta: { topics },
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    enabled: options.isEnabled ?? true,
    retry: false,
  });
}
