import { useState } from 'react';
import type { OutboxItem } from '../../main/contract/types.ts';
import { FormField } from '../parts/form-field.tsx';
import { TextArea, TextInput } from '../parts/text-input.tsx';
import { type SavedFormState, useSavedForm } from '../records/use-saved-form.ts';
import { fieldLabel } from './field-label.ts';
import { editedArgs, type Edited, type RefusedField, refusedFields } from './refused-form.ts';
import type { ShowContext } from './show-value.ts';

type Typed = Readonly<Record<string, string>>;

export interface TypedForm {
  readonly fields: readonly RefusedField[];
  readonly saved: SavedFormState<Typed>;
  readonly wrong: { readonly name: string; readonly message: string } | null;
  readonly isEdited: boolean;
  /** The change with what stands in the form; what is wrong is shown beside its field. */
  readonly read: () => Edited;
}

/** What was typed into a change, to be typed anew: kept as it is typed, and never changed under the form. */
export function useTypedForm(key: string, item: OutboxItem, context: ShowContext): TypedForm {
  const [fields] = useState(() => refusedFields(item, context));
  const [initial] = useState(() => Object.fromEntries(fields.map(({ name, text }) => [name, text])));
  const saved = useSavedForm<Typed>(key, initial);
  const [wrong, setWrong] = useState<TypedForm['wrong']>(null);
  return {
    fields,
    saved,
    wrong,
    isEdited: fields.some(({ name, text }) => saved.body[name] !== text),
    read() {
      const edited = editedArgs(item, { fields, typed: saved.body, context });
      setWrong(edited.kind === 'wrong' ? edited : null);
      return edited;
    },
  };
}

export function TypedFields({
  form: { fields, saved, wrong },
  context: { words },
}: {
  readonly form: TypedForm;
  readonly context: ShowContext;
}) {
  return fields.map(({ name, isLong }) => (
    <FormField key={name} label={fieldLabel(name, words)} {...(wrong?.name === name ? { error: wrong.message } : {})}>
      {(links) => {
        const onText = (text: string): void => saved.set({ [name]: text });
        const shared = { ...links, value: saved.body[name] ?? '', onText };
        return isLong ? <TextArea {...shared} rows={5} /> : <TextInput {...shared} />;
      }}
    </FormField>
  ));
}
