import { IconFilePencil } from '@tabler/icons-react';

import { useWords } from '../words/words-context.ts';
import { Button } from './button.tsx';
import { FactList } from './fact-list.tsx';
import classes from './why-off.module.css';

/** Everything there is to say about why an action is off now, in whole words. */
export interface WhyOffReason {
  readonly sentence: string;
  readonly permission: string;
  readonly lastAnswer: string;
  /** Where the last answer came from and how old it is. */
  readonly source: string;
  readonly credit: string;
  readonly unblocks: string;
}

export interface WhyOffProps {
  readonly action: string;
  readonly reason: WhyOffReason;
  readonly titleId?: string;
  readonly onKeepAsDraft?: () => void;
}

/** The content of the popover "Why is this off?". */
export function WhyOff({ action, reason, titleId, onKeepAsDraft }: WhyOffProps) {
  const { say } = useWords();
  const facts = [
    { label: say('why.permission'), value: reason.permission },
    { label: say('why.lastAnswer'), value: reason.lastAnswer },
    { label: say('why.source'), value: reason.source },
    { label: say('why.credit'), value: reason.credit },
    { label: say('why.unblocks'), value: reason.unblocks, isStrong: true },
  ];
  return (
    <div>
      <div className={classes.words}>
        <p className={classes.title} id={titleId}>
          {say('why.title', { action })}
        </p>
        <p className={classes.sentence}>{reason.sentence}</p>
        <FactList facts={facts} />
      </div>
      {onKeepAsDraft && (
        <div className={classes.foot}>
          <span className={classes.note}>{say('why.nothingBefore')}</span>
          <Button size="xs" icon={IconFilePencil} label={say('why.keepDraft')} keys="Enter" onClick={onKeepAsDraft} />
        </div>
      )}
    </div>
  );
}
