import { type KeyboardEvent, useRef, useState } from 'react';
import { v7 as uuidV7 } from 'uuid';
import type { SimilarContact } from '../../main/contract/contacts.ts';
import type { RunResult } from '../../main/contract/types.ts';
import { useGo } from '../app/use-go.ts';
import { useMutate } from '../app/use-mutate.ts';
import { Button } from '../parts/button.tsx';
import { DetailPane } from '../parts/detail-pane.tsx';
import { FormField } from '../parts/form-field.tsx';
import { SelectInput } from '../parts/select-input.tsx';
import { TextInput } from '../parts/text-input.tsx';
import { Guarded } from '../records/guarded.tsx';
import { errorText, refusalText } from '../records/refusal.ts';
import { RecordPicker } from '../records/record-picker.tsx';
import { BlockedPane } from '../records/blocked-pane.tsx';
import { isBlocked, isDraft, useExplain } from '../records/use-explain.ts';
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

type FieldErrors = Readonly<Partial<Record<string, string>>>;

/** The form of a new contact, beside the list. What is typed is kept; a duplicate is a remark, never a stop. */
export function NewContactPane({ onClose }: NewContactPaneProps) {
  const { say } = useWords();
  const form = useSavedForm<NewContact>('new:contact', EMPTY_CONTACT);
  const { errors, check, save } = useSaving(form, onClose);
  const example = useCreateExample();
  const explanation = useExplain(example);
  if (explanation !== undefined && isBlocked(explanation))
    return <BlockedPane title={say('contacts.newTitle')} explanation={explanation} onClose={onClose} />;
  const label = say(isDraft(explanation) ? 'contacts.addDraft' : 'contacts.add');
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    void save();
  };
  const footer = (
    <div className={classes.foot}>
      <span className={classes.footNote}>
        {say(isDraft(explanation) ? 'contacts.draftNote' : 'form.keptAsYouType')}
      </span>
      <Button variant="subtle" label={say('form.cancel')} keys="Esc" onClick={onClose} />
      <Guarded write={example} label={label}>
        <Button variant="filled" label={label} keys="Mod+Enter" onClick={() => void save()} />
      </Guarded>
    </div>
  );
  return (
    <DetailPane label={say('contacts.newTitle')} title={say('contacts.newTitle')} footer={footer} onClose={onClose}>
      {/* Keys of the whole form. */}
      <div role="group" aria-label={say('contacts.newTitle')} className={classes.form} onKeyDown={onKeyDown}>
        <Fields form={form} errors={errors} onCheck={check} />
        {errors['form'] !== undefined && (
          <p role="alert" className={classes.formError}>
            {errors['form']}
          </p>
        )}
      </div>
    </DetailPane>
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

function useSaving({ body, drop }: SavedFormState<NewContact>, onClose: () => void) {
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
    const contactId = uuidV7();
    const args = newContactArgs(
      { ...body, companyId: company?.id ?? '' },
      { contactId, orgId: body.orgId || (units[0]?.value ?? '') },
    );
    const name = `${body.firstName} ${body.lastName}`.trim() || body.email.trim();
    try {
      const result = await mutate({ name: 'contacts.create', args }, words.say('contacts.added', { name }));
      if (result.status === 'refused') return setErrors(refused(result));
      drop();
      onClose();
      go(`/contacts/${contactId}`);
    } catch (error) {
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

const withError = (error: string | undefined): { readonly error?: string } => (error === undefined ? {} : { error });

/** The company asked for from its own page, until another one is chosen. */
function useCompany(body: NewContact, preset: { readonly id: string; readonly name: string } | null) {
  if (body.companyId !== '') return { id: body.companyId, name: body.companyName };
  return body.isCompanyChosen ? null : preset;
}

function Fields({ form: { body, set }, errors, onCheck }: FieldsProps) {
  const { say } = useWords();
  const units = useUnits();
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
      {units.length > 1 && (
        <FormField label={say('label.unit')} help={say('contacts.help.unit')} {...withError(errors['orgId'])}>
          {(links) => (
            <SelectInput
              {...links}
              required
              value={body.orgId || (units[0]?.value ?? '')}
              options={units}
              onValue={(orgId) => set({ orgId })}
            />
          )}
        </FormField>
      )}
    </>
  );
}
