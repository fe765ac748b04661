import type { Ref, SelectHTMLAttributes } from 'react';

import { cx } from './cx.ts';
import type { FieldOption } from './field-value.ts';
import classes from './text-input.module.css';

export interface SelectInputProps extends Omit<SelectHTMLAttributes<HTMLSelectElement>, 'onChange' | 'value' | 'size'> {
  readonly value: string;
  readonly options: readonly FieldOption[];
  readonly onValue: (value: string) => void;
  readonly ref?: Ref<HTMLSelectElement>;
}

/** The system's own list: known keys, and never cut off by a pane. */
export function SelectInput({ options, onValue, className, ...rest }: SelectInputProps) {
  return (
    <span className={classes.select}>
      <select
        {...rest}
        className={cx(classes.control, className)}
        onChange={(event) => onValue(event.currentTarget.value)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </span>
  );
}
