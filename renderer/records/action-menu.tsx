import { Menu } from '@mantine/core';
import { IconLock, type TablerIcon } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { Keycap } from '../parts/keycap.tsx';
import classes from './action-menu.module.css';

export interface MenuAction {
  readonly key: string;
  readonly label: string;
  readonly icon?: TablerIcon;
  readonly keys?: string;
  /** A second line: why it is off, or what becomes of it. */
  readonly note?: string;
  readonly isBlocked?: boolean;
  readonly isChosen?: boolean;
  readonly onRun: () => void;
}

export interface ActionMenuProps {
  readonly label: string;
  readonly actions: readonly MenuAction[];
  /** A `Button` or an `IconButton`. */
  readonly target: ReactElement;
  readonly position?: 'bottom-start' | 'bottom-end';
  readonly isOpen?: boolean;
  readonly onOpenChange?: (isOpen: boolean) => void;
}

function Action({ label, icon: Icon, keys, note, isBlocked = false, isChosen, onRun }: Omit<MenuAction, 'key'>) {
  const Left = isBlocked ? IconLock : Icon;
  if (isChosen !== undefined) {
    return (
      // By its press: choosing what is chosen already may mean something too, as turning an order round does.
      <Menu.RadioItem className={classes.item} value={label} checked={isChosen} closeMenuOnClick onClick={onRun}>
        {label}
      </Menu.RadioItem>
    );
  }
  return (
    <Menu.Item
      className={classes.item}
      {...(isBlocked ? { 'aria-disabled': true, 'data-off': true, closeMenuOnClick: false } : {})}
      leftSection={Left && <Left size={16} stroke={1.7} aria-hidden="true" />}
      rightSection={keys === undefined ? null : <Keycap keys={keys} />}
      onClick={() => !isBlocked && onRun()}
    >
      <span className={classes.label}>{label}</span>
      {note !== undefined && <span className={classes.note}>{note}</span>}
    </Menu.Item>
  );
}

/** A short list of actions under a control. A blocked one stays, with its reason. */
export function ActionMenu({ label, actions, target, position = 'bottom-end', isOpen, onOpenChange }: ActionMenuProps) {
  const open = isOpen === undefined ? {} : { opened: isOpen };
  return (
    <Menu position={position} offset={4} width={260} {...open} {...(onOpenChange ? { onChange: onOpenChange } : {})}>
      <Menu.Target>{target}</Menu.Target>
      <Menu.Dropdown className={classes.menu} aria-label={label}>
        {actions.map(({ key, ...action }) => (
          <Action key={key} {...action} />
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
