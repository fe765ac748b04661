import { IconFilePencil, IconFlag } from '@tabler/icons-react';
import { type KeyboardEvent, type ReactNode, useId } from 'react';

import { useWords } from '../words/words-context.ts';
import classes from './question-panel.module.css';

export interface QuestionPanelProps {
  /** The question, or what happened. */
  readonly title: string;
  /** The change that it is about. */
  readonly subject: ReactNode;
  readonly ageMs: number;
  /** A draft that is being edited, and asks nothing. */
  readonly isDraft?: boolean;
  readonly foot: ReactNode;
  readonly onKeyDown?: (event: KeyboardEvent) => void;
  readonly children: ReactNode;
}

/** Beside the queue: one change that cannot go on without an answer, with its buttons below. */
export function QuestionPanel({
  title,
  subject,
  ageMs,
  isDraft = false,
  foot,
  onKeyDown,
  children,
}: QuestionPanelProps) {
  const { say, age } = useWords();
  const titleId = useId();
  const Icon = isDraft ? IconFilePencil : IconFlag;
  return (
    <section aria-labelledby={titleId} className={classes.panel} data-region="detail" onKeyDown={onKeyDown}>
      <div className={classes.head}>
        <p className={classes.state} data-draft={isDraft || undefined}>
          <Icon size={14} stroke={1.9} aria-hidden="true" />
          {say(isDraft ? 'queue.draft' : 'queue.needsYou')}
          <span className={classes.age}>{age(ageMs)}</span>
        </p>
        <h2 id={titleId} className={classes.title}>
          {title}
        </h2>
        <p className={classes.subject}>{subject}</p>
      </div>
      <div className={classes.body}>{children}</div>
      <div className={classes.foot}>{foot}</div>
    </section>
  );
}
