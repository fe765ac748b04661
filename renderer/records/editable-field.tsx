import { useNow } from '../app/use-now.ts';
import { FieldRow } from '../parts/field-list.tsx';
import type { FieldValue } from '../parts/field-value.ts';
import { shownText } from '../parts/field-value.ts';
import { InlineField } from '../parts/inline-field.tsx';
import { Mark, type MarkKind } from '../parts/mark.tsx';
import type { SaveAnswer } from '../parts/save-answer.ts';
import { Tag } from '../parts/tag.tsx';
import { useWords } from '../words/words-context.ts';
import { type FieldSpec, isWrong, type Patch } from './field-spec.ts';
import { withMark } from './mark-of.ts';
import classes from './records.module.css';

export interface EditableFieldProps<Record> {
  readonly spec: FieldSpec<Record>;
  readonly record: Record;
  readonly marks: ReadonlyMap<string, MarkKind>;
  /** Null: shown as it is, without a way to edit it. */
  readonly save: ((set: Patch, label: string) => Promise<SaveAnswer>) | null;
}

const MINUTE_MS = 60_000;

/** One value of a record: edited in place, marked until it is sent. */
export function EditableField<Record>({ spec, record, marks, save }: EditableFieldProps<Record>) {
  const words = useWords();
  const nowMs = useNow(MINUTE_MS);
  const label = typeof spec.label === 'string' ? words.say(spec.label) : spec.label.text;
  const value = spec.read(record);
  const shown = spec.shown?.(record, words);
  const mark = spec.fields.map((field) => marks.get(field)).find((each) => each !== undefined);
  if (save === null) {
    const text = shown ?? shownText(value, words, nowMs);
    return (
      <FieldRow label={label} isTall={value.kind === 'tags' && text !== ''}>
        <Shown value={value} text={text} />
        {mark && <Mark kind={mark} />}
      </FieldRow>
    );
  }
  const onSave = async (next: FieldValue): Promise<SaveAnswer> => {
    const patch = spec.write(next, record);
    if (isWrong(patch)) return { kind: 'refused', message: words.say(patch.wrong) };
    return save(patch, label);
  };
  return (
    <InlineField label={label} value={value} nowMs={nowMs} {...withMark(mark)} {...withShown(shown)} onSave={onSave} />
  );
}

const withShown = (text: string | undefined) =>
  text === undefined ? {} : { shown: <span className={classes.cut}>{text}</span> };

function Shown({ value, text }: { readonly value: FieldValue; readonly text: string }) {
  const { say } = useWords();
  if (text === '') return <span className={classes.quiet}>{say('field.none')}</span>;
  if (value.kind === 'tags')
    return (
      <>
        {value.tags.map((tag) => (
          <Tag key={tag}>{tag}</Tag>
        ))}
      </>
    );
  return <span className={classes.cut}>{text}</span>;
}
