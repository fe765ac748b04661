import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { AppClient } from '../app/app-client.ts';
import { useRead } from '../app/use-read.ts';
import type { Deal } from './board-stages.ts';
import type { Pipeline } from './use-pipelines.ts';

const PAGE = 200;
const NONE: ReadonlyMap<string, string> = new Map();

/** Names of all companies with open deals in a pipeline, stage by stage: 10,000 deals are 50 pages of a few milliseconds. */
async function readNames(client: AppClient, pipeline: Pipeline): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  for (const { stageId, outcome } of pipeline.stages) {
    if (outcome !== 'open') continue;
    for (let after: string | null | undefined; after !== null;) {
      const place = after === undefined ? {} : { after };
      const page = await client.deals.boardColumn({ pipelineId: pipeline.id, stageId, limit: PAGE, ...place });
      for (const { companyId, companyName } of page.items)
        if (companyId !== null && companyName !== null) names.set(companyId, companyName);
      after = page.next;
    }
  }
  return names;
}

/** The live set has ids only. Names are read again when one changes, and when a deal names a company not seen yet. */
export function useCompanyNames(pipeline: Pipeline, deals: readonly Deal[]): ReadonlyMap<string, string> {
  const key = ['deals', 'company names', pipeline.id];
  const queries = useQueryClient();
  const asked = useRef(new Set<string>());
  const { data: names, isFetching } = useRead(key, ['company'], (client) => readNames(client, pipeline));
  useEffect(() => {
    if (names === undefined || isFetching) return;
    const missing = deals.flatMap(({ companyId }) =>
      companyId === null || names.has(companyId) || asked.current.has(companyId) ? [] : [companyId],
    );
    if (missing.length === 0) return;
    for (const id of missing) asked.current.add(id);
    void queries.invalidateQueries({ queryKey: ['deals', 'company names', pipeline.id] });
  }, [deals, names, isFetching, queries, pipeline.id]);
  return names ?? NONE;
}
