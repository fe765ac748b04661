import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useNew } from '../app/new-records.ts';
import { useNow } from '../app/use-now.ts';
import { Button } from '../parts/button.tsx';
import { type Hint, HintLine } from '../parts/hint-line.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { EmptySoFar, useIsArriving } from '../records/empty-so-far.tsx';
import { useWindowLetters } from '../records/use-window-letters.ts';
import { endOfDayMs, groupTasks, startOfDayMs } from '../tasks/task-groups.ts';
import { type TaskSection, TaskSections } from '../tasks/task-sections.tsx';
import { useTaskActs } from '../tasks/use-task-acts.ts';
import { useDoneTasks, useOpenTasks } from '../tasks/use-tasks.ts';
import { dateFormat } from '../words/intl-cache.ts';
import type { Words } from '../words/create-words.ts';
import { useWords } from '../words/words-context.ts';
import { ClosingDeals, QuietDeals } from './deal-lists.tsx';
import { MyMonth } from './my-month.tsx';
import classes from './today.module.css';
import { useMyDeals } from './use-my-deals.ts';
import { WaitsForMe } from './waits-for-me.tsx';

/** Done ones stay in sight for the rest of the day. */
const DONE_LOOKED_AT = 50;

function sentence(overdue: number, due: number, { say }: Words): string {
  const parts = [
    ...(overdue > 0 ? [say('today.overdue', { count: overdue })] : []),
    ...(due > 0 ? [say('today.due', { count: due })] : []),
  ];
  return parts.length === 0 ? say('today.nothingDue') : `${parts.join(', ')}.`;
}

const longDay = (nowMs: number, { locale }: Words): string =>
  dateFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' }).format(nowMs).replace(',', '');

/** What is late, what is due, and what is done of it, as sections without boxes. */
function useSections(nowMs: number): {
  readonly sections: readonly TaskSection[];
  readonly overdue: number;
  readonly due: number;
} {
  const words = useWords();
  const { say } = words;
  const open = useOpenTasks();
  const done = useDoneTasks(DONE_LOOKED_AT);
  const acts = useTaskActs();
  const [isTomorrowShown, setIsTomorrowShown] = useState(false);
  const { overdue, today, tomorrow } = groupTasks(open ?? [], nowMs);
  const doneToday = (done ?? []).filter(({ doneAtMs }) => (doneAtMs ?? 0) >= startOfDayMs(nowMs));
  const moveAll = (
    <Button
      size="xs"
      variant="subtle"
      label={say('taskList.snoozeAll')}
      onClick={() => acts.moveToToday(overdue, endOfDayMs(nowMs))}
    />
  );
  const showTomorrow = (
    <Button
      size="xs"
      variant="subtle"
      aria-expanded={isTomorrowShown}
      label={say(isTomorrowShown ? 'today.hideTomorrow' : 'today.showTomorrow')}
      onClick={() => setIsTomorrowShown((isShown) => !isShown)}
    />
  );
  const dueMeta =
    doneToday.length === 0
      ? {}
      : { meta: say('today.doneMeta', { open: words.number(today.length), done: doneToday.length }) };
  const all: readonly TaskSection[] = [
    { key: 'overdue', title: say('taskList.section.overdue'), tasks: overdue, hasDay: true, action: moveAll },
    { key: 'today', title: say('taskList.section.today'), tasks: [...today, ...doneToday], hasDay: false, ...dueMeta },
    {
      key: 'tomorrow',
      title: say('taskList.section.tomorrow'),
      meta: say('today.tomorrowCount', { count: tomorrow.length }),
      tasks: isTomorrowShown ? tomorrow : [],
      hasDay: false,
      action: showTomorrow,
    },
  ];
  const isShown = ({ key, tasks }: TaskSection): boolean =>
    tasks.length > 0 || (key === 'tomorrow' && tomorrow.length > 0);
  return { sections: all.filter(isShown), overdue: overdue.length, due: today.length };
}

/** The first page of the day: tasks, what waits for an answer, and the deals that need a look. */
export function TodayScreen() {
  const words = useWords();
  const { say } = words;
  const nowMs = useNow(30_000);
  const openNew = useNew();
  const deals = useMyDeals();
  const { sections, overdue, due } = useSections(nowMs);
  const isArriving = useIsArriving();
  const newTask = (): void => openNew('task');
  useWindowLetters({ t: newTask });
  const hints: readonly Hint[] = [
    { keys: ['J', 'K'], label: say('hint.move') },
    { keys: ['Space'], label: say('taskList.hintDone') },
    { keys: ['S'], label: say('taskList.hintSnooze') },
    { keys: ['E'], label: say('taskList.hintEdit') },
    { keys: ['?'], label: say('hint.allKeys'), isOptional: true },
  ];
  return (
    <div className={classes.page}>
      <PageHead
        variant="read"
        title={longDay(nowMs, words)}
        meta={isArriving && sections.length === 0 ? say('today.arriving') : sentence(overdue, due, words)}
        actions={<Button icon={IconPlus} label={say('taskList.new')} keys="T" onClick={newTask} />}
      />
      <div className={classes.columns}>
        <div className={classes.main}>
          {sections.length === 0 ? (
            <div className={classes.empty}>
              <EmptySoFar title={say('taskList.empty.today')} why={say('taskList.empty.todayWhy')} />
            </div>
          ) : (
            <TaskSections sections={sections} nowMs={nowMs} />
          )}
          <ClosingDeals deals={deals ?? []} nowMs={nowMs} />
        </div>
        <div className={classes.side} data-region="side">
          <WaitsForMe />
          <QuietDeals deals={deals ?? []} nowMs={nowMs} />
          <MyMonth deals={deals ?? []} nowMs={nowMs} />
        </div>
      </div>
      <HintLine hints={hints} />
    </div>
  );
}
