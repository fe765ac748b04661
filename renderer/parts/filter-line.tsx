import type { ReactNode } from 'react';

import { useWords } from '../words/words-context.ts';
import classes from './filter-line.module.css';

export interface FilterLineProps {
  /** `FilterChip`s and one `AddChip`. */
  readonly children: ReactNode;
  /** Order, sums: plain words or quiet buttons. */
  readonly end?: ReactNode;
}

export function FilterLine({ children, end }: FilterLineProps) {
  const { say } = useWords();
  return (
    <div className={classes.line}>
      <div role="group" aria-label={say('filter.label')} className={classes.chips}>
        {children}
      </div>
      {end !== undefined && <div className={classes.end}>{end}</div>}
    </div>
  );
}
