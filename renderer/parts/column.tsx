import type { ReactNode } from 'react';

import classes from './column.module.css';

export interface ColumnProps {
  /** `grow` takes what is left; the others are the widths that pages use. */
  readonly width: 'grow' | 'facts' | 'side' | 'report';
  /** Lists bring their own scrolling; everything else scrolls here. */
  readonly isScrolling?: boolean;
  readonly isPadded?: boolean;
  /** Gone below 1100 px, where its content stands elsewhere. */
  readonly isOptional?: boolean;
  /** Given where the column is a region of its own. */
  readonly label?: string;
  readonly children: ReactNode;
}

/** One column of a page; a hairline parts it from the one before. */
export function Column({
  width,
  isScrolling = false,
  isPadded = false,
  isOptional = false,
  label,
  children,
}: ColumnProps) {
  const Element = label === undefined ? 'div' : 'section';
  return (
    <Element
      className={classes.column}
      aria-label={label}
      data-width={width}
      data-scrolling={isScrolling || undefined}
      data-padded={isPadded || undefined}
      data-optional={isOptional || undefined}
    >
      {children}
    </Element>
  );
}

/** Columns side by side, filling what the page has left. */
export function Columns({ children }: { readonly children: ReactNode }) {
  return <div className={classes.columns}>{children}</div>;
}

/** Parts of a column that stand apart: 12 px between them, or 20 for sections. */
export function Stack({ gap = 12, children }: { readonly gap?: 8 | 12 | 20; readonly children: ReactNode }) {
  return (
    <div className={classes.stack} style={{ gap }}>
      {children}
    </div>
  );
}
