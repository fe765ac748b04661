import type { TablerIcon } from '@tabler/icons-react';
import type { ButtonHTMLAttributes, Ref } from 'react';

import { ariaKeys } from './aria-keys.ts';
import classes from './icon-button.module.css';

export interface IconButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'children'> {
  /** Its accessible name and its tooltip. */
  readonly label: string;
  readonly icon: TablerIcon;
  readonly size?: 'xs' | 'sm';
  readonly keys?: string;
  readonly isOnChrome?: boolean;
  readonly ref?: Ref<HTMLButtonElement>;
}

export function IconButton(props: IconButtonProps) {
  const { label, icon: Icon, size = 'sm', keys, isOnChrome = false, ...rest } = props;
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      {...rest}
      aria-keyshortcuts={ariaKeys(keys)}
      className={classes.button}
      data-size={size}
      data-ground={isOnChrome ? 'chrome' : 'page'}
    >
      <Icon size={16} stroke={1.7} aria-hidden="true" />
    </button>
  );
}
