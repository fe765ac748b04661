import {
  IconArrowDown,
  IconCheck,
  IconCircle,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlugConnectedX,
} from '@tabler/icons-react';

import { useWords } from '../words/words-context.ts';
import { Button } from './button.tsx';
import { Meter } from './meter.tsx';
import { Note } from './note.tsx';
import { SectionHead } from './section-head.tsx';
import { VisuallyHidden } from './visually-hidden.tsx';
import classes from './first-sync-progress.module.css';

export type SyncPart =
  | { readonly kind: 'arrived'; readonly label: string; readonly rows: number }
  | { readonly kind: 'arriving'; readonly label: string; readonly done: number; readonly total: number }
  | { readonly kind: 'next'; readonly label: string };

export interface FirstSyncProgressProps {
  readonly rowsDone: number;
  readonly rowsTotal: number;
  /** Left out until the rate is known: no invented time. */
  readonly leftMs?: number;
  readonly parts: readonly SyncPart[];
  readonly isPaused: boolean;
  readonly onPause: () => void;
  readonly isOnlyWifi?: boolean;
  readonly onOnlyWifi?: () => void;
}

const ICONS = { arrived: IconCheck, arriving: IconArrowDown, next: IconCircle } as const;
const SPOKEN = { arrived: 'firstSync.done', arriving: 'firstSync.running', next: 'firstSync.next' } as const;

function PartRow({ part }: { readonly part: SyncPart }) {
  const { say, number } = useWords();
  const Icon = ICONS[part.kind];
  const amount = (): string => {
    if (part.kind === 'arrived') return number(part.rows);
    return part.kind === 'arriving' ? say('firstSync.partly', part) : say('firstSync.next');
  };
  return (
    <li className={classes.part} data-kind={part.kind}>
      <Icon size={part.kind === 'next' ? 8 : 16} stroke={1.7} aria-hidden="true" />
      <span className={classes.label}>{part.label}</span>
      {part.kind !== 'next' && <VisuallyHidden>{say(SPOKEN[part.kind])}</VisuallyHidden>}
      <span className={classes.amount}>{amount()}</span>
    </li>
  );
}

/** True numbers of the first sync: how much, how long, which kinds are here already. */
export function FirstSyncProgress(props: FirstSyncProgressProps) {
  const { rowsDone, rowsTotal, leftMs, parts, isPaused, onPause, isOnlyWifi = false, onOnlyWifi } = props;
  const { say, percent, minutesLeft } = useWords();
  const rows = say('firstSync.rows', { done: rowsDone, total: rowsTotal });
  return (
    <div className={classes.progress}>
      <SectionHead title={say('firstSync.title')} meta={percent(rowsTotal === 0 ? 0 : rowsDone / rowsTotal)} />
      <Meter label={say('firstSync.title')} value={rowsDone} max={rowsTotal} valueText={rows} isThick />
      <p className={classes.numbers}>
        <span>{rows}</span>
        {leftMs !== undefined && <span>{say('firstSync.left', { time: minutesLeft(leftMs) })}</span>}
      </p>
      <ul>
        {parts.map((part) => (
          <PartRow key={part.label} part={part} />
        ))}
      </ul>
      <div className={classes.actions}>
        <Button
          size="xs"
          icon={isPaused ? IconPlayerPlay : IconPlayerPause}
          label={say(isPaused ? 'firstSync.resume' : 'firstSync.pause')}
          onClick={onPause}
        />
        {onOnlyWifi && (
          <Button
            size="xs"
            variant="subtle"
            label={say('firstSync.onlyWifi')}
            aria-pressed={isOnlyWifi}
            onClick={onOnlyWifi}
          />
        )}
      </div>
      <Note icon={IconPlugConnectedX}>{say('firstSync.resumes')}</Note>
    </div>
  );
}
