import type { ImportPlan } from '../../main/contract/transfer.ts';
import { currencyOptions } from '../deals/deal-fields.tsx';
import { Checkbox } from '../parts/checkbox.tsx';
import { FormField } from '../parts/form-field.tsx';
import { SectionHead } from '../parts/section-head.tsx';
import { SelectInput } from '../parts/select-input.tsx';
import { useWords } from '../words/words-context.ts';
import { stageValues, useImportState } from './import-state.ts';
import type { usePlan } from './use-plan.ts';
import classes from './import.module.css';

type Planning = ReturnType<typeof usePlan> & { readonly plan: ImportPlan };

/** What the file does not say: unit, and for deals pipeline, stages, currency and reason. */
export function DecideForm({ planning }: { readonly planning: Planning }) {
  const { say } = useWords();
  const { state, plan, units } = planning;
  const hasCompany = state.target !== 'companies' && state.choices.some(({ field }) => field === 'companyName');
  if (units.length < 2 && !hasCompany && plan.deals === undefined) return null;
  return (
    <div className={classes.decide}>
      <SectionHead title={say('transfer.decide')} />
      {units.length > 1 && (
        <FormField label={say('transfer.unit')}>
          {(links) => (
            <SelectInput
              {...links}
              value={plan.orgId}
              options={units}
              onValue={(orgId) => useImportState.setState({ orgId })}
            />
          )}
        </FormField>
      )}
      {hasCompany && (
        <div>
          <Checkbox
            label={say('transfer.makeCompanies')}
            isLabelShown
            isChecked={state.areCompaniesMade}
            onChange={(areCompaniesMade) => useImportState.setState({ areCompaniesMade })}
          />
        </div>
      )}
      {plan.deals && <DealChoices planning={planning} deals={plan.deals} />}
    </div>
  );
}

function DealChoices({
  planning,
  deals,
}: {
  readonly planning: Planning;
  readonly deals: NonNullable<ImportPlan['deals']>;
}) {
  const { say } = useWords();
  const { state, pipeline, pipelines, currency } = planning;
  const values = stageValues(state);
  const stages = pipeline?.stages ?? [];
  return (
    <>
      {pipelines.length > 1 && (
        <FormField label={say('transfer.pipeline')}>
          {(links) => (
            <SelectInput
              {...links}
              value={deals.pipelineId}
              options={pipelines.map(({ id, name }) => ({ value: id, label: name }))}
              onValue={(pipelineId) => useImportState.setState({ pipelineId, stages: {}, lostReason: '' })}
            />
          )}
        </FormField>
      )}
      {values.map(({ value, count }) => (
        <FormField key={value} label={say('transfer.stageOf', { value, rows: say('transfer.rows', { count }) })}>
          {(links) => (
            <SelectInput
              {...links}
              value={deals.stages.find((each) => each.value === value)?.stageId ?? ''}
              options={[
                { value: '', label: say('transfer.stageNone') },
                ...stages.map(({ stageId, name }) => ({ value: stageId, label: name })),
              ]}
              onValue={(stageId) => useImportState.setState({ stages: { ...state.stages, [value]: stageId } })}
            />
          )}
        </FormField>
      ))}
      {stages.some(({ outcome }) => outcome === 'lost') && (
        <FormField label={say('transfer.lostReason')}>
          {(links) => (
            <SelectInput
              {...links}
              value={state.lostReason}
              options={[
                { value: '', label: say('transfer.lostReasonNone') },
                ...(pipeline?.lostReasons ?? []).map((value) => ({ value, label: value })),
              ]}
              onValue={(lostReason) => useImportState.setState({ lostReason })}
            />
          )}
        </FormField>
      )}
      <FormField label={say('transfer.currency')}>
        {(links) => (
          <SelectInput
            {...links}
            value={deals.currency}
            options={currencyOptions(currency)}
            onValue={(next) => useImportState.setState({ currency: next })}
          />
        )}
      </FormField>
    </>
  );
}
