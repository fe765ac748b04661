import { useRef, useState } from 'react';
import type { SimilarContact } from '../../main/contract/contacts.ts';
import type { RunResult } from '../../main/contract/types.ts';
import { useGo } from '../app/use-go.ts';
import { useMutate } from '../app/use-mutate.ts';
import { FormField } from '../parts/form-field.tsx';
import { TextInput } from '../parts/text-input.tsx';
import { type FieldErrors, NewRecordPane, UnitField, withError } from '../records/new-record-pane.tsx';
import { errorText, isReused, refusalText } from '../records/refusal.ts';
import { RecordPicker } from '../records/record-picker.tsx';
import { type SavedFormState, useSavedForm } from '../records/use-saved-form.ts';
import { useUnits } from '../records/use-units.ts';
import { useWords } from '../words/words-context.ts';
import { useCreateExample } from './contacts-list.tsx';
import { EMPTY_CONTACT, type NewContact, newContactArgs, wrongInContact } from './new-contact.ts';
import { useContactsList } from './contacts-list-state.ts';
import { SimilarNote, useSimilar } from './similar-contacts.tsx';
import classes from '../records/records.module.css';

export interface NewContactPaneProps {
  readonly onClose: () => void;
}

/** The form of a new contact, beside the list. What is typed is kept; a duplicate is a remark, never a stop. */
export function NewContactPane({ onClose }: NewContactPaneProps) {
  const { say } = useWords();
  const form = useSavedForm<NewContact>('new:contact', EMPTY_CONTACT);
  const { errors, check, save } = useSaving(form, onClose);
  return (
    <NewRecordPane
      title={say('contacts.newTitle')}
      example={useCreateExample()}
      save={{ label: say('contacts.add'), onSave: () => void save() }}
      draft={{ label: say('contacts.addDraft'), note: say('contacts.draftNote') }}
      formError={errors['form']}
      onClose={onClose}
    >
      <Fields form={form} errors={errors} onCheck={check} />
    </NewRecordPane>
  );
}

const FORM_FIELDS: ReadonlySet<string> = new Set([
  'firstName',
  'lastName',
  'email',
  'phone',
  'jobTitle',
  'companyId',
  'orgId',
]);

function useSaving({ body, renew, drop }: SavedFormState<NewContact>, onClose: () => void) {
  const words = useWords();
  const mutate = useMutate();
  const go = useGo();
  const units = useUnits();
  const [errors, setErrors] = useState<FieldErrors>({});
  const isSaving = useRef(false);
  const preset = useContactsList((state) => state.newAt);
  const company = useCompany(body, preset);
  const check = (): void => {
    const wrong = wrongInContact(body, words);
    setErrors((was) => ({ ...(was['form'] === undefined ? {} : { form: was['form'] }), ...wrong.onBlur }));
  };
  const refused = ({ code, field }: RunResult): FieldErrors => {
    const text =
      code === 'INVALID' && field === 'lastName' ? words.say('contacts.nameOrEmail') : refusalText(code, words);
    return { [field !== undefined && FORM_FIELDS.has(field) ? field : 'form']: text };
  };
  const save = async (): Promise<void> => {
    if (isSaving.current) return;
    const wrong = wrongInContact(body, words);
    if (Object.keys(wrong.onSave).length > 0) return setErrors(wrong.onSave);
    isSaving.current = true;
    const { mutationId, recordId: contactId } = body;
    const args = newContactArgs(
      { ...body, companyId: company?.id ?? '' },
      { contactId, orgId: body.orgId || (units[0]?.value ?? '') },
    );
    const name = `${body.firstName} ${body.lastName}`.trim() || body.email.trim();
    try {
      const write = { name: 'contacts.create', args, mutationId };
      const result = await mutate(write, words.say('contacts.added', { name }));
      if (result.status === 'refused') return setErrors(refused(result));
      drop();
      onClose();
      go(`/contacts/${contactId}`);
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
  readonly form: SavedFormState<NewContact>;
  readonly errors: FieldErrors;
  readonly onCheck: () => void;
}

/** The company asked for from its own page, until another one is chosen. */
function useCompany(body: NewContact, preset: { readonly id: string; readonly name: string } | null) {
  if (body.companyId !== '') return { id: body.companyId, name: body.companyName };
  return body.isCompanyChosen ? null : preset;
}

function Fields({ form: { body, set }, errors, onCheck }: FieldsProps) {
  const { say } = useWords();
  const company = useCompany(
    body,
    useContactsList((state) => state.newAt),
  );
  const similar = useSimilar(body);
  const line = (
    key: 'firstName' | 'lastName' | 'jobTitle' | 'phone' | 'email',
    why?: SimilarContact['why'],
    isFirst = false,
  ) => {
    const note = similar.filter((each) => each.why === why);
    return (
      <FormField
        key={key}
        label={say(`label.${key}`)}
        {...withError(errors[key])}
        {...(note.length === 0 ? {} : { note: <SimilarNote found={note} /> })}
      >
        {(links) => (
          <TextInput
            {...links}
            autoFocus={isFirst}
            autoComplete="off"
            type={key === 'phone' ? 'tel' : 'text'}
            value={body[key]}
            onText={(text) => set({ [key]: text })}
            onBlur={onCheck}
          />
        )}
      </FormField>
    );
  };
  return (
    <>
      <div className={classes.pair}>
        {line('firstName', undefined, true)}
        {line('lastName', 'name')}
      </div>
      {line('email', 'email')}
      {line('phone', 'phone')}
      {line('jobTitle')}
      <FormField label={say('label.company')} {...withError(errors['companyId'])}>
        {(links) => (
          <RecordPicker
            kind="company"
            label={say('label.company')}
            value={company}
            links={links}
            onPick={(picked) =>
              set({ companyId: picked?.id ?? '', companyName: picked?.name ?? '', isCompanyChosen: true })
            }
          />
        )}
      </FormField>
      <UnitField
        orgId={body.orgId}
        help={say('contacts.help.unit')}
        error={errors['orgId']}
        onChoose={(orgId) => set({ orgId })}
      />
    </>
  );
}
