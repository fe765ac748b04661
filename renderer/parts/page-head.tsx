import type { ReactNode } from 'react';

import classes from './page-head.module.css';

export interface PageHeadProps {
  readonly title: string;
  /** `list`: one 48 px line; `read`: a larger title over a line of meta. */
  readonly variant?: 'list' | 'read';
  /** Its left edge is that of the list under it. */
  readonly isOverList?: boolean;
  readonly lead?: ReactNode;
  /** Beside the title: view menu, the tag "edited", a pipeline picker. */
  readonly beside?: ReactNode;
  readonly meta?: ReactNode;
  readonly actions?: ReactNode;
}

export function PageHead({ title, variant = 'list', isOverList = false, lead, beside, meta, actions }: PageHeadProps) {
  return (
    <div className={classes.head} data-variant={variant} data-over-list={isOverList || undefined} data-region="head">
      {lead}
      <div className={classes.words}>
        <div className={classes.line}>
          <h1 className={classes.title}>{title}</h1>
          {beside}
        </div>
        {variant === 'read' && meta !== undefined && <p className={classes.meta}>{meta}</p>}
      </div>
      {variant === 'list' && meta !== undefined && <span className={classes.side}>{meta}</span>}
      {actions !== undefined && <div className={classes.actions}>{actions}</div>}
    </div>
  );
}
