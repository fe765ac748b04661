import type { TablerIcon } from '@tabler/icons-react';
import type { ButtonHTMLAttributes, Ref } from 'react';

import { ariaKeys } from './aria-keys.ts';
import { cx } from './cx.ts';
import { Keycap } from './keycap.tsx';
import classes from './button.module.css';

export type ButtonVariant = 'filled' | 'default' | 'subtle';
export type ControlSize = 'xs' | 'sm' | 'md';

export interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'children'> {
  readonly label: string;
  /** One filled button a view. */
  readonly variant?: ButtonVariant;
  /** 24, 28 or 32 px high. */
  readonly size?: ControlSize;
  readonly icon?: TablerIcon;
  readonly iconAfter?: TablerIcon;
  /** The key that does the same, shown as caps. */
  readonly keys?: string;
  readonly isFullWidth?: boolean;
  readonly ref?: Ref<HTMLButtonElement>;
}

export function Button(props: ButtonProps) {
  const {
    label,
    variant = 'default',
    size = 'sm',
    icon: Icon,
    iconAfter: After,
    keys,
    isFullWidth,
    className,
    ...rest
  } = props;
  return (
    <button
      type="button"
      {...rest}
      aria-keyshortcuts={ariaKeys(keys)}
      className={cx(classes.button, isFullWidth && classes.full, className)}
      data-variant={variant}
      data-size={size}
    >
      {Icon && <Icon size={size === 'xs' ? 14 : 16} stroke={size === 'xs' ? 1.9 : 1.8} aria-hidden="true" />}
      <span>{label}</span>
      {After && <After size={14} stroke={1.9} aria-hidden="true" />}
      {keys !== undefined && <Keycap keys={keys} isOnAccent={variant === 'filled'} />}
    </button>
  );
}
