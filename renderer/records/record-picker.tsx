import { type KeyboardEvent, useId, useState } from 'react';
import type { SearchHit } from '../../main/contract/types.ts';
import { useRead } from '../app/use-read.ts';
import { TextInput } from '../parts/text-input.tsx';
import { useWords } from '../words/words-context.ts';
import classes from './records.module.css';

export interface PickedRecord {
  readonly id: string;
  readonly name: string;
}

export interface RecordPickerProps {
  readonly kind: 'company' | 'contact' | 'deal';
  readonly label: string;
  readonly value: PickedRecord | null;
  /** Null: nothing chosen any more. */
  readonly onPick: (picked: PickedRecord | null) => void;
  /** Escape, or the focus went elsewhere. */
  readonly onLeave?: () => void;
  /** Left out of the list: a company is not its own parent. */
  readonly exceptId?: string;
  readonly isFocusedFirst?: boolean;
  readonly links?: {
    readonly id: string;
    readonly 'aria-describedby': string | undefined;
    readonly 'aria-invalid': boolean;
  };
}

function useHits({ kind, exceptId }: RecordPickerProps, text: string | null): readonly SearchHit[] {
  const words = (text ?? '').trim();
  const { data } = useRead(
    ['search', kind, words],
    [kind],
    (client) => client.search.query({ text: words.slice(0, 200), limit: 8, kinds: [kind] }),
    { isEnabled: words !== '' },
  );
  return words === '' ? [] : (data?.hits ?? []).filter(({ id }) => id !== exceptId);
}

/** Finds a record by typing; arrows walk the list, Enter takes one, an emptied field means none. */
export function RecordPicker(props: RecordPickerProps) {
  const { label, value, onPick, onLeave, isFocusedFirst = false, links } = props;
  const { say } = useWords();
  const listId = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const [at, setAt] = useState(0);
  const hits = useHits(props, typed);
  const active = hits[Math.min(at, hits.length - 1)];
  const pick = (hit: SearchHit | undefined): void => {
    setTyped(null);
    if (hit !== undefined) onPick({ id: hit.id, name: hit.title });
    else if (typed?.trim() === '') onPick(null);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown') setAt(Math.min(at + 1, hits.length - 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(at - 1, 0));
    else if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey && typed !== null) pick(active);
    else if (event.key === 'Escape' && (typed !== null || onLeave)) {
      setTyped(null);
      onLeave?.();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const isOpen = typed !== null && hits.length > 0;
  return (
    <span className={classes.picker}>
      <TextInput
        role="combobox"
        autoComplete="off"
        aria-label={links === undefined ? label : undefined}
        {...links}
        aria-expanded={isOpen}
        aria-controls={isOpen ? listId : undefined}
        aria-autocomplete="list"
        aria-activedescendant={isOpen && active ? `${listId}-${active.id}` : undefined}
        placeholder={say('picker.placeholder')}
        autoFocus={isFocusedFirst}
        value={typed ?? value?.name ?? ''}
        onText={(text) => {
          setTyped(text);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
        onBlur={() => {
          if (typed?.trim() === '' && value !== null) onPick(null);
          setTyped(null);
          onLeave?.();
        }}
      />
      {isOpen && (
        <div role="listbox" id={listId} aria-label={label} className={classes.hits}>
          {hits.map((hit) => (
            // The press must come before the field loses the focus.
            <div
              key={hit.id}
              id={`${listId}-${hit.id}`}
              role="option"
              aria-selected={hit === active}
              className={classes.hit}
              onPointerDown={(event) => {
                event.preventDefault();
                pick(hit);
              }}
            >
              <span>{hit.title}</span>
              <span className={classes.hitDetail}>{hit.detail}</span>
            </div>
          ))}
        </div>
      )}
    </span>
  );
}
