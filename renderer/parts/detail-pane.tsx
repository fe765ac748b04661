import type { KeyboardEvent, ReactNode } from 'react';

import classes from './detail-pane.module.css';
import { isOwnEscape } from './is-own-escape.ts';

export interface DetailPaneProps {
  readonly label: string;
  readonly lead?: ReactNode;
  readonly title: string;
  readonly meta?: ReactNode;
  /** Icon buttons right of the title. */
  readonly tools?: ReactNode;
  readonly actions?: ReactNode;
  readonly footer?: ReactNode;
  /** Esc. Below 900 px the pane covers the list, and this brings the list back. */
  readonly onClose: () => void;
  readonly children: ReactNode;
}

export function DetailPane({ label, lead, title, meta, tools, actions, footer, onClose, children }: DetailPaneProps) {
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!isOwnEscape(event)) return;
    event.preventDefault();
    onClose();
  };
  return (
    <section aria-label={label} className={classes.pane} data-region="detail" onKeyDown={onKeyDown}>
      <div className={classes.head}>
        {lead}
        <div className={classes.words}>
          <h2 className={classes.title}>{title}</h2>
          {meta !== undefined && <p className={classes.meta}>{meta}</p>}
        </div>
        {tools !== undefined && <div className={classes.tools}>{tools}</div>}
      </div>
      {actions !== undefined && <div className={classes.actions}>{actions}</div>}
      {/* Long details scroll; the focus stop lets the keyboard scroll them too. */}
      <div className={classes.body} tabIndex={-1}>
        {children}
      </div>
      {footer !== undefined && <div className={classes.footer}>{footer}</div>}
    </section>
  );
}
