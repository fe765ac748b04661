import { IconPlus, IconX } from '@tabler/icons-react';

import { useWords } from '../words/words-context.ts';
import { Keycap } from './keycap.tsx';
import classes from './filter-chip.module.css';

export interface FilterChipProps {
  readonly label: string;
  readonly onEdit?: () => void;
  readonly onRemove: () => void;
}

/** An active filter: press the words to change it, the cross to drop it. */
export function FilterChip({ label, onEdit, onRemove }: FilterChipProps) {
  const { say } = useWords();
  return (
    <span className={classes.chip}>
      <button type="button" className={classes.words} onClick={onEdit}>
        {label}
      </button>
      <button
        type="button"
        className={classes.remove}
        aria-label={say('filter.remove', { filter: label })}
        onClick={onRemove}
      >
        <IconX size={13} stroke={1.9} aria-hidden="true" />
      </button>
    </span>
  );
}

export interface AddChipProps {
  readonly label?: string;
  readonly keys?: string;
  readonly onAdd: () => void;
}

/** Dashed: nothing is there yet. */
export function AddChip({ label, keys, onAdd }: AddChipProps) {
  const { say } = useWords();
  return (
    <button type="button" className={classes.add} aria-keyshortcuts={keys} onClick={onAdd}>
      <IconPlus size={13} stroke={1.9} aria-hidden="true" />
      {label ?? say('filter.add')}
      {keys !== undefined && <Keycap keys={keys} />}
    </button>
  );
}
