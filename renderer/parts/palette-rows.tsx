import { IconLock, type TablerIcon } from '@tabler/icons-react';
import { useId } from 'react';

import { useWords } from '../words/words-context.ts';
import { Highlight } from './highlight.tsx';
import { Keycap } from './keycap.tsx';
import { VisuallyHidden } from './visually-hidden.tsx';
import classes from './palette.module.css';

export interface PaletteItem {
  readonly key: string;
  readonly icon: TablerIcon;
  readonly label: string;
  readonly meta?: string;
  /** At the right end, where no keys are. */
  readonly end?: string;
  readonly keys?: string;
  /** Off for now; `meta` says why. It stays in the list. */
  readonly isBlocked?: boolean;
}

export interface PaletteGroup {
  readonly label: string;
  /** "14 in 3 ms, all on this laptop". */
  readonly note?: string;
  readonly items: readonly PaletteItem[];
}

interface RowProps {
  readonly item: PaletteItem;
  readonly query: string;
  readonly isActive: boolean;
  readonly id: string;
  readonly onRun: (item: PaletteItem, isBeside: boolean) => void;
}

function Row({ item, query, isActive, id, onRun }: RowProps) {
  const { say } = useWords();
  const { isBlocked = false, keys } = item;
  const Icon = isBlocked ? IconLock : item.icon;
  return (
    <div
      role="option"
      id={id}
      aria-selected={isActive}
      className={classes.row}
      data-blocked={isBlocked || undefined}
      // The field keeps the focus; a press on a row must not take it.
      onMouseDown={(event) => event.preventDefault()}
      onClick={(event) => onRun(item, event.ctrlKey || event.metaKey)}
    >
      <Icon size={16} stroke={1.7} aria-hidden="true" />
      <span className={classes.words}>
        <span className={classes.label}>
          <Highlight text={item.label} query={query} />
        </span>
        {isBlocked && <VisuallyHidden>{say('palette.off')}</VisuallyHidden>}
        {item.meta !== undefined && <span className={classes.meta}>{item.meta}</span>}
      </span>
      {isActive && keys === undefined && item.end === undefined && <Keycap keys="Enter" />}
      {item.end !== undefined && <span className={classes.end}>{item.end}</span>}
      {keys !== undefined && <Keycap keys={keys} />}
    </div>
  );
}

interface GroupProps {
  readonly group: PaletteGroup;
  readonly query: string;
  readonly activeKey: string | undefined;
  readonly idOf: (key: string) => string;
  readonly onRun: (item: PaletteItem, isBeside: boolean) => void;
}

export function PaletteGroupRows({ group, query, activeKey, idOf, onRun }: GroupProps) {
  const labelId = useId();
  return (
    <div role="group" aria-labelledby={labelId}>
      <div className={classes.group} role="presentation">
        <span id={labelId}>{group.label}</span>
        <span className={classes.groupNote}>{group.note}</span>
      </div>
      {group.items.map((item) => (
        <Row
          key={item.key}
          item={item}
          query={query}
          isActive={item.key === activeKey}
          id={idOf(item.key)}
          onRun={onRun}
        />
      ))}
    </div>
  );
}
