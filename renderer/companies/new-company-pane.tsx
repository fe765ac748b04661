import { useRef, useState } from 'react';
import { useGo } from '../app/use-go.ts';
import { useMutate } from '../app/use-mutate.ts';
import { useRead } from '../app/use-read.ts';
import { FormField } from '../parts/form-field.tsx';
import { Note } from '../parts/note.tsx';
import { TextInput } from '../parts/text-input.tsx';
import { MAX_LINE } from '../records/field-spec.ts';
import { type FieldErrors, NewRecordPane, UnitField, withError } from '../records/new-record-pane.tsx';
import { errorText, isReused, refusalText } from '../records/refusal.ts';
import { RecordPicker } from '../records/record-picker.tsx';
import { type SavedFormState, useSavedForm } from '../records/use-saved-form.ts';
import { useUnits } from '../records/use-units.ts';
import { useWords } from '../words/words-context.ts';
import { useCompanyExample } from './companies-list.tsx';

interface NewCompany extends Readonly<Record<string, string>> {
  readonly name: string;
  readonly industry: string;
  readonly city: string;
  readonly phone: string;
  readonly website: string;
  readonly parentCompanyId: string;
  readonly parentName: string;
  readonly orgId: string;
}

const EMPTY: NewCompany = {
  name: '',
  industry: '',
  city: '',
  phone: '',
  website: '',
  parentCompanyId: '',
  parentName: '',
  orgId: '',
};
const LINES = ['name', 'industry', 'city', 'phone', 'website'] as const;

/** The form of a new company, beside the list. What is typed is kept. */
export function NewCompanyPane({ onClose }: { readonly onClose: () => void }) {
  const { say } = useWords();
  const form = useSavedForm<NewCompany>('new:company', EMPTY);
  const { errors, check, save } = useSaving(form, onClose);
  return (
    <NewRecordPane
      title={say('companies.newTitle')}
      example={useCompanyExample()}
      save={{ label: say('companies.add'), onSave: () => void save() }}
      formError={errors['form']}
      onClose={onClose}
    >
      <Fields form={form} errors={errors} onCheck={check} />
    </NewRecordPane>
  );
}

function useSaving({ body, renew, drop }: SavedFormState<NewCompany>, onClose: () => void) {
  const words = useWords();
  const mutate = useMutate();
  const go = useGo();
  const units = useUnits();
  const [errors, setErrors] = useState<FieldErrors>({});
  const isSaving = useRef(false);
  const wrong = (): FieldErrors => {
    const long = LINES.filter((key) => body[key].trim().length > MAX_LINE);
    return Object.fromEntries(long.map((key) => [key, words.say('wrong.tooLong')]));
  };
  const save = async (): Promise<void> => {
    if (isSaving.current) return;
    const found = body.name.trim() === '' ? { ...wrong(), name: words.say('wrong.empty') } : wrong();
    if (Object.keys(found).length > 0) return setErrors(found);
    isSaving.current = true;
    const { mutationId, recordId: companyId } = body;
    const lines = LINES.flatMap((key) => (body[key].trim() === '' ? [] : [[key, body[key].trim()] as const]));
    const parent = body.parentCompanyId === '' ? {} : { parentCompanyId: body.parentCompanyId };
    const args = { companyId, orgId: body.orgId || (units[0]?.value ?? ''), ...Object.fromEntries(lines), ...parent };
    try {
      const result = await mutate(
        { name: 'companies.create', args, mutationId },
        words.say('companies.added', { name: body.name.trim() }),
      );
      if (result.status === 'refused') return setErrors({ [result.field ?? 'form']: refusalText(result.code, words) });
      drop();
      onClose();
      go(`/companies/${companyId}`);
    } catch (error) {
      if (isReused(error)) renew();
      setErrors({ form: errorText(error, words) });
    } finally {
      isSaving.current = false;
    }
  };
  return { errors, check: () => setErrors(wrong()), save };
}

interface FieldsProps {
  readonly form: SavedFormState<NewCompany>;
  readonly errors: FieldErrors;
  readonly onCheck: () => void;
}

function Fields({ form: { body, set }, errors, onCheck }: FieldsProps) {
  const { say } = useWords();
  const parent = body.parentCompanyId === '' ? null : { id: body.parentCompanyId, name: body.parentName };
  return (
    <>
      {LINES.map((key) => (
        <FormField
          key={key}
          label={say(`label.${key}`)}
          {...withError(errors[key])}
          {...(key === 'name' ? { note: <SameName name={body.name} /> } : {})}
        >
          {(links) => (
            <TextInput
              {...links}
              autoFocus={key === 'name'}
              autoComplete="off"
              value={body[key]}
              onText={(text) => set({ [key]: text })}
              onBlur={onCheck}
            />
          )}
        </FormField>
      ))}
      <FormField label={say('label.parent')} {...withError(errors['parentCompanyId'])}>
        {(links) => (
          <RecordPicker
            kind="company"
            label={say('label.parent')}
            value={parent}
            links={links}
            onPick={(picked) => set({ parentCompanyId: picked?.id ?? '', parentName: picked?.name ?? '' })}
          />
        )}
      </FormField>
      <UnitField
        orgId={body.orgId}
        help={say('companies.help.unit')}
        error={errors['orgId']}
        onChoose={(orgId) => set({ orgId })}
      />
    </>
  );
}

/** A remark, never a stop: two companies may well have one name. */
function SameName({ name }: { readonly name: string }) {
  const { say } = useWords();
  const words = name.trim();
  const { data } = useRead(
    ['search', 'company', words],
    ['company'],
    (client) => client.search.query({ text: words.slice(0, 200), limit: 8, kinds: ['company'] }),
    { isEnabled: words.length > 1 },
  );
  const same = (data?.hits ?? []).find(({ title }) => title.toLowerCase() === words.toLowerCase());
  return same === undefined ? null : <Note tone="wait">{say('companies.similar', { name: same.title })}</Note>;
}
