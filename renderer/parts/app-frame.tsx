import { type ReactNode, useRef } from 'react';

import classes from './app-frame.module.css';
import { useRegions } from './use-regions.ts';

/** Where the system draws its own window buttons over the title bar; a browser has none. */
export type WindowButtons = 'right' | 'left' | 'none';

export interface AppFrameProps {
  readonly titleBar: ReactNode;
  /** Left out before sign-in: the page then has its corners all round. */
  readonly sidebar?: ReactNode;
  readonly statusLine: ReactNode;
  readonly toasts?: ReactNode;
  readonly windowButtons?: WindowButtons;
  readonly children: ReactNode;
}

/** The grid of the window: title bar 40, sidebar 208 (52 below 1100 px), page, status line 28. F6 walks its regions. */
export function AppFrame({ titleBar, sidebar, statusLine, toasts, windowButtons = 'none', children }: AppFrameProps) {
  const root = useRef<HTMLDivElement>(null);
  useRegions(root);
  return (
    <div ref={root} className={classes.frame} data-sidebar={sidebar !== undefined} data-window-buttons={windowButtons}>
      <header className={classes.title} data-region="title">
        {titleBar}
      </header>
      {sidebar !== undefined && (
        <div className={classes.side} data-region="sidebar">
          {sidebar}
        </div>
      )}
      <main className={classes.page} data-region="page">
        {children}
      </main>
      <footer className={classes.status} data-region="status">
        {statusLine}
      </footer>
      {toasts !== undefined && <div className={classes.toasts}>{toasts}</div>}
    </div>
  );
}
