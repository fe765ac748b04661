import type { InputHTMLAttributes, Ref, TextareaHTMLAttributes } from 'react';

import { cx } from './cx.ts';
import classes from './text-input.module.css';

export interface TextInputProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange' | 'value' | 'size'> {
  readonly value: string;
  readonly onText: (text: string) => void;
  /** 28 or 32 px high. */
  readonly size?: 'sm' | 'md';
  readonly ref?: Ref<HTMLInputElement>;
}

export function TextInput({ onText, size = 'sm', className, ...rest }: TextInputProps) {
  return (
    <input
      {...rest}
      className={cx(classes.control, className)}
      data-size={size}
      onChange={(event) => onText(event.currentTarget.value)}
    />
  );
}

export interface TextAreaProps extends Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, 'onChange' | 'value'> {
  readonly value: string;
  readonly onText: (text: string) => void;
}

/** Grows with its text. */
export function TextArea({ onText, className, ...rest }: TextAreaProps) {
  return (
    <textarea
      rows={2}
      {...rest}
      className={cx(classes.control, classes.area, className)}
      onChange={(event) => onText(event.currentTarget.value)}
    />
  );
}
