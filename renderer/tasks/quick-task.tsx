import { IconPlus } from '@tabler/icons-react';
import type { KeyboardEvent, Ref } from 'react';
import { useNow } from '../app/use-now.ts';
import { Button } from '../parts/button.tsx';
import { FormField } from '../parts/form-field.tsx';
import { TextInput } from '../parts/text-input.tsx';
import { Guarded } from '../records/guarded.tsx';
import { EXAMPLE_ID } from '../records/use-explain.ts';
import { useSavedForm } from '../records/use-saved-form.ts';
import { useSendLine } from '../records/use-send-line.ts';
import { useUnits } from '../records/use-units.ts';
import { useWords } from '../words/words-context.ts';
import { dueText } from './due-text.ts';
import { readQuickTask } from './read-quick-task.ts';
import classes from './tasks.module.css';

const EMPTY = { text: '' };

/** One line for a new task; a day and a time at its end are read as its due time, and said back before it is added. */
export function QuickTask({ inputRef }: { readonly inputRef: Ref<HTMLInputElement> }) {
  const { say } = useWords();
  const orgId = useUnits()[0]?.value;
  if (orgId === undefined) return null;
  const write = { name: 'tasks.create', args: { taskId: EXAMPLE_ID, title: 'x', orgId } };
  return (
    <div className={classes.quick} data-region="new">
      <Guarded write={write} label={say('taskList.quick')}>
        <OpenQuickTask orgId={orgId} inputRef={inputRef} />
      </Guarded>
    </div>
  );
}

function useHelp(text: string): string {
  const words = useWords();
  const nowMs = useNow(30_000);
  if (text.trim() === '') return words.say('taskList.quickHelp');
  const task = readQuickTask(text, nowMs);
  if (task.dueAtMs === null) return words.say('taskList.quickNoDue');
  return words.say('taskList.quickDue', { due: dueText(task, nowMs, words) });
}

function OpenQuickTask({ orgId, inputRef }: { readonly orgId: string; readonly inputRef: Ref<HTMLInputElement> }) {
  const { say } = useWords();
  const form = useSavedForm('task:new', EMPTY);
  const { error, setError, isSending, send } = useSendLine(form);
  const help = useHelp(form.body.text);
  const add = (): void => {
    const { text, mutationId, recordId } = form.now();
    const { title, dueAtMs, isDueAllDay } = readQuickTask(text, Date.now());
    // A second Enter in the same breath is no task without a title.
    if (title === '') return isSending() ? undefined : setError(say('taskList.needTitle'));
    const due = dueAtMs === null ? {} : { dueAtMs, isDueAllDay };
    const write = { name: 'tasks.create', args: { taskId: recordId, title, orgId, ...due }, mutationId };
    void send({ write, done: say('taskList.added') });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    if (!event.repeat) add();
  };
  const onText = (text: string): void => {
    setError(undefined);
    form.set({ text });
  };
  return (
    <div className={classes.quickLine}>
      <div className={classes.quickField}>
        <FormField label={say('taskList.quick')} help={help} {...(error === undefined ? {} : { error })}>
          {(links) => (
            <TextInput
              {...links}
              ref={inputRef}
              maxLength={255}
              value={form.body.text}
              onText={onText}
              onKeyDown={onKeyDown}
            />
          )}
        </FormField>
      </div>
      <span className={classes.quickButton}>
        <Button icon={IconPlus} label={say('taskList.add')} keys="Enter" onClick={add} />
      </span>
    </div>
  );
}
