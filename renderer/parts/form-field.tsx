import { type ReactNode, useId } from 'react';

import classes from './form-field.module.css';

/** Spread these on the control: they tie label, help and error to it. */
export interface ControlLinks {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': boolean;
}

export interface FormFieldProps {
  readonly label: string;
  readonly help?: string;
  /** Given on blur, never while typing; the typed text stays. */
  readonly error?: string;
  /** A `Note` under the field, for example a possible duplicate. Never a stop. */
  readonly note?: ReactNode;
  readonly children: (links: ControlLinks) => ReactNode;
}

/** Label above, control, then error or help. */
export function FormField({ label, help, error, note, children }: FormFieldProps) {
  const id = useId();
  const wordsId = `${id}-words`;
  const hasWords = help !== undefined || error !== undefined;
  return (
    <div className={classes.field}>
      <label htmlFor={id} className={classes.label}>
        {label}
      </label>
      {children({ id, 'aria-describedby': hasWords ? wordsId : undefined, 'aria-invalid': error !== undefined })}
      {hasWords && (
        <p id={wordsId} className={classes.words} data-wrong={error !== undefined || undefined}>
          {error ?? help}
        </p>
      )}
      {note !== undefined && (
        <div role="status" className={classes.note}>
          {note}
        </div>
      )}
    </div>
  );
}
