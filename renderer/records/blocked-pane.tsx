import type { Explanation } from '../../main/contract/types.ts';
import { Button } from '../parts/button.tsx';
import { DetailPane } from '../parts/detail-pane.tsx';
import { WhyOff } from '../parts/why-off.tsx';
import { useWords } from '../words/words-context.ts';
import classes from './records.module.css';
import { useWhyOff } from './why-off-reason.ts';

export interface BlockedPaneProps {
  /** What was asked for: "New deal". */
  readonly title: string;
  readonly explanation: Explanation;
  readonly onClose: () => void;
}

/** In the place of a form that a key or a menu asked for and the user's role does not allow: why, and nothing to type into. */
export function BlockedPane({ title, explanation, onClose }: BlockedPaneProps) {
  const { say } = useWords();
  const reasonOf = useWhyOff();
  const footer = (
    <div className={classes.foot}>
      <span className={classes.footNote} />
      <Button autoFocus label={say('shell.close')} keys="Esc" onClick={onClose} />
    </div>
  );
  return (
    <DetailPane label={title} title={title} footer={footer} onClose={onClose}>
      <div className={classes.blocked}>
        <WhyOff action={title} reason={reasonOf(explanation)} />
      </div>
    </DetailPane>
  );
}
