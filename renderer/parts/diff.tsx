import { IconArrowRight } from '@tabler/icons-react';

import { useWords } from '../words/words-context.ts';
import { VisuallyHidden } from './visually-hidden.tsx';
import classes from './diff.module.css';

export interface FieldDiff {
  readonly label?: string;
  /** Left out where there was nothing before. */
  readonly before?: string;
  readonly after: string;
}

/** `label old struck -> new` on one line. */
export function Diff({ label, before, after }: FieldDiff) {
  const { say } = useWords();
  return (
    <span className={classes.diff}>
      {label !== undefined && <span className={classes.label}>{label}</span>}
      {before !== undefined && (
        <>
          <VisuallyHidden>{say('timeline.was', { before, after })}</VisuallyHidden>
          <s className={classes.before} aria-hidden="true">
            {before}
          </s>
          <IconArrowRight size={13} stroke={1.9} aria-hidden="true" />
        </>
      )}
      <span className={classes.after} aria-hidden={before !== undefined || undefined}>
        {after}
      </span>
    </span>
  );
}
