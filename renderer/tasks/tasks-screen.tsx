import { useCallback, useRef, useState } from 'react';
import { useNow } from '../app/use-now.ts';
import { type Hint, HintLine } from '../parts/hint-line.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { ToggleChips } from '../parts/toggle-chips.tsx';
import { EmptySoFar } from '../records/empty-so-far.tsx';
import { useWindowLetters } from '../records/use-window-letters.ts';
import { useNewRequest } from '../state/new-record-state.ts';
import type { Words } from '../words/create-words.ts';
import { useWords } from '../words/words-context.ts';
import { QuickTask } from './quick-task.tsx';
import { groupTasks } from './task-groups.ts';
import { type TaskSection, TaskSections } from './task-sections.tsx';
import classes from './tasks.module.css';
import { useDoneTasks, useOpenTasks } from './use-tasks.ts';

const VIEWS = ['today', 'upcoming', 'noDate', 'done'] as const;
type View = (typeof VIEWS)[number];
const isView = (text: string): text is View => VIEWS.includes(text as View);

const DONE_SHOWN = 100;

function sectionsOf(
  view: View,
  input: { open: ReturnType<typeof useOpenTasks>; done: ReturnType<typeof useDoneTasks>; nowMs: number },
  { say }: Words,
): readonly TaskSection[] {
  const groups = groupTasks(input.open ?? [], input.nowMs);
  const section = (key: 'overdue' | 'today' | 'tomorrow' | 'later' | 'undated', hasDay: boolean): TaskSection => ({
    key,
    title: say(`taskList.section.${key}`),
    tasks: groups[key],
    hasDay,
  });
  if (view === 'today') return [section('overdue', true), section('today', false)];
  if (view === 'upcoming') return [section('tomorrow', false), section('later', true)];
  if (view === 'noDate') return [section('undated', false)];
  return [{ key: 'done', title: say('taskList.section.done'), tasks: input.done ?? [], hasDay: true }];
}

/** My tasks: what is due, what comes, what has no day, what is done; with one line to add another. */
export function TasksScreen() {
  const words = useWords();
  const { say } = words;
  const nowMs = useNow(30_000);
  const [view, setView] = useState<View>('today');
  const open = useOpenTasks();
  const done = useDoneTasks(DONE_SHOWN);
  const input = useRef<HTMLInputElement>(null);
  const focusQuick = useCallback(() => input.current?.focus(), []);
  useNewRequest('task', focusQuick);
  useWindowLetters({ t: focusQuick, c: focusQuick });
  const sections = sectionsOf(view, { open, done, nowMs }, words).filter(({ tasks }) => tasks.length > 0);
  const isRead = (view === 'done' ? done : open) !== undefined;
  const hints: readonly Hint[] = [
    { keys: ['J', 'K'], label: say('hint.move') },
    { keys: ['Space'], label: say('taskList.hintDone') },
    { keys: ['S'], label: say('taskList.hintSnooze') },
    { keys: ['E'], label: say('taskList.hintEdit') },
    { keys: ['Enter'], label: say('taskList.hintRecord'), isOptional: true },
    { keys: ['T'], label: say('taskList.hintNew'), isOptional: true },
  ];
  return (
    <div className={classes.page}>
      <PageHead
        title={say('taskList.title')}
        beside={
          <ToggleChips
            label={say('taskList.views')}
            options={VIEWS.map((key) => ({ key, label: say(`taskList.${key}`) }))}
            value={view}
            onChange={(next) => isView(next) && setView(next)}
          />
        }
      />
      <QuickTask inputRef={input} />
      <div className={classes.scroll}>
        <div className={classes.narrow}>
          {sections.length === 0 && isRead ? (
            <EmptySoFar title={say(`taskList.empty.${view}`)} why={say(`taskList.empty.${view}Why`)} />
          ) : (
            <TaskSections sections={sections} nowMs={nowMs} />
          )}
        </div>
      </div>
      <HintLine lead={open === undefined ? '' : say('taskList.meta', { count: open.length })} hints={hints} />
    </div>
  );
}
