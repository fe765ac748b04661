import { useWords } from '../words/words-context.ts';
import { Button } from './button.tsx';
import { entryTime, groupByDay } from './timeline-days.ts';
import { TimelineEntryRow } from './timeline-entry.tsx';
import { VisuallyHidden } from './visually-hidden.tsx';
import type { TimelineEntry } from './timeline-types.ts';
import classes from './timeline.module.css';

export interface TimelineProps {
  readonly label: string;
  /** Newest first. */
  readonly entries: readonly TimelineEntry[];
  readonly nowMs: number;
  /** Small labels over the days of a read page; a pane says the day in the time instead. */
  readonly hasDays?: boolean;
  readonly hasOlder?: boolean;
  readonly onOlder?: () => void;
  readonly onUndoMine?: (entryId: string) => void;
}

export function Timeline(props: TimelineProps) {
  const { label, entries, nowMs, hasDays = false, hasOlder = false, onOlder, onUndoMine } = props;
  const words = useWords();
  const days = hasDays ? groupByDay(entries, nowMs, words) : [{ label: '', entries }];
  return (
    <div role="region" aria-label={label}>
      {hasDays && (
        <h2>
          <VisuallyHidden>{label}</VisuallyHidden>
        </h2>
      )}
      {days.map((day) => (
        <section key={day.label} aria-label={day.label || undefined}>
          {day.label !== '' && <h3 className={classes.day}>{day.label}</h3>}
          <ol>
            {day.entries.map((entry) => (
              <TimelineEntryRow
                key={entry.id}
                entry={entry}
                time={entryTime(entry.atMs, nowMs, words, hasDays)}
                onUndoMine={onUndoMine}
              />
            ))}
          </ol>
        </section>
      ))}
      {hasOlder && <Button size="xs" variant="subtle" label={words.say('timeline.older')} onClick={onOlder} />}
    </div>
  );
}
