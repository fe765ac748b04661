import type { ReactNode } from 'react';

import { useWords } from '../words/words-context.ts';
import classes from './cell-text.module.css';

export interface CellTextProps {
  /** Nothing there: the cell says "none" instead of showing a dash. */
  readonly children?: ReactNode;
  readonly tone?: 'strong' | 'plain' | 'quiet' | 'wait' | 'bad';
}

/** Text of one table cell, cut with an ellipsis. */
export function CellText({ children, tone = 'plain' }: CellTextProps) {
  const { say } = useWords();
  const isEmpty = children === undefined || children === null || children === '';
  return (
    <span className={classes.text} data-tone={isEmpty ? 'quiet' : tone}>
      {isEmpty ? say('table.none') : children}
    </span>
  );
}
