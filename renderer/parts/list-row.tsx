import type { KeyboardEvent, ReactNode } from 'react';

import { cx } from './cx.ts';
import classes from './list-row.module.css';

export interface ListRowProps {
  readonly lead?: ReactNode;
  readonly title: ReactNode;
  readonly meta?: ReactNode;
  /** A second line makes the row 44 px high. */
  readonly second?: ReactNode;
  readonly end?: ReactNode;
  readonly endSecond?: ReactNode;
  readonly isSelected?: boolean;
  readonly onOpen?: () => void;
}

/** One row of a short list on a read page; long lists are a `DataTable`. */
export function ListRow({ lead, title, meta, second, end, endSecond, isSelected = false, onOpen }: ListRowProps) {
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.target !== event.currentTarget) return;
    event.preventDefault();
    onOpen?.();
  };
  const press = onOpen === undefined ? {} : { role: 'button', tabIndex: 0, onClick: onOpen, onKeyDown };
  return (
    <li className={classes.item}>
      <div className={cx(classes.row, second !== undefined && classes.two, isSelected && classes.selected)} {...press}>
        {lead !== undefined && <span className={classes.lead}>{lead}</span>}
        <span className={classes.main}>
          <span className={classes.line}>
            <span className={classes.title}>{title}</span>
            {meta !== undefined && <span className={classes.meta}>{meta}</span>}
          </span>
          {second !== undefined && <span className={classes.second}>{second}</span>}
        </span>
        {end !== undefined && (
          <span className={classes.end}>
            <span>{end}</span>
            {endSecond !== undefined && <span className={classes.second}>{endSecond}</span>}
          </span>
        )}
      </div>
    </li>
  );
}
