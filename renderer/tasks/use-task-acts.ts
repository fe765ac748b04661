import { useMemo } from 'react';
import type { TaskItem } from '../../main/contract/tasks.ts';
import { useGo } from '../app/use-go.ts';
import { useMutate, type Write } from '../app/use-mutate.ts';
import { errorText, refusalText } from '../records/refusal.ts';
import { showToast } from '../state/toast-state.ts';
import { useWords } from '../words/words-context.ts';
import { tomorrowOf } from './due-text.ts';

export interface TaskActs {
  readonly tick: (task: TaskItem) => void;
  /** To the next day, at the same time. */
  readonly snooze: (task: TaskItem) => void;
  readonly moveToToday: (tasks: readonly TaskItem[], todayMs: number) => void;
  readonly openRecord: (task: TaskItem) => void;
}

const recordPathOf = ({ dealId, contactId, companyId }: TaskItem): string | null => {
  if (dealId !== null) return `/deals/${dealId}`;
  if (contactId !== null) return `/contacts/${contactId}`;
  return companyId === null ? null : `/companies/${companyId}`;
};

/** What a key or a press does to a task of a list. A refusal has no form to stand in, so it is a message. */
export function useTaskActs(): TaskActs {
  const mutate = useMutate();
  const words = useWords();
  const go = useGo();
  return useMemo(() => {
    const run = (write: Write, done: string): void => {
      mutate(write, done).then(
        ({ status, code }) => {
          if (status === 'refused') showToast({ kind: 'needs-you', text: refusalText(code, words) });
        },
        (error: unknown) => showToast({ kind: 'needs-you', text: errorText(error, words) }),
      );
    };
    const edit = (task: TaskItem, set: object, done: string): void =>
      run({ name: 'tasks.edit', args: { taskId: task.id, set } }, done);
    return {
      tick: ({ id, isDone }) =>
        run(
          { name: isDone ? 'tasks.reopen' : 'tasks.complete', args: { taskId: id } },
          words.say(isDone ? 'taskList.reopened' : 'taskList.completed'),
        ),
      snooze(task) {
        const nowMs = Date.now();
        const set = tomorrowOf(task, nowMs);
        edit(task, set, words.say('taskList.snoozed', { day: words.day(set.dueAtMs, nowMs) }));
      },
      moveToToday(tasks, todayMs) {
        for (const task of tasks) {
          edit(
            task,
            { dueAtMs: todayMs, isDueAllDay: true },
            words.say('taskList.snoozed', { day: words.say('time.today') }),
          );
        }
      },
      openRecord(task) {
        const path = recordPathOf(task);
        if (path !== null) go(path);
      },
    };
  }, [mutate, words, go]);
}
