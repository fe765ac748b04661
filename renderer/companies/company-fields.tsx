import type { CompanyDetail } from '../../main/contract/companies.ts';
import { FieldList } from '../parts/field-list.tsx';
import { EditableField } from '../records/editable-field.tsx';
import { customFieldsOf, type FieldSpec, lineField, MAX_LINE, tagsField, textOf } from '../records/field-spec.ts';
import { OwnerField } from '../records/owner-field.tsx';
import { UnitField } from '../records/unit-field.tsx';
import type { PendingChanges } from '../records/pending-fields.ts';
import { RecordField } from '../records/record-field.tsx';
import { isBlocked, useExplain } from '../records/use-explain.ts';
import { useSaveRecord } from '../records/use-save-record.ts';
import { useWords } from '../words/words-context.ts';

type Company = CompanyDetail['company'];

const MOST_PEOPLE = 10_000_000;

const nameField: FieldSpec<Company> = {
  key: 'name',
  label: 'label.name',
  fields: ['name'],
  read: ({ name }) => ({ kind: 'text', text: name }),
  write(value) {
    const name = textOf(value);
    if (name === '') return { wrong: 'wrong.empty' };
    return name.length > MAX_LINE ? { wrong: 'wrong.tooLong' } : { name };
  },
};

const sizeField: FieldSpec<Company> = {
  key: 'size',
  label: 'label.size',
  fields: ['employeeCount'],
  read: ({ employeeCount }) => ({ kind: 'text', text: employeeCount === null ? '' : String(employeeCount) }),
  shown: ({ employeeCount }, { say }) =>
    employeeCount === null ? undefined : say('companies.size', { count: employeeCount }),
  write(value) {
    // "1,200 people" is read as it is written here
    const digits = textOf(value).replaceAll(/[\s.,\u00a0]|\p{L}+/gu, '');
    if (digits === '') return textOf(value) === '' ? { employeeCount: null } : { wrong: 'wrong.wholeNumber' };
    const isNumber = /^\d+$/.test(digits) && Number(digits) <= MOST_PEOPLE;
    return isNumber ? { employeeCount: Number(digits) } : { wrong: 'wrong.wholeNumber' };
  },
};

const BEFORE_PARENT: readonly FieldSpec<Company>[] = [lineField('industry', 'label.industry'), sizeField];
const AFTER_PARENT: readonly FieldSpec<Company>[] = [
  lineField('street', 'label.street'),
  lineField('postcode', 'label.postcode'),
  lineField('city', 'label.city'),
  lineField('country', 'label.country'),
  lineField('website', 'label.website'),
  lineField('phone', 'label.phone', 'phone'),
];

export interface CompanyFieldsProps {
  readonly detail: CompanyDetail;
  readonly pending: PendingChanges;
}

/** The company's values; each is edited in place where the user's role allows it. */
export function CompanyFields({ detail: { company, parentName }, pending: { marks } }: CompanyFieldsProps) {
  const { say } = useWords();
  const save = useSaveRecord({ resource: 'companies', idArg: 'companyId', id: company.id });
  const example = { name: 'companies.edit', args: { companyId: company.id, set: { industry: company.industry } } };
  const explanation = useExplain(company.isDeleted ? null : example);
  const canEdit = explanation !== undefined && !isBlocked(explanation);
  const fields = (specs: readonly FieldSpec<Company>[]) =>
    specs.map((spec) => (
      <EditableField key={spec.key} spec={spec} record={company} marks={marks} save={canEdit ? save : null} />
    ));
  const custom = customFieldsOf(company, [say('value.yes'), say('value.no')]) as readonly FieldSpec<Company>[];
  const parent =
    company.parentCompanyId === null ? null : { id: company.parentCompanyId, name: parentName ?? say('value.notHere') };
  return (
    <FieldList label={say('companies.aboutOf', { name: company.name })}>
      {fields(BEFORE_PARENT)}
      <RecordField
        label={say('label.parent')}
        kind="company"
        value={parent}
        exceptId={company.id}
        mark={marks.get('parentCompanyId')}
        onSave={canEdit ? (picked) => save({ parentCompanyId: picked?.id ?? null }, say('label.parent')) : null}
      />
      {fields(AFTER_PARENT)}
      <OwnerField
        resource="companies"
        idArg="companyId"
        id={company.id}
        ownerId={company.ownerId}
        mark={marks.get('ownerId')}
        isReadOnly={company.isDeleted}
      />
      <UnitField
        resource="companies"
        idArg="companyId"
        id={company.id}
        orgId={company.orgId}
        mark={marks.get('orgId')}
        isReadOnly={company.isDeleted}
      />
      {fields([tagsField, ...custom, nameField])}
    </FieldList>
  );
}
