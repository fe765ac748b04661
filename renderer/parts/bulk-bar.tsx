import { IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';

import { useWords } from '../words/words-context.ts';
import { IconButton } from './icon-button.tsx';
import { Keycap } from './keycap.tsx';
import classes from './bulk-bar.module.css';

export interface BulkBarProps {
  readonly count: number;
  /** Buttons of size `xs`. */
  readonly children: ReactNode;
  readonly onClear: () => void;
}

/** Takes the place of the hint line while rows are selected. */
export function BulkBar({ count, children, onClear }: BulkBarProps) {
  const { say } = useWords();
  return (
    <div role="toolbar" aria-label={say('bulk.label')} className={classes.bar}>
      <span className={classes.count}>{say('bulk.selected', { count })}</span>
      {children}
      <Keycap keys="Esc" />
      <IconButton size="xs" icon={IconX} label={say('bulk.clear')} onClick={onClear} />
    </div>
  );
}
