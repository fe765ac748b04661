import { useRef, useState } from 'react';
import { useGo } from '../app/use-go.ts';
import { useMutate } from '../app/use-mutate.ts';
import { FormField } from '../parts/form-field.tsx';
import { SelectInput } from '../parts/select-input.tsx';
import { TextInput } from '../parts/text-input.tsx';
import { RecordPicker } from '../records/record-picker.tsx';
import { type FieldErrors, NewRecordPane, UnitField, withError } from '../records/new-record-pane.tsx';
import { errorText, isReused, refusalText } from '../records/refusal.ts';
import { type SavedFormState, useSavedForm } from '../records/use-saved-form.ts';
import { useUnits } from '../records/use-units.ts';
import { useWords } from '../words/words-context.ts';
import { currencyOptions } from './deal-fields.tsx';
import { useCreateExample } from './deals-head.tsx';
import { EMPTY_DEAL, type NewDeal, newDealArgs, wrongInDeal } from './new-deal.ts';
import { type Pipeline, useTenantCurrency } from './use-pipelines.ts';
import classes from '../records/records.module.css';

export interface NewDealPaneProps {
  readonly pipeline: Pipeline;
  readonly onClose: () => void;
}

const FORM_FIELDS: ReadonlySet<string> = new Set([
  'title',
  'value',
  'stageId',
  'expectedCloseOn',
  'nextStep',
  'companyId',
  'contactId',
  'orgId',
]);

/** The form of a new deal, beside board or table. What is typed is kept. */
export function NewDealPane({ pipeline, onClose }: NewDealPaneProps) {
  const { say } = useWords();
  const form = useSavedForm<NewDeal>('new:deal', EMPTY_DEAL);
  const { errors, check, save } = useSaving(form, pipeline, onClose);
  return (
    <NewRecordPane
      title={say('deal.newTitle')}
      example={useCreateExample(pipeline.id)}
      save={{ label: say('deal.add'), onSave: () => void save() }}
      draft={{ label: say('deal.addDraft'), note: say('deal.draftNote') }}
      formError={errors['form']}
      onClose={onClose}
    >
      <Fields form={form} errors={errors} pipeline={pipeline} onCheck={check} />
    </NewRecordPane>
  );
}

function useSaving({ body, renew, drop }: SavedFormState<NewDeal>, pipeline: Pipeline, onClose: () => void) {
  const words = useWords();
  const mutate = useMutate();
  const go = useGo();
  const units = useUnits();
  const tenantCurrency = useTenantCurrency();
  const currency = body.currency || tenantCurrency;
  const [errors, setErrors] = useState<FieldErrors>({});
  const isSaving = useRef(false);
  const check = (): void => setErrors(wrongInDeal(body, currency, words).onBlur);
  const save = async (): Promise<void> => {
    if (isSaving.current) return;
    const wrong = wrongInDeal(body, currency, words);
    if (Object.keys(wrong.onSave).length > 0) return setErrors(wrong.onSave);
    isSaving.current = true;
    const { mutationId, recordId: dealId } = body;
    const place = {
      dealId,
      orgId: body.orgId || (units[0]?.value ?? ''),
      pipelineId: pipeline.id,
      currency,
      locale: words.locale,
    };
    try {
      const result = await mutate(
        { name: 'deals.create', args: newDealArgs(body, place), mutationId },
        words.say('deal.added', { title: body.title.trim() }),
      );
      if (result.status === 'refused') {
        const field = result.field !== undefined && FORM_FIELDS.has(result.field) ? result.field : 'form';
        return setErrors({ [field]: refusalText(result.code, words) });
      }
      drop();
      onClose();
      go(`/deals/${dealId}`);
    } catch (error) {
      if (isReused(error)) renew();
      setErrors({ form: errorText(error, words) });
    } finally {
      isSaving.current = false;
    }
  };
  return { errors, check, save };
}

interface FieldsProps {
  readonly form: SavedFormState<NewDeal>;
  readonly errors: FieldErrors;
  readonly pipeline: Pipeline;
  readonly onCheck: () => void;
}

function Fields({ form: { body, set }, errors, pipeline, onCheck }: FieldsProps) {
  const { say } = useWords();
  const currency = useTenantCurrency();
  const open = pipeline.stages.filter(({ outcome }) => outcome === 'open');
  const line = (key: 'title' | 'value' | 'nextStep', isFirst = false) => (
    <FormField label={say(`label.${key}`)} {...withError(errors[key])}>
      {(links) => (
        <TextInput
          {...links}
          autoFocus={isFirst}
          autoComplete="off"
          inputMode={key === 'value' ? 'decimal' : 'text'}
          value={body[key]}
          onText={(text) => set({ [key]: text })}
          onBlur={onCheck}
        />
      )}
    </FormField>
  );
  return (
    <>
      {line('title', true)}
      <div className={classes.pair}>
        {line('value')}
        <FormField label={say('deal.currency')}>
          {(links) => (
            <SelectInput
              {...links}
              value={body.currency || currency}
              options={currencyOptions(currency)}
              onValue={(next) => set({ currency: next })}
            />
          )}
        </FormField>
      </div>
      <div className={classes.pair}>
        <FormField label={say('deal.stage')} {...withError(errors['stageId'])}>
          {(links) => (
            <SelectInput
              {...links}
              value={body.stageId || (open[0]?.stageId ?? '')}
              options={open.map(({ stageId, name }) => ({ value: stageId, label: name }))}
              onValue={(stageId) => set({ stageId })}
            />
          )}
        </FormField>
        <FormField label={say('label.close')} {...withError(errors['expectedCloseOn'])}>
          {(links) => (
            <TextInput
              {...links}
              type="date"
              value={body.expectedCloseOn}
              onText={(expectedCloseOn) => set({ expectedCloseOn })}
            />
          )}
        </FormField>
      </div>
      <Links form={{ body, set }} errors={errors} />
      {line('nextStep')}
      <UnitField orgId={body.orgId} error={errors['orgId']} onChoose={(orgId) => set({ orgId })} />
    </>
  );
}

function Links({
  form: { body, set },
  errors,
}: {
  readonly form: Pick<SavedFormState<NewDeal>, 'body' | 'set'>;
  readonly errors: FieldErrors;
}) {
  const { say } = useWords();
  const picked = (kind: 'company' | 'contact') => {
    const [id, name] = kind === 'company' ? [body.companyId, body.companyName] : [body.contactId, body.contactName];
    return id === '' ? null : { id, name };
  };
  return (
    <>
      {(['company', 'contact'] as const).map((kind) => (
        <FormField key={kind} label={say(`label.${kind}`)} {...withError(errors[`${kind}Id`])}>
          {(links) => (
            <RecordPicker
              kind={kind}
              label={say(`label.${kind}`)}
              value={picked(kind)}
              links={links}
              onPick={(next) => set({ [`${kind}Id`]: next?.id ?? '', [`${kind}Name`]: next?.name ?? '' })}
            />
          )}
        </FormField>
      ))}
    </>
  );
}
