import type { ReactNode } from 'react';

import classes from './empty-state.module.css';

export interface EmptyStateProps {
  /** What is so: "No contact matches these 2 filters". */
  readonly title: string;
  /** Why: "412 match without “Not lost”." */
  readonly why?: string;
  /** One or two buttons. */
  readonly actions?: ReactNode;
}

/** Left aligned, without a picture: what is so, why, what to do. */
export function EmptyState({ title, why, actions }: EmptyStateProps) {
  return (
    <div>
      <p className={classes.title}>{title}</p>
      {why !== undefined && <p className={classes.why}>{why}</p>}
      {actions !== undefined && <div className={classes.actions}>{actions}</div>}
    </div>
  );
}
