import {
  IconArrowsExchange,
  IconCalendarEvent,
  IconCircleCheck,
  IconGitMerge,
  IconMail,
  IconMapPin,
  IconNote,
  IconPencil,
  IconPhone,
  IconPin,
  type TablerIcon,
} from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';

import { useWords } from '../words/words-context.ts';
import { Button } from './button.tsx';
import { Diff } from './diff.tsx';
import { Mark } from './mark.tsx';
import { Markdown } from './markdown.tsx';
import type { ActivityEntry, ChangeEntry, MergedEntry, MergedSide, TimelineEntry } from './timeline-types.ts';
import classes from './timeline.module.css';

const ICONS: { readonly [Kind in TimelineEntry['kind']]: TablerIcon } = {
  call: IconPhone,
  meeting: IconCalendarEvent,
  visit: IconMapPin,
  email: IconMail,
  note: IconNote,
  task: IconCircleCheck,
  change: IconPencil,
  move: IconArrowsExchange,
  merged: IconGitMerge,
};

function ActivityWords({ entry }: { readonly entry: ActivityEntry }) {
  const { say } = useWords();
  return (
    <>
      <p>
        <b className={classes.strong}>{entry.title}</b>{' '}
        {entry.meta && <span className={classes.quiet}>{entry.meta}</span>}{' '}
        {entry.isPinned && (
          <span role="img" aria-label={say('timeline.pinned')} className={classes.pin}>
            <IconPin size={13} stroke={1.9} aria-hidden="true" />
          </span>
        )}
        {entry.mark && <Mark kind={entry.mark} />}
      </p>
      {entry.text &&
        (entry.kind === 'note' ? <Markdown text={entry.text} /> : <p className={classes.text}>{entry.text}</p>)}
    </>
  );
}

function ChangeWords({ entry }: { readonly entry: ChangeEntry }) {
  return (
    <p className={classes.change}>
      {entry.who !== undefined && <span>{entry.who}</span>}
      {entry.subject !== undefined && <b className={classes.strong}>{entry.subject}</b>}
      {entry.fields.map((field) => (
        <Diff key={field.label ?? field.after} {...field} />
      ))}
      {entry.mark && <Mark kind={entry.mark} />}
    </p>
  );
}

function Side({ title, side }: { readonly title: string; readonly side: MergedSide }) {
  return (
    <div className={classes.side}>
      <p className={classes.sideTitle}>
        <b>{title}</b> {side.who}
      </p>
      {side.fields.map((field) => (
        <Diff key={field.label ?? field.after} {...field} />
      ))}
    </div>
  );
}

function MergedWords({
  entry,
  onUndoMine,
}: {
  readonly entry: MergedEntry;
  readonly onUndoMine: (() => void) | undefined;
}) {
  const { say } = useWords();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <p>
        <b className={classes.strong}>{say('timeline.merged')}</b> {entry.sentence}
      </p>
      {isOpen && (
        <div className={classes.both}>
          <Side title={say('timeline.mine')} side={entry.mine} />
          <Side title={say('timeline.theirs')} side={entry.theirs} />
        </div>
      )}
      <div className={classes.actions}>
        <Button
          size="xs"
          label={say(isOpen ? 'timeline.hideBoth' : 'timeline.showBoth')}
          aria-expanded={isOpen}
          onClick={() => setIsOpen(!isOpen)}
        />
        {entry.canUndo && onUndoMine && (
          <Button size="xs" variant="subtle" label={say('timeline.undoMine')} onClick={onUndoMine} />
        )}
      </div>
    </>
  );
}

function wordsFor(entry: TimelineEntry, onUndoMine: (() => void) | undefined): ReactNode {
  switch (entry.kind) {
    case 'merged':
      return <MergedWords entry={entry} onUndoMine={onUndoMine} />;
    case 'change':
    case 'move':
      return <ChangeWords entry={entry} />;
    default:
      return <ActivityWords entry={entry} />;
  }
}

const discOf = (entry: TimelineEntry): 'accent' | 'bare' | 'plain' => {
  if (entry.kind === 'change' || entry.kind === 'move') return 'bare';
  return entry.kind === 'merged' || ('isMine' in entry && entry.isMine) ? 'accent' : 'plain';
};

export interface EntryProps {
  readonly entry: TimelineEntry;
  readonly time: string;
  readonly onUndoMine: ((entryId: string) => void) | undefined;
}

export function TimelineEntryRow({ entry, time, onUndoMine }: EntryProps) {
  const { exact } = useWords();
  const Icon = ICONS[entry.kind];
  return (
    <li className={classes.entry}>
      <span className={classes.disc} data-look={discOf(entry)} aria-hidden="true">
        <Icon size={13} stroke={1.9} />
      </span>
      <div className={classes.words}>{wordsFor(entry, onUndoMine && (() => onUndoMine(entry.id)))}</div>
      <time className={classes.time} dateTime={new Date(entry.atMs).toISOString()} title={exact(entry.atMs)}>
        {time}
      </time>
    </li>
  );
}
