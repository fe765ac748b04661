import { Popover } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { AddChip, FilterChip } from '../parts/filter-chip.tsx';
import { FilterLine } from '../parts/filter-line.tsx';
import { TextInput } from '../parts/text-input.tsx';
import { useWords } from '../words/words-context.ts';
import { useWindowLetters } from './use-window-letters.ts';
import classes from './records.module.css';

/** A filter in words: "Owner is me". */
export interface ActiveFilter<Key extends string> {
  readonly key: Key;
  readonly label: string;
}

export interface ListFiltersProps<Key extends string> {
  readonly active: readonly ActiveFilter<Key>[];
  readonly onDrop: (key: Key) => void;
  /** One field a filter; `onDone` closes it. */
  readonly form: (onDone: () => void) => ReactNode;
  readonly end: ReactNode;
}

/** Above a list: what it is filtered by, a way to add to it, and at the end words to search by or its order. */
export function ListFilters<Key extends string>({ active, onDrop, form, end }: ListFiltersProps<Key>) {
  const { say } = useWords();
  const [isOpen, setIsOpen] = useState(false);
  const open = (): void => setIsOpen(true);
  useWindowLetters({ f: open });
  return (
    <FilterLine end={end}>
      {active.map(({ key, label }) => (
        <FilterChip key={key} label={label} onEdit={open} onRemove={() => onDrop(key)} />
      ))}
      <Popover
        opened={isOpen}
        onChange={setIsOpen}
        position="bottom-start"
        offset={6}
        width={264}
        trapFocus
        returnFocus
        withRoles={false}
      >
        <Popover.Target>
          <span>
            <AddChip keys="F" onAdd={() => setIsOpen(!isOpen)} />
          </span>
        </Popover.Target>
        <Popover.Dropdown
          role="dialog"
          aria-label={say('list.filterBy')}
          onKeyDown={(event) => event.key === 'Escape' && setIsOpen(false)}
        >
          <div className={classes.form}>{form(() => setIsOpen(false))}</div>
        </Popover.Dropdown>
      </Popover>
    </FilterLine>
  );
}

/** Words that the rows of a list begin with, while they are typed. */
export function ListSearch({ text, onText }: { readonly text: string; readonly onText: (text: string) => void }) {
  const { say } = useWords();
  return (
    <TextInput
      type="search"
      className={classes.search}
      aria-label={say('list.search')}
      placeholder={say('list.search')}
      maxLength={200}
      value={text}
      onText={onText}
    />
  );
}
