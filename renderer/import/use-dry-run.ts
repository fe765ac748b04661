import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { DryRunReport, ImportPlan } from '../../main/contract/transfer.ts';
import { useEngine } from '../app/engine-context.ts';

/** Choices that come quickly one after the other make one run. */
const QUIET_MS = 250;

export interface DryRun {
  /** The report of the newest finished run; it stays while the next one is under way. */
  readonly report: DryRunReport | null;
  readonly isRunning: boolean;
  readonly error: unknown;
}

/** The last run that was asked for: each goes over the whole file, so one waits for the one before. */
let previous: Promise<unknown> = Promise.resolve();

/** Tries the plan out whenever it changes. */
export function useDryRun(importId: string, plan: ImportPlan | null): DryRun {
  const { client } = useEngine();
  const queries = useQueryClient();
  const text = plan === null ? null : JSON.stringify(plan);
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), QUIET_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const { data, error, isFetching, isPlaceholderData } = useQuery({
    queryKey: ['transfer', 'dry run', importId, settled],
    queryFn: async ({ signal }) => {
      await previous.catch(() => undefined);
      signal.throwIfAborted();
      const run = client.transfer.dryRun({ importId, plan: JSON.parse(settled ?? 'null') as ImportPlan });
      previous = run;
      return run;
    },
    enabled: settled !== null,
    placeholderData: keepPreviousData,
    gcTime: 0,
    retry: false,
  });
  useEffect(
    () => () => void queries.cancelQueries({ queryKey: ['transfer', 'dry run', importId] }),
    [queries, importId],
  );
  return {
    report: text === null ? null : (data ?? null),
    isRunning: text !== null && (text !== settled || isFetching || isPlaceholderData),
    error: text === null ? null : error,
  };
}
