import { IconPencil, IconPlayerPause, IconTrash } from '@tabler/icons-react';
import { type KeyboardEvent, useRef } from 'react';

import { useWords } from '../words/words-context.ts';
import { Button } from './button.tsx';
import { type QueueItem, QueueRow } from './queue-row.tsx';
import { useListKeys } from './use-list-keys.ts';
import classes from './queue-list.module.css';

export interface QueueListProps {
  readonly label: string;
  readonly items: readonly QueueItem[];
  readonly selectedId?: string;
  readonly onSelect: (id: string) => void;
  readonly onOpen?: (id: string) => void;
  readonly onEdit?: (id: string) => void;
  readonly onHold?: (id: string) => void;
  readonly onDiscard?: (id: string) => void;
}

type Act = (id: string) => void;

function RowActions({
  id,
  item,
  onEdit,
  onHold,
  onDiscard,
}: Pick<QueueListProps, 'onEdit' | 'onHold' | 'onDiscard'> & { id: string; item: QueueItem }) {
  const { say } = useWords();
  const isDraft = item.state === 'draft';
  return (
    <>
      {onEdit && <Button size="xs" icon={IconPencil} label={say('queue.edit')} keys="E" onClick={() => onEdit(id)} />}
      {onHold && (
        <Button
          size="xs"
          icon={IconPlayerPause}
          label={say(isDraft ? 'queue.release' : 'queue.hold')}
          keys="H"
          onClick={() => onHold(id)}
        />
      )}
      {onDiscard && (
        <>
          <Button
            size="xs"
            icon={IconTrash}
            label={say('queue.discard')}
            keys="Backspace"
            onClick={() => onDiscard(id)}
          />
          <span className={classes.meta}>{say('queue.discardUndone')}</span>
        </>
      )}
    </>
  );
}

/** A change that is being sent or has an end is only read. */
const isOpenToChange = (item: QueueItem): boolean =>
  item.state === 'waiting' || item.state === 'draft' || item.state === 'needs-you';

export function QueueList(props: QueueListProps) {
  const { label, items, selectedId, onSelect, onOpen, onEdit, onHold, onDiscard } = props;
  const root = useRef<HTMLDivElement>(null);
  const found = items.findIndex((item) => item.id === selectedId);
  const index = Math.max(0, found);
  const item = items[index];
  const focus = (to: number): void => {
    const next = items[to];
    if (next === undefined) return;
    onSelect(next.id);
    root.current?.querySelector<HTMLElement>(`[data-queue-index="${to}"]`)?.focus();
  };
  const onKey = (key: string, event: KeyboardEvent): boolean => {
    if (item === undefined || (event.target instanceof HTMLButtonElement && key === 'Enter')) return false;
    const byKey = new Map<string, Act | undefined>([['Enter', onOpen]]);
    if (isOpenToChange(item)) {
      byKey.set('e', onEdit).set('h', onHold).set('Backspace', onDiscard).set('Delete', onDiscard);
    }
    const act = byKey.get(key);
    act?.(item.id);
    return act !== undefined;
  };
  const onKeyDown = useListKeys({ count: items.length, index, onMove: focus, onKey });
  return (
    <div ref={root} role="grid" aria-label={label} className={classes.list} data-region="list" onKeyDown={onKeyDown}>
      {items.map((each, place) => (
        <QueueRow
          key={each.id}
          item={each}
          index={place}
          isSelected={each.id === selectedId}
          isTabStop={place === index}
          onSelect={onSelect}
          {...(isOpenToChange(each) && {
            actions: <RowActions id={each.id} item={each} {...pick({ onEdit, onHold, onDiscard })} />,
          })}
        />
      ))}
    </div>
  );
}

/** Leaves out what is undefined: optional props must not be given as undefined. */
function pick(acts: { readonly [Name in 'onEdit' | 'onHold' | 'onDiscard']: Act | undefined }): Pick<
  QueueListProps,
  'onEdit' | 'onHold' | 'onDiscard'
> {
  return Object.fromEntries(Object.entries(acts).filter(([, act]) => act !== undefined));
}
