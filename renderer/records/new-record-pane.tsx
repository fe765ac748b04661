import type { KeyboardEvent, ReactNode } from 'react';
import type { Write } from '../app/use-mutate.ts';
import { Button } from '../parts/button.tsx';
import { DetailPane } from '../parts/detail-pane.tsx';
import { FormField } from '../parts/form-field.tsx';
import { SelectInput } from '../parts/select-input.tsx';
import { useWords } from '../words/words-context.ts';
import { BlockedPane } from './blocked-pane.tsx';
import { isBlocked, isDraft, useExplain } from './use-explain.ts';
import { useUnits } from './use-units.ts';
import classes from './records.module.css';

/** What is wrong, by field; `form` stands for all of it. */
export type FieldErrors = Readonly<Partial<Record<string, string>>>;

export const withError = (error: string | undefined): { readonly error?: string } =>
  error === undefined ? {} : { error };

export interface NewRecordPaneProps {
  /** "New deal". */
  readonly title: string;
  /** A write like the one that saving makes: it may be off, or end as a draft. */
  readonly example: Write;
  readonly save: { readonly label: string; readonly onSave: () => void };
  /** What it is called where it becomes a draft, and why. */
  readonly draft?: { readonly label: string; readonly note: string };
  readonly formError: string | undefined;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** The form of a new record beside its list, or why this user has none. What is typed is kept. */
export function NewRecordPane({ title, example, save, draft, formError, onClose, children }: NewRecordPaneProps) {
  const { say } = useWords();
  const explanation = useExplain(example);
  if (explanation !== undefined && isBlocked(explanation))
    return <BlockedPane title={title} explanation={explanation} onClose={onClose} />;
  const kept = isDraft(explanation) ? draft : undefined;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    save.onSave();
  };
  const footer = (
    <div className={classes.foot}>
      <span className={classes.footNote}>{kept?.note ?? say('form.keptAsYouType')}</span>
      <span className={classes.footButtons}>
        <Button variant="subtle" label={say('form.cancel')} keys="Esc" onClick={onClose} />
        <Button variant="filled" label={kept?.label ?? save.label} keys="Mod+Enter" onClick={save.onSave} />
      </span>
    </div>
  );
  return (
    <DetailPane label={title} title={title} footer={footer} onClose={onClose}>
      {/* Keys of the whole form. */}
      <div role="group" aria-label={title} className={classes.form} onKeyDown={onKeyDown}>
        {children}
        {formError !== undefined && (
          <p role="alert" className={classes.formError}>
            {formError}
          </p>
        )}
      </div>
    </DetailPane>
  );
}

export interface UnitFieldProps {
  /** Empty: the first of the user's units. */
  readonly orgId: string;
  readonly help?: string;
  readonly error: string | undefined;
  readonly onChoose: (orgId: string) => void;
}

/** Whose people see the record; nothing to choose from for those with one unit. */
export function UnitField({ orgId, help, error, onChoose }: UnitFieldProps) {
  const { say } = useWords();
  const units = useUnits();
  if (units.length < 2) return null;
  return (
    <FormField label={say('label.unit')} {...(help === undefined ? {} : { help })} {...withError(error)}>
      {(links) => (
        <SelectInput {...links} required value={orgId || (units[0]?.value ?? '')} options={units} onValue={onChoose} />
      )}
    </FormField>
  );
}
