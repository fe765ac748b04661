import { useMemo } from 'react';
import type { ImportPlan } from '../../main/contract/transfer.ts';
import { usePipelines, useTenantCurrency } from '../deals/use-pipelines.ts';
import { useUnits } from '../records/use-units.ts';
import { NAMES_OF } from './import-fields.ts';
import { type ImportState, planOf, useImportState } from './import-state.ts';

/** How people write won and lost; anything else begins in the first open stage only if it is called so. */
const fold = (text: string): string => text.trim().toLowerCase();

/** What the user decided, with what was not decided filled in. */
export function usePlan() {
  const state = useImportState();
  const units = useUnits();
  const currency = useTenantCurrency();
  const pipelines = usePipelines();
  const pipeline = pipelines?.find(({ id }) => id === state.pipelineId) ?? pipelines?.[0] ?? null;
  const plan = useMemo((): ImportPlan | null => {
    const stageOf = (value: string): string => {
      const stages = pipeline?.stages ?? [];
      const named = stages.find(({ name, stageId }) => fold(name) === fold(value) || stageId === fold(value));
      const meant = stages.find(({ outcome }) => outcome !== 'open' && fold(value).includes(outcome));
      return (named ?? meant)?.stageId ?? '';
    };
    return planOf(state, { orgId: units[0]?.value ?? '', currency, pipelineId: pipeline?.id ?? null, stageOf });
  }, [state, units, currency, pipeline]);
  return { state, plan, pipeline, pipelines: pipelines ?? [], units, currency, isNamed: isNamed(state) };
}

/** Without a name nothing can be made, so there is nothing to try out. */
const isNamed = ({ target, choices }: ImportState): boolean =>
  choices.some(({ field }) => (NAMES_OF[target] as readonly string[]).includes(field));
