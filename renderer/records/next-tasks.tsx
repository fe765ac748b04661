import { useMutate } from '../app/use-mutate.ts';
import { useNow } from '../app/use-now.ts';
import { useRead } from '../app/use-read.ts';
import { Checkbox } from '../parts/checkbox.tsx';
import { Mark } from '../parts/mark.tsx';
import { SectionHead } from '../parts/section-head.tsx';
import { showToast } from '../state/toast-state.ts';
import { useWords } from '../words/words-context.ts';
import type { RecordRefOf } from './composer-draft.ts';
import { markOf } from './mark-of.ts';
import { errorText, refusalText } from './refusal.ts';
import { isBlocked, useExplain } from './use-explain.ts';
import classes from './records.module.css';

const LOOKED_AT = 100;
const SHOWN = 6;

/** Open tasks of a record, the next due first. Nothing at all where there is none. */
export function NextTasks({ of }: { readonly of: RecordRefOf }) {
  const words = useWords();
  const mutate = useMutate();
  const nowMs = useNow(60_000);
  const { data } = useRead(['timeline', of.kind, of.id, 'open tasks'], ['task'], (client) =>
    client.timeline.page({ of, kinds: ['task'], limit: LOOKED_AT }),
  );
  const [anyOpen] = (data?.items ?? []).filter((entry) => entry.kind === 'task' && !entry.row.isDone);
  const explanation = useExplain(anyOpen ? { name: 'tasks.complete', args: { taskId: anyOpen.id } } : null);
  const canTick = !isBlocked(explanation);
  const tick = async (taskId: string): Promise<void> => {
    try {
      const result = await mutate({ name: 'tasks.complete', args: { taskId } }, words.say('tasks.completed'));
      if (result.status === 'refused') showToast({ text: refusalText(result.code, words) });
    } catch (error) {
      showToast({ text: errorText(error, words) });
    }
  };
  const open = (data?.items ?? []).flatMap((entry) => (entry.kind === 'task' && !entry.row.isDone ? [entry.row] : []));
  if (open.length === 0) return null;
  const byDue = open.toSorted((a, b) => (a.dueAtMs ?? Infinity) - (b.dueAtMs ?? Infinity)).slice(0, SHOWN);
  return (
    <div>
      <SectionHead title={words.say('tasks.next')} meta={words.number(open.length)} />
      <ul>
        {byDue.map((task) => {
          const mark = markOf(task.pending);
          const isLate = task.dueAtMs !== null && task.dueAtMs < nowMs;
          return (
            <li key={task.id} className={classes.task}>
              {canTick ? (
                <Checkbox
                  label={words.say('tasks.done', { title: task.title })}
                  isChecked={false}
                  isRound
                  onChange={() => void tick(task.id)}
                />
              ) : (
                <Mark kind="locked" />
              )}
              <span className={classes.taskTitle}>{task.title}</span>
              {mark && <Mark kind={mark} />}
              {task.dueAtMs !== null && (
                <span className={classes.taskDue} data-late={isLate || undefined}>
                  {words.day(task.dueAtMs, nowMs)}
                </span>
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
