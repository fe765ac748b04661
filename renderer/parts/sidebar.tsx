import { Tooltip } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { TablerIcon } from '@tabler/icons-react';
import { type MouseEvent, useId } from 'react';

import { useWords } from '../words/words-context.ts';
import { ariaKeys } from './aria-keys.ts';
import { Keycap } from './keycap.tsx';
import classes from './sidebar.module.css';

export interface SidebarItem {
  readonly key: string;
  readonly label: string;
  readonly href: string;
  readonly icon?: TablerIcon;
  readonly count?: number;
  /** Amber count: something waits there. It alone stays on the rail. */
  readonly isHot?: boolean;
  /** `G C`: shown while the pointer or the focus is on the item. */
  readonly keys?: string;
}

export interface SidebarProps {
  readonly items: readonly SidebarItem[];
  readonly pinnedViews?: readonly SidebarItem[];
  readonly bottom: readonly SidebarItem[];
  readonly currentKey?: string;
  /** With it the sidebar navigates by callback; without it by the links alone. */
  readonly onOpen?: (key: string) => void;
}

interface ItemProps extends Pick<SidebarProps, 'onOpen'> {
  readonly item: SidebarItem;
  readonly isCurrent: boolean;
  readonly isRail: boolean;
}

function Item({ item, isCurrent, isRail, onOpen }: ItemProps) {
  const { number } = useWords();
  const { icon: Icon } = item;
  const onClick = (event: MouseEvent): void => {
    if (onOpen === undefined || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    onOpen(item.key);
  };
  return (
    <li>
      <Tooltip label={item.label} position="right" disabled={!isRail}>
        <a
          className={classes.item}
          href={item.href}
          aria-current={isCurrent ? 'page' : undefined}
          aria-keyshortcuts={ariaKeys(item.keys)}
          onClick={onClick}
        >
          {Icon && <Icon size={16} stroke={1.7} aria-hidden="true" />}
          <span className={classes.label}>{item.label}</span>
          {item.count !== undefined && (
            <span className={classes.count} data-hot={item.isHot || undefined}>
              {number(item.count)}
            </span>
          )}
          {item.keys !== undefined && (
            <span className={classes.keys}>
              <Keycap keys={item.keys} />
            </span>
          )}
        </a>
      </Tooltip>
    </li>
  );
}

export function Sidebar({ items, pinnedViews = [], bottom, currentKey, onOpen }: SidebarProps) {
  const { say } = useWords();
  const isRail = useMediaQuery('(max-width: 1099px)', false, { getInitialValueInEffect: false });
  const pinnedId = useId();
  const rows = (list: readonly SidebarItem[]) =>
    list.map((item) => (
      <Item
        key={item.key}
        item={item}
        isCurrent={item.key === currentKey}
        isRail={isRail}
        {...(onOpen === undefined ? {} : { onOpen })}
      />
    ));
  return (
    <div className={classes.side}>
      <nav aria-label={say('shell.mainMenu')}>
        <ul>{rows(items)}</ul>
      </nav>
      {pinnedViews.length > 0 && (
        <nav className={classes.pinned} aria-labelledby={pinnedId}>
          <h2 id={pinnedId} className={classes.group}>
            {say('shell.pinnedViews')}
          </h2>
          <ul>{rows(pinnedViews)}</ul>
        </nav>
      )}
      <nav className={classes.bottom} aria-label={say('shell.bottomMenu')}>
        <ul>{rows(bottom)}</ul>
      </nav>
    </div>
  );
}
