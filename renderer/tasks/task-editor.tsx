import { type KeyboardEvent, useRef, useState } from 'react';
import type { TaskItem } from '../../main/contract/tasks.ts';
import { useMutate } from '../app/use-mutate.ts';
import { Button } from '../parts/button.tsx';
import { FormField } from '../parts/form-field.tsx';
import { TextInput } from '../parts/text-input.tsx';
import { errorText, refusalText } from '../records/refusal.ts';
import { useSavedForm } from '../records/use-saved-form.ts';
import { useWords } from '../words/words-context.ts';
import { endOfDayMs } from './task-groups.ts';
import classes from './tasks.module.css';

interface Typed extends Readonly<Record<string, string>> {
  readonly title: string;
  /** `YYYY-MM-DD` */
  readonly day: string;
  /** `HH:MM` */
  readonly time: string;
}

const two = (value: number): string => String(value).padStart(2, '0');

function typedOf({ title, dueAtMs, isDueAllDay }: TaskItem): Typed {
  if (dueAtMs === null) return { title, day: '', time: '' };
  const at = new Date(dueAtMs);
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return { title, day, time: isDueAllDay ? '' : `${two(at.getHours())}:${two(at.getMinutes())}` };
}

interface Due {
  readonly dueAtMs: number | null;
  readonly isDueAllDay: boolean;
}

function dueOf({ day, time }: Typed): Due {
  if (day === '') return { dueAtMs: null, isDueAllDay: false };
  const atMs = new Date(`${day}T${time === '' ? '00:00' : time}`).getTime();
  return time === '' ? { dueAtMs: endOfDayMs(atMs), isDueAllDay: true } : { dueAtMs: atMs, isDueAllDay: false };
}

/** Only what differs, so that nobody else's change of the rest is touched. */
function changesOf(task: TaskItem, typed: Typed, before: Typed): Readonly<Record<string, unknown>> {
  const title = typed.title.trim();
  const isMoved = typed.day !== before.day || typed.time !== before.time;
  return { ...(title === task.title ? {} : { title }), ...(isMoved ? dueOf(typed) : {}) };
}

type Wrong = { readonly field: 'title' | 'day'; readonly message: string } | null;

/** Title and due time of a task, in its place in the list. Enter saves, Esc puts back. */
export function TaskEditor({ task, onClose }: { readonly task: TaskItem; readonly onClose: () => void }) {
  const words = useWords();
  const { say } = words;
  const mutate = useMutate();
  // The task may be read anew meanwhile; the form starts from what was there when it was opened.
  const [before] = useState(() => typedOf(task));
  const form = useSavedForm<Typed>(`task:${task.id}`, before);
  const [wrong, setWrong] = useState<Wrong>(null);
  const isSaving = useRef(false);
  const close = (): void => {
    form.drop();
    onClose();
  };
  const save = async (): Promise<void> => {
    if (isSaving.current) return;
    if (form.body.title.trim() === '') return setWrong({ field: 'title', message: say('taskList.needTitle') });
    if (form.body.day === '' && form.body.time !== '')
      return setWrong({ field: 'day', message: say('taskList.needDay') });
    const set = changesOf(task, form.body, before);
    if (Object.keys(set).length === 0) return close();
    isSaving.current = true;
    try {
      const result = await mutate({ name: 'tasks.edit', args: { taskId: task.id, set } }, say('taskList.changed'));
      if (result.status !== 'refused') return close();
      setWrong({
        field: result.field?.includes('due') === true ? 'day' : 'title',
        message: refusalText(result.code, words),
      });
    } catch (error) {
      setWrong({ field: 'title', message: errorText(error, words) });
    } finally {
      isSaving.current = false;
    }
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') close();
    else if (event.key === 'Enter' && event.target instanceof HTMLInputElement) void save();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const error = (field: 'title' | 'day') => (wrong?.field === field ? { error: wrong.message } : {});
  return (
    <div role="row" onKeyDown={onKeyDown}>
      <div role="gridcell" className={classes.editor}>
        <div className={classes.editorTitle}>
          <FormField label={say('taskList.editTitle')} {...error('title')}>
            {(links) => (
              <TextInput
                {...links}
                autoFocus
                maxLength={255}
                value={form.body.title}
                onText={(title) => form.set({ title })}
              />
            )}
          </FormField>
        </div>
        <div className={classes.editorDay}>
          <FormField label={say('taskList.editDay')} {...error('day')}>
            {(links) => <TextInput {...links} type="date" value={form.body.day} onText={(day) => form.set({ day })} />}
          </FormField>
        </div>
        <div className={classes.editorTime}>
          <FormField label={say('taskList.editTime')}>
            {(links) => (
              <TextInput {...links} type="time" value={form.body.time} onText={(time) => form.set({ time })} />
            )}
          </FormField>
        </div>
        <Button label={say('taskList.save')} keys="Enter" onClick={() => void save()} />
        <Button variant="subtle" label={say('taskList.cancel')} keys="Esc" onClick={close} />
      </div>
    </div>
  );
}
