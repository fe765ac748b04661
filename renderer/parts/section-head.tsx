import type { ReactNode } from 'react';

import classes from './section-head.module.css';

export interface SectionHeadProps {
  readonly title: string;
  /** A count or a few words in grey, for example "2 open, 86,500 €". */
  readonly meta?: ReactNode;
  readonly action?: ReactNode;
  readonly id?: string;
}

/** An `h2` over a hairline as wide as the text below it. */
export function SectionHead({ title, meta, action, id }: SectionHeadProps) {
  return (
    <div className={classes.head}>
      <h2 className={classes.title} {...(id === undefined ? {} : { id })}>
        {title}
      </h2>
      {meta !== undefined && <span className={classes.meta}>{meta}</span>}
      {action !== undefined && <span className={classes.action}>{action}</span>}
    </div>
  );
}
