import { useLayoutEffect, useRef, useState } from 'react';
import { FieldRow } from '../parts/field-list.tsx';
import { Keycap } from '../parts/keycap.tsx';
import { Mark, type MarkKind } from '../parts/mark.tsx';
import type { SaveAnswer } from '../parts/save-answer.ts';
import { VisuallyHidden } from '../parts/visually-hidden.tsx';
import { useWords } from '../words/words-context.ts';
import { type PickedRecord, RecordPicker } from './record-picker.tsx';
import fieldClasses from '../parts/field-list.module.css';
import inlineClasses from '../parts/inline-field.module.css';
import classes from './records.module.css';

export interface RecordFieldProps {
  readonly label: string;
  readonly kind: 'company' | 'contact' | 'deal';
  readonly value: PickedRecord | null;
  readonly mark: MarkKind | undefined;
  readonly exceptId?: string;
  /** Null: shown without a way to edit it. */
  readonly onSave: ((picked: PickedRecord | null) => Promise<SaveAnswer>) | null;
}

/** A reference to another record, edited in place by searching for it. */
export function RecordField({ label, kind, value, mark, exceptId, onSave }: RecordFieldProps) {
  const { say } = useWords();
  const [isEditing, setIsEditing] = useState(false);
  const [error, setError] = useState<string>();
  const row = useRef<HTMLDivElement>(null);
  const isBack = useRef(false);
  useLayoutEffect(() => {
    if (!isEditing && isBack.current) row.current?.querySelector('button')?.focus();
    isBack.current = false;
  }, [isEditing]);
  const shown = value === null ? <span className={classes.quiet}>{say('field.none')}</span> : value.name;
  if (onSave === null) {
    return (
      <FieldRow label={label}>
        <span className={classes.cut}>{shown}</span> {mark && <Mark kind={mark} />}
      </FieldRow>
    );
  }
  const pick = async (picked: PickedRecord | null): Promise<void> => {
    isBack.current = true;
    setIsEditing(false);
    if (picked?.id === value?.id) return;
    const answer = await onSave(picked);
    setError(answer.kind === 'refused' ? answer.message : undefined);
  };
  return (
    <div ref={row} className={fieldClasses.row} data-inline-field="">
      <span className={fieldClasses.label} aria-hidden="true">
        {label}
      </span>
      {isEditing ? (
        <RecordPicker
          kind={kind}
          label={label}
          value={value}
          onPick={(picked) => void pick(picked)}
          onLeave={() => setIsEditing(false)}
          isFocusedFirst
          {...(exceptId === undefined ? {} : { exceptId })}
        />
      ) : (
        <span className={inlineClasses.editing}>
          <button
            type="button"
            className={inlineClasses.value}
            style={{ marginLeft: 0 }}
            onClick={() => setIsEditing(true)}
          >
            <VisuallyHidden>{say('field.edit', { label })} </VisuallyHidden>
            <span className={inlineClasses.text}>{shown}</span>
            {mark && <Mark kind={mark} />}
            <span className={inlineClasses.hint}>
              <Keycap keys="E" />
            </span>
          </button>
          {error !== undefined && (
            <span role="alert" className={inlineClasses.error}>
              {error}
            </span>
          )}
        </span>
      )}
    </div>
  );
}
