import type { DealDetail } from '../../main/contract/deals.ts';
import { useNow } from '../app/use-now.ts';
import { FieldList, FieldRow } from '../parts/field-list.tsx';
import { InlineField } from '../parts/inline-field.tsx';
import { Mark } from '../parts/mark.tsx';
import type { SaveAnswer } from '../parts/save-answer.ts';
import { EditableField } from '../records/editable-field.tsx';
import { customFieldsOf, type FieldSpec, lineField, MAX_LINE, tagsField, textOf } from '../records/field-spec.ts';
import { withMark } from '../records/mark-of.ts';
import { OwnerField } from '../records/owner-field.tsx';
import { UnitField } from '../records/unit-field.tsx';
import type { PendingChanges } from '../records/pending-fields.ts';
import { RecordField } from '../records/record-field.tsx';
import { isBlocked, useExplain } from '../records/use-explain.ts';
import { useSaveRecord } from '../records/use-save-record.ts';
import { useWords } from '../words/words-context.ts';

type Deal = DealDetail['deal'];

const TITLE: FieldSpec<Deal> = {
  key: 'title',
  label: 'label.title',
  fields: ['title'],
  read: ({ title }) => ({ kind: 'text', text: title }),
  write(value) {
    const title = textOf(value);
    if (title === '') return { wrong: 'wrong.empty' };
    return title.length > MAX_LINE ? { wrong: 'wrong.tooLong' } : { title };
  },
};

const VALUE: FieldSpec<Deal> = {
  key: 'value',
  label: 'label.value',
  fields: ['valueMinor'],
  read: ({ valueMinor, currency }) => ({ kind: 'money', minor: valueMinor, currency }),
  write: (value) => ({ valueMinor: value.kind === 'money' ? (value.minor ?? 0) : 0 }),
};

const currencyField = (label: string): FieldSpec<Deal> => ({
  key: 'currency',
  label: { text: label },
  fields: ['currency'],
  read: ({ currency }) => ({ kind: 'select', value: currency, options: currencyOptions(currency) }),
  write: (value) => ({ currency: value.kind === 'select' ? value.value : '' }),
});

/** Those that trade uses; the record's own is always among them. */
const CURRENCIES = [
  'EUR',
  'USD',
  'GBP',
  'CHF',
  'SEK',
  'NOK',
  'DKK',
  'PLN',
  'CZK',
  'HUF',
  'JPY',
  'CNY',
  'CAD',
  'AUD',
  'BRL',
  'INR',
];
export const currencyOptions = (own: string) =>
  [...new Set([own, ...CURRENCIES])].map((value) => ({ value, label: value }));

const CLOSE: FieldSpec<Deal> = {
  key: 'close',
  label: 'label.close',
  fields: ['expectedCloseOn'],
  read: ({ expectedCloseOn }) => ({ kind: 'date', on: expectedCloseOn }),
  write: (value) => ({ expectedCloseOn: value.kind === 'date' ? value.on : null }),
};

const NEXT_STEP: FieldSpec<Deal> = lineField('nextStep', 'label.nextStep');

export interface DealFieldsProps {
  readonly detail: DealDetail;
  readonly pending: PendingChanges;
  readonly onStage: (stageId: string) => Promise<SaveAnswer>;
}

/** The deal's values; each is edited in place where the user's role allows it. */
export function DealFields({ detail, pending: { marks }, onStage }: DealFieldsProps) {
  const words = useWords();
  const { say } = words;
  const nowMs = useNow(60_000);
  const { deal, companyName, contactName } = detail;
  const save = useSaveRecord({ resource: 'deals', idArg: 'dealId', id: deal.id });
  const example = { name: 'deals.edit', args: { dealId: deal.id, set: { nextStep: deal.nextStep } } };
  const explanation = useExplain(deal.isDeleted ? null : example);
  const canEdit = explanation !== undefined && !isBlocked(explanation);
  const fields = (specs: readonly FieldSpec<Deal>[]) =>
    specs.map((spec) => (
      <EditableField key={spec.key} spec={spec} record={deal} marks={marks} save={canEdit ? save : null} />
    ));
  const custom = customFieldsOf(deal, [say('value.yes'), say('value.no')]) as readonly FieldSpec<Deal>[];
  const named = (id: string | null, name: string | null) =>
    id === null ? null : { id, name: name ?? say('value.notHere') };
  return (
    <FieldList label={say('record.fieldsOf', { name: deal.title })}>
      {fields([VALUE, currencyField(say('deal.currency'))])}
      <StageField detail={detail} nowMs={nowMs} mark={marks.get('stageId')} onStage={canEdit ? onStage : null} />
      {fields([CLOSE, NEXT_STEP])}
      <RecordField
        label={say('label.company')}
        kind="company"
        value={named(deal.companyId, companyName)}
        mark={marks.get('companyId')}
        onSave={canEdit ? (picked) => save({ companyId: picked?.id ?? null }, say('label.company')) : null}
      />
      <RecordField
        label={say('label.contact')}
        kind="contact"
        value={named(deal.contactId, contactName)}
        mark={marks.get('contactId')}
        onSave={canEdit ? (picked) => save({ contactId: picked?.id ?? null }, say('label.contact')) : null}
      />
      <OwnerField
        resource="deals"
        idArg="dealId"
        id={deal.id}
        ownerId={deal.ownerId}
        mark={marks.get('ownerId')}
        isReadOnly={deal.isDeleted}
      />
      <UnitField
        resource="deals"
        idArg="dealId"
        id={deal.id}
        orgId={deal.orgId}
        mark={marks.get('orgId')}
        isReadOnly={deal.isDeleted}
      />
      {deal.lostReason !== null && <FieldRow label={say('deal.lostReason')}>{deal.lostReason}</FieldRow>}
      <FieldRow label={say('deal.inStage')}>{words.age(Math.max(0, nowMs - deal.stageEnteredAtMs))}</FieldRow>
      <FieldRow label={say('deal.created')}>{words.day(deal.createdAtMs, nowMs)}</FieldRow>
      {deal.closedAtMs !== null && <FieldRow label={say('deal.closed')}>{words.day(deal.closedAtMs, nowMs)}</FieldRow>}
      {fields([tagsField, ...custom, TITLE])}
    </FieldList>
  );
}

interface StageFieldProps {
  readonly detail: DealDetail;
  readonly nowMs: number;
  readonly mark: Parameters<typeof withMark>[0];
  readonly onStage: ((stageId: string) => Promise<SaveAnswer>) | null;
}

function StageField({ detail: { deal, pipeline }, nowMs, mark, onStage }: StageFieldProps) {
  const { say } = useWords();
  const stages = pipeline?.stages ?? [];
  const label = say('deal.stage');
  if (onStage === null || pipeline === null) {
    return (
      <FieldRow label={label}>
        {stages.find(({ stageId }) => stageId === deal.stageId)?.name ?? deal.stageId}
        {mark && <Mark kind={mark} />}
      </FieldRow>
    );
  }
  return (
    <InlineField
      label={label}
      value={{
        kind: 'select',
        value: deal.stageId,
        options: stages.map(({ stageId, name }) => ({ value: stageId, label: name })),
      }}
      nowMs={nowMs}
      {...withMark(mark)}
      onSave={(next) => onStage(next.kind === 'select' ? next.value : deal.stageId)}
    />
  );
}
