import type { ReactNode } from 'react';

import { Keycap } from './keycap.tsx';
import classes from './hint-line.module.css';

export interface Hint {
  /** Alternatives, for example `['J', 'K']`. */
  readonly keys: readonly string[];
  readonly label: string;
  /** Gone below 1100 px. */
  readonly isOptional?: boolean;
}

export interface HintLineProps {
  /** A count, or the name of the focused thing. */
  readonly lead?: ReactNode;
  readonly isLeadStrong?: boolean;
  readonly hints: readonly Hint[];
}

/** The keys that work where the focus is; reading matter only, so it is not announced. */
export function HintLine({ lead, isLeadStrong = false, hints }: HintLineProps) {
  return (
    <div className={classes.line}>
      <span className={classes.lead} data-strong={isLeadStrong || undefined}>
        {lead}
      </span>
      <span className={classes.hints}>
        {hints.map(({ keys, label, isOptional = false }) => (
          <span key={label} className={classes.hint} data-optional={isOptional || undefined}>
            {keys.map((key) => (
              <Keycap key={key} keys={key} />
            ))}
            <span className={classes.words}>{label}</span>
          </span>
        ))}
      </span>
    </div>
  );
}
