import { useState } from 'react';
import type { OutboxItem } from '../../main/contract/types.ts';
import { Button } from '../parts/button.tsx';
import { FormField } from '../parts/form-field.tsx';
import { Note } from '../parts/note.tsx';
import { QuestionPanel } from '../parts/question-panel.tsx';
import { TextArea, TextInput } from '../parts/text-input.tsx';
import { useWindowConfirm } from '../parts/use-window-confirm.ts';
import { useSavedForm } from '../records/use-saved-form.ts';
import { describeChange } from './describe-change.ts';
import { describeReason } from './describe-reason.ts';
import { fieldLabel } from './field-label.ts';
import { editedArgs, refusedFields } from './refused-form.ts';
import type { ShowContext } from './show-value.ts';
import classes from './sync.module.css';
import type { QueueActs } from './use-queue-acts.ts';

export interface RefusedViewProps {
  readonly item: OutboxItem;
  readonly context: ShowContext;
  readonly acts: QueueActs;
  readonly onLater: () => void;
}

/** The server refused a change: its text is kept here, can be edited and sent again, or discarded. */
export function RefusedView({ item, context, acts, onLater }: RefusedViewProps) {
  const { say } = context.words;
  // What was refused does not change under the form, whatever else is read meanwhile.
  const [fields] = useState(() => refusedFields(item, context));
  const [initial] = useState(() => Object.fromEntries(fields.map(({ name, text }) => [name, text])));
  const form = useSavedForm<Readonly<Record<string, string>>>(`refused:${item.mutationId}`, initial);
  const [wrong, setWrong] = useState<{ readonly name: string; readonly message: string } | null>(null);
  const { action, subject } = describeChange(item, context);
  const isDeleted = item.reason?.code === 'DELETED';
  const send = async (): Promise<void> => {
    const edited = editedArgs(item, { fields, typed: form.body, context });
    if (edited.kind === 'wrong') return setWrong(edited);
    const isDone =
      edited.kind === 'same' ? await acts.resolve(item, 'retry') : await acts.resolve(item, 'edit', edited.args);
    if (isDone) form.drop();
  };
  useWindowConfirm(() => void send());
  const isEdited = fields.some(({ name, text }) => form.body[name] !== text);
  const foot = (
    <>
      <Button variant="subtle" label={say('conflict.later')} onClick={onLater} />
      <Button label={say('queue.discard')} onClick={() => void acts.discard(item)} />
      {isDeleted && <Button label={say('sync.restoreAndSend')} onClick={() => void acts.resolve(item, 'restore')} />}
      {item.name === 'contacts.create' && item.reason?.record !== undefined && (
        <Button label={say('merge.intoHolder')} onClick={() => void acts.resolve(item, 'merge')} />
      )}
      <Button
        variant="filled"
        label={say(isEdited ? 'sync.sendEdited' : 'sync.sendAgain')}
        keys="Mod+Enter"
        onClick={() => void send()}
      />
    </>
  );
  return (
    <QuestionPanel
      title={say('sync.refusedTitle')}
      subject={`${action} ${subject}`}
      ageMs={Math.max(0, context.nowMs - item.wallMs)}
      foot={foot}
    >
      <Note tone="bad">{describeReason(item, context)}</Note>
      {fields.length > 0 && <p className={classes.quiet}>{say('sync.refusedEdit')}</p>}
      {fields.map(({ name, isLong }) => (
        <FormField
          key={name}
          label={fieldLabel(name, context.words)}
          {...(wrong?.name === name ? { error: wrong.message } : {})}
        >
          {(links) => {
            const shared = {
              ...links,
              value: form.body[name] ?? '',
              onText: (text: string) => form.set({ [name]: text }),
            };
            return isLong ? <TextArea {...shared} rows={5} /> : <TextInput {...shared} />;
          }}
        </FormField>
      ))}
    </QuestionPanel>
  );
}
