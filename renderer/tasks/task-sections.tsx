import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { TaskItem } from '../../main/contract/tasks.ts';
import { SectionHead } from '../parts/section-head.tsx';
import { useListKeys } from '../parts/use-list-keys.ts';
import { TaskEditor } from './task-editor.tsx';
import { TaskRow } from './task-row.tsx';
import classes from './tasks.module.css';
import { useTaskActs } from './use-task-acts.ts';

export interface TaskSection {
  readonly key: string;
  readonly title: string;
  readonly meta?: ReactNode;
  readonly action?: ReactNode;
  readonly tasks: readonly TaskItem[];
  readonly hasDay: boolean;
}

interface TaskSectionsProps {
  readonly sections: readonly TaskSection[];
  readonly nowMs: number;
}

/** A row that left the list gives its focus to the one that took its place. */
function useKeptFocus(ids: readonly string[], index: number) {
  const root = useRef<HTMLDivElement>(null);
  const hadFocus = useRef(false);
  useEffect(() => {
    const id = ids[index];
    if (hadFocus.current && document.activeElement === document.body && id !== undefined) {
      root.current?.querySelector<HTMLElement>(`[data-task-id="${id}"]`)?.focus();
    }
    hadFocus.current = root.current?.contains(document.activeElement) ?? false;
  });
  return root;
}

/** Sections of tasks with one tab stop: J K walk all of them, Space ticks, S moves to tomorrow, E edits, Enter opens the record. */
export function TaskSections({ sections, nowMs }: TaskSectionsProps) {
  const acts = useTaskActs();
  const [focus, setFocus] = useState({ id: '', index: 0 });
  const [editedId, setEditedId] = useState('');
  const all = sections.flatMap(({ tasks }) => tasks);
  const found = all.findIndex(({ id }) => id === focus.id);
  const index = found >= 0 ? found : Math.min(focus.index, Math.max(0, all.length - 1));
  const root = useKeptFocus(
    all.map(({ id }) => id),
    index,
  );
  const focusOn = (to: number): void => {
    const id = all[to]?.id;
    if (id !== undefined) root.current?.querySelector<HTMLElement>(`[data-task-id="${id}"]`)?.focus();
  };
  const byKey = new Map<string, (task: TaskItem) => void>([
    [' ', acts.tick],
    ['s', acts.snooze],
    ['e', ({ id }) => setEditedId(id)],
    ['Enter', acts.openRecord],
  ]);
  const onKeyDown = useListKeys({
    count: all.length,
    index,
    onMove: focusOn,
    onKey: (key, event) => {
      const task = all[index];
      const isOnRow = event.target instanceof HTMLElement && event.target.dataset['taskId'] === task?.id;
      const act = byKey.get(key);
      if (task === undefined || act === undefined || !isOnRow) return false;
      act(task);
      return true;
    },
  });
  const close = (): void => {
    setEditedId('');
    requestAnimationFrame(() => focusOn(index));
  };
  return (
    <div ref={root} className={classes.sections} data-region="list" onKeyDown={onKeyDown}>
      {sections.map(({ key, title, meta, action, tasks, hasDay }) => (
        <section key={key} aria-label={title}>
          <SectionHead title={title} meta={meta ?? tasks.length} {...(action === undefined ? {} : { action })} />
          {tasks.length > 0 && (
            <div role="grid" aria-label={title}>
              {tasks.map((task) => (
                <div key={task.id} role="presentation" className={classes.rowBox}>
                  {task.id === editedId ? (
                    <TaskEditor task={task} onClose={close} />
                  ) : (
                    <TaskRow
                      task={task}
                      nowMs={nowMs}
                      isTabStop={task.id === all[index]?.id}
                      hasDay={hasDay}
                      onFocus={() => setFocus({ id: task.id, index: all.findIndex(({ id }) => id === task.id) })}
                      onTick={() => acts.tick(task)}
                      onEdit={() => setEditedId(task.id)}
                    />
                  )}
                </div>
              ))}
            </div>
          )}
        </section>
      ))}
    </div>
  );
}
