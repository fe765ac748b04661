import type { ReactNode } from 'react';

import classes from './field-list.module.css';

/** Label and value in rows of 26 px; holds `InlineField`s and `FieldRow`s. Tab in an editor opens the next field here. */
export function FieldList({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div role="group" aria-label={label} className={classes.list} data-field-list="">
      {children}
    </div>
  );
}

export interface FieldRowProps {
  readonly label: string;
  readonly isTall?: boolean;
  readonly children: ReactNode;
}

/** A value that is not edited in place. */
export function FieldRow({ label, isTall = false, children }: FieldRowProps) {
  return (
    <div className={classes.row}>
      <span className={classes.label}>{label}</span>
      <span className={classes.value} data-tall={isTall || undefined}>
        {children}
      </span>
    </div>
  );
}
