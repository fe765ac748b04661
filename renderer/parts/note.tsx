import type { TablerIcon } from '@tabler/icons-react';
import type { ReactNode } from 'react';

import type { Tone } from './tag.tsx';
import classes from './note.module.css';

export interface NoteProps {
  readonly tone?: Tone;
  readonly icon?: TablerIcon;
  readonly children: ReactNode;
}

/** A quiet box of one or two sentences beside what they concern. Never stops anything. */
export function Note({ tone = 'neutral', icon: Icon, children }: NoteProps) {
  return (
    <div className={classes.note} data-tone={tone}>
      {Icon && <Icon size={14} stroke={1.9} aria-hidden="true" />}
      <div className={classes.text}>{children}</div>
    </div>
  );
}
