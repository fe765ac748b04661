import { IconCloudUp, IconFilePencil, IconFlag, IconLock, type TablerIcon } from '@tabler/icons-react';

import { useWords } from '../words/words-context.ts';
import type { WordKey } from '../words/english.ts';
import classes from './mark.module.css';

export type MarkKind = 'waiting' | 'draft' | 'needs-you' | 'locked';

type PlainKey = Extract<WordKey, 'mark.waiting' | 'mark.draft' | 'mark.needsYou' | 'mark.locked'>;
const LOOKS: { readonly [Kind in MarkKind]: { readonly icon: TablerIcon; readonly key: PlainKey } } = {
  waiting: { icon: IconCloudUp, key: 'mark.waiting' },
  draft: { icon: IconFilePencil, key: 'mark.draft' },
  'needs-you': { icon: IconFlag, key: 'mark.needsYou' },
  locked: { icon: IconLock, key: 'mark.locked' },
};

export interface MarkProps {
  readonly kind: MarkKind;
  /** 14 beside text, 16 in navigation and rows. */
  readonly size?: 14 | 16;
  /** True where words beside it already say the same. */
  readonly isDecoration?: boolean;
}

/** Says beside a value that it waits, is a draft, needs the person, or is off for now. */
export function Mark({ kind, size = 14, isDecoration = false }: MarkProps) {
  const { say } = useWords();
  const { icon: Icon, key } = LOOKS[kind];
  const name = isDecoration ? { 'aria-hidden': true } : { role: 'img', 'aria-label': say(key), title: say(key) };
  return (
    <span className={classes.mark} data-kind={kind} {...name}>
      <Icon size={size} stroke={size === 14 ? 1.9 : 1.7} aria-hidden="true" />
    </span>
  );
}
