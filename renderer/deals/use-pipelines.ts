import type { ReplicaRow } from '../../main/contract/types.ts';
import { useRead } from '../app/use-read.ts';
import { useTenant } from '../app/use-tenant.ts';
import { useDealsState } from './deals-state.ts';

export type Pipeline = ReplicaRow<'pipeline'>;

/** Pipelines in their order; undefined until the engine has answered for the first time. */
export function usePipelines(): readonly Pipeline[] | undefined {
  return useRead(['deals', 'pipelines'], ['pipeline'], (client) => client.deals.pipelines()).data;
}

/** The chosen pipeline, else the tenant's own, else the first; null where there is none, undefined while that is not known. */
export function usePipeline(): Pipeline | null | undefined {
  const pipelines = usePipelines();
  const chosen = useDealsState((state) => state.pipelineId);
  const usual = useTenant()?.defaultPipelineId;
  if (pipelines === undefined) return undefined;
  const byId = (wanted: string | null | undefined) => pipelines.find(({ id }) => id === wanted);
  return byId(chosen) ?? byId(usual) ?? pipelines[0] ?? null;
}

/** The tenant's currency: the first of a new deal and of a board's sums. */
export function useTenantCurrency(): string {
  return useTenant()?.currency ?? 'EUR';
}
