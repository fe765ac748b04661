import type { ReactNode } from 'react';

import { useWords } from '../words/words-context.ts';
import classes from './side-nav.module.css';

export interface SideNavItem {
  readonly key: string;
  readonly label: string;
  readonly href: string;
  readonly count?: number;
  readonly tone?: 'plain' | 'bad' | 'wait';
}

export interface SideNavProps {
  readonly label: string;
  readonly items: readonly SideNavItem[];
  readonly currentKey: string;
  readonly onOpen?: (key: string) => void;
  /** Small print under the list. */
  readonly foot?: ReactNode;
}

/** The inner list of a page with parts: sync centre, settings. */
export function SideNav({ label, items, currentKey, onOpen, foot }: SideNavProps) {
  const { number } = useWords();
  return (
    <nav aria-label={label} className={classes.nav} data-region="parts">
      <ul>
        {items.map(({ key, label: name, href, count, tone = 'plain' }) => (
          <li key={key}>
            <a
              className={classes.item}
              href={href}
              aria-current={key === currentKey ? 'page' : undefined}
              onClick={(event) => {
                if (onOpen === undefined || event.ctrlKey || event.metaKey) return;
                event.preventDefault();
                onOpen(key);
              }}
            >
              <span className={classes.label}>{name}</span>
              {count !== undefined && (
                <span className={classes.count} data-tone={count === 0 ? 'plain' : tone}>
                  {number(count)}
                </span>
              )}
            </a>
          </li>
        ))}
      </ul>
      {foot !== undefined && <div className={classes.foot}>{foot}</div>}
    </nav>
  );
}
