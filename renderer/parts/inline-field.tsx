import { type KeyboardEvent, type ReactNode, useLayoutEffect, useRef, useState } from 'react';

import { useWords } from '../words/words-context.ts';
import { type FieldValue, shownText } from './field-value.ts';
import { InlineEditor, type Leave } from './inline-editor.tsx';
import { Keycap } from './keycap.tsx';
import { letterOf, useLetterKeys } from './letter-keys.ts';
import { Mark, type MarkKind } from './mark.tsx';
import type { SaveAnswer } from './save-answer.ts';
import { Tag } from './tag.tsx';
import { VisuallyHidden } from './visually-hidden.tsx';
import listClasses from './field-list.module.css';
import classes from './inline-field.module.css';

export interface InlineFieldProps {
  readonly label: string;
  readonly value: FieldValue;
  readonly nowMs: number;
  /** Stands beside the value until it is sent. */
  readonly mark?: MarkKind;
  /** What the value is drawn as, where text is not enough (avatar and name, a link). */
  readonly shown?: ReactNode;
  readonly onSave: (next: FieldValue) => SaveAnswer | Promise<SaveAnswer>;
}

/** Opens the next field of the same list, as Tab does in a sheet. */
function openNext(from: HTMLElement | null, step: 1 | -1): void {
  const list = from?.closest('[data-field-list]');
  const fields = [...(list?.querySelectorAll<HTMLElement>('[data-inline-field]') ?? [])];
  const here = fields.findIndex((field) => field.contains(from));
  fields[here + step]?.querySelector<HTMLElement>('button')?.click();
}

function Value({
  value,
  text,
  shown,
}: {
  readonly value: FieldValue;
  readonly text: string;
  readonly shown: ReactNode;
}) {
  const { say } = useWords();
  if (shown !== undefined) return <>{shown}</>;
  if (text === '') return <span className={classes.none}>{say('field.none')}</span>;
  if (value.kind === 'tags')
    return (
      <>
        {value.tags.map((tag) => (
          <Tag key={tag}>{tag}</Tag>
        ))}
      </>
    );
  return <span className={classes.text}>{text}</span>;
}

/** Rest: plain text. Hover: tint and the key E. Enter, E or a press edits in place; Enter saves, Esc reverts, Tab goes on. */
export function InlineField({ label, value, nowMs, mark, shown, onSave }: InlineFieldProps) {
  const words = useWords();
  const areLettersOn = useLetterKeys();
  const [isEditing, setIsEditing] = useState(false);
  const row = useRef<HTMLDivElement>(null);
  const isBack = useRef(false);
  const text = shownText(value, words, nowMs);

  useLayoutEffect(() => {
    if (!isEditing && isBack.current) row.current?.querySelector('button')?.focus();
    isBack.current = false;
  }, [isEditing]);

  const onLeave = (leave: Leave): void => {
    isBack.current = leave === 'enter' || leave === 'escape';
    setIsEditing(false);
    if (leave === 'next' || leave === 'previous') openNext(row.current, leave === 'next' ? 1 : -1);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (letterOf(event, areLettersOn) !== 'e') return;
    event.preventDefault();
    event.stopPropagation();
    setIsEditing(true);
  };
  return (
    <div ref={row} className={listClasses.row} data-inline-field="">
      <span className={listClasses.label} aria-hidden="true">
        {label}
      </span>
      {isEditing ? (
        <InlineEditor label={label} value={value} onSave={onSave} onLeave={onLeave} />
      ) : (
        <button
          type="button"
          className={classes.value}
          data-tall={(value.kind === 'tags' && text !== '') || undefined}
          onClick={() => setIsEditing(true)}
          onKeyDown={onKeyDown}
        >
          <VisuallyHidden>{words.say('field.edit', { label })} </VisuallyHidden>
          <Value value={value} text={text} shown={shown} />
          {mark && <Mark kind={mark} />}
          <span className={classes.hint}>
            <Keycap keys="E" />
          </span>
        </button>
      )}
    </div>
  );
}
