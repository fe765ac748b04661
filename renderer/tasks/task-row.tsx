import type { TaskItem } from '../../main/contract/tasks.ts';
import { Checkbox } from '../parts/checkbox.tsx';
import { Keycap } from '../parts/keycap.tsx';
import { Mark } from '../parts/mark.tsx';
import { VisuallyHidden } from '../parts/visually-hidden.tsx';
import { markOf } from '../records/mark-of.ts';
import { useWords } from '../words/words-context.ts';
import { dueClock, dueText, isLate } from './due-text.ts';
import classes from './tasks.module.css';

export interface TaskRowProps {
  readonly task: TaskItem;
  readonly nowMs: number;
  readonly isTabStop: boolean;
  /** In a list of one day the time is enough. */
  readonly hasDay: boolean;
  readonly onFocus: () => void;
  readonly onTick: () => void;
  readonly onEdit: () => void;
}

/** A task in one line: tick, title, what it hangs on, when it is due. The keys show while it has the focus. */
export function TaskRow({ task, nowMs, isTabStop, hasDay, onFocus, onTick, onEdit }: TaskRowProps) {
  const words = useWords();
  const { say } = words;
  const mark = markOf(task.pending);
  const isOverdue = isLate(task, nowMs);
  const due = hasDay ? dueText(task, nowMs, words) : dueClock(task, words);
  return (
    <div
      role="row"
      className={classes.row}
      data-task-id={task.id}
      data-done={task.isDone || undefined}
      tabIndex={isTabStop ? 0 : -1}
      onFocus={(event) => event.target === event.currentTarget && onFocus()}
      onDoubleClick={onEdit}
    >
      <span role="gridcell" className={classes.tick}>
        <Checkbox
          label={say('taskList.tick', { title: task.title })}
          isChecked={task.isDone}
          isRound
          isTabStop={false}
          onChange={onTick}
        />
      </span>
      <span role="gridcell" className={classes.words}>
        <span className={classes.title}>{task.title}</span>
        {task.onTitle !== null && <span className={classes.on}>{task.onTitle}</span>}
        {mark && <Mark kind={mark} />}
      </span>
      <span role="gridcell" className={classes.end}>
        <span className={classes.keys} aria-hidden="true">
          <Keycap keys="Space" /> {say('taskList.hintDone')} <Keycap keys="S" /> {say('taskList.hintSnooze')}
        </span>
        <span className={classes.due} data-late={isOverdue || undefined}>
          {isOverdue && <VisuallyHidden>{say('taskList.overdueMark')} </VisuallyHidden>}
          {due}
        </span>
      </span>
    </div>
  );
}
