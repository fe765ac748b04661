import type { ReactNode } from 'react';

import classes from './tag.module.css';

export type Tone = 'neutral' | 'accent' | 'good' | 'wait' | 'bad';

export interface TagProps {
  /** Coloured only for state, and no more than one coloured tag in a row. */
  readonly tone?: Tone;
  readonly children: ReactNode;
}

export function Tag({ tone = 'neutral', children }: TagProps) {
  return (
    <span className={classes.tag} data-tone={tone}>
      {children}
    </span>
  );
}
