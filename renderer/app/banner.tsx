import type { ReactNode } from 'react';
import classes from './shell.module.css';

/** One line over the screen, with what can be done about it. */
export function Banner({ children, action }: { readonly children: ReactNode; readonly action?: ReactNode }) {
  return (
    <div className={classes.banner}>
      <div className={classes.bannerWords}>{children}</div>
      {action}
    </div>
  );
}
