import { IconRefresh } from '@tabler/icons-react';

import { useWords } from '../words/words-context.ts';
import { Button } from './button.tsx';
import { FactList, type Fact } from './fact-list.tsx';
import classes from './status-details.module.css';

export interface StatusDetailsProps {
  readonly title: string;
  readonly lastContactAtMs: number;
  readonly retryInS: number;
  readonly facts: readonly Fact[];
  readonly onTryNow: () => void;
  readonly onSyncCentre: () => void;
}

/** What works, what becomes a draft and until when: opened from the head of the status line. */
export function StatusDetails({ title, lastContactAtMs, retryInS, facts, onTryNow, onSyncCentre }: StatusDetailsProps) {
  const { say, clock } = useWords();
  return (
    <div className={classes.details}>
      <h2 className={classes.title}>{title}</h2>
      <p className={classes.lead}>{say('status.lastContact', { clock: clock(lastContactAtMs), seconds: retryInS })}</p>
      <FactList facts={facts} />
      <div className={classes.actions}>
        <Button size="xs" icon={IconRefresh} label={say('status.tryNow')} onClick={onTryNow} />
        <Button size="xs" variant="subtle" label={say('status.openSyncCentre')} onClick={onSyncCentre} />
      </div>
    </div>
  );
}
