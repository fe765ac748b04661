import { type KeyboardEvent, useId, useRef, useState } from 'react';

import { useWords } from '../words/words-context.ts';
import { type FieldValue, readTyped, typedText } from './field-value.ts';
import { Keycap } from './keycap.tsx';
import type { SaveAnswer } from './save-answer.ts';
import classes from './inline-field.module.css';

export type Leave = 'enter' | 'escape' | 'next' | 'previous' | 'blur';

interface EditorProps {
  readonly label: string;
  readonly value: FieldValue;
  readonly onSave: (next: FieldValue) => SaveAnswer | Promise<SaveAnswer>;
  readonly onLeave: (leave: Leave) => void;
}

const INPUT_TYPE = { text: 'text', phone: 'tel', email: 'text', money: 'text', date: 'date', tags: 'text' } as const;

/** Saves what was typed if it changed; on a refusal the text stays and the reason stands under it. */
function useSaving({ value, onSave, onLeave }: EditorProps) {
  const words = useWords();
  const [typed, setTyped] = useState(() => typedText(value, words));
  const [error, setError] = useState<string>();
  const isLeaving = useRef(false);
  const isSaving = useRef(false);
  const leave = (how: Leave): void => {
    isLeaving.current = true;
    onLeave(how);
  };
  const save = async (how: Leave): Promise<void> => {
    if (isLeaving.current || isSaving.current) return;
    if (typed === typedText(value, words)) return leave(how);
    const reading = readTyped(value, typed, words);
    if (reading.kind === 'wrong') return setError(reading.message);
    isSaving.current = true;
    const answer = await onSave(reading.value);
    isSaving.current = false;
    if (answer.kind === 'refused') setError(answer.message);
    else leave(how);
  };
  return { typed, setTyped, error, save, leave };
}

function leaveFor(event: KeyboardEvent): Leave | undefined {
  if (event.nativeEvent.isComposing) return undefined;
  if (event.key === 'Enter') return 'enter';
  if (event.key === 'Escape') return 'escape';
  if (event.key === 'Tab') return event.shiftKey ? 'previous' : 'next';
  return undefined;
}

export function InlineEditor(props: EditorProps) {
  const { label, value } = props;
  const { typed, setTyped, error, save, leave } = useSaving(props);
  const errorId = useId();
  const onKeyDown = (event: KeyboardEvent): void => {
    const how = leaveFor(event);
    if (how === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (how === 'escape') leave(how);
    else void save(how);
  };
  const shared = {
    className: classes.input,
    'aria-label': label,
    'aria-invalid': error !== undefined,
    'aria-describedby': error === undefined ? undefined : errorId,
    autoFocus: true,
    value: typed,
    onKeyDown,
    onBlur: () => void save('blur'),
  };
  return (
    <span className={classes.editing}>
      <span className={classes.box} data-wrong={error !== undefined || undefined}>
        {value.kind === 'select' ? (
          <select {...shared} onChange={(event) => setTyped(event.currentTarget.value)}>
            {value.options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </select>
        ) : (
          <input {...shared} type={INPUT_TYPE[value.kind]} onChange={(event) => setTyped(event.currentTarget.value)} />
        )}
        <Keycap keys="Enter" />
      </span>
      {error !== undefined && (
        <span id={errorId} role="alert" className={classes.error}>
          {error}
        </span>
      )}
    </span>
  );
}
