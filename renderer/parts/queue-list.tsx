import { IconCheck, IconPencil, IconPlayerPause, IconTrash } from '@tabler/icons-react';
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
  /** Those that are picked, where rows can be picked: with their box, or with X. */
  readonly pickedIds?: ReadonlySet<string>;
  readonly onPick?: (id: string) => void;
  readonly onApply?: (id: string) => void;
  readonly onOpen?: (id: string) => void;
  readonly onEdit?: (id: string) => void;
  readonly onHold?: (id: string) => void;
  readonly onDiscard?: (id: string) => void;
}

type Act = (id: string) => void;
type Acts = Pick<QueueListProps, 'onApply' | 'onEdit' | 'onHold' | 'onDiscard'>;

function RowActions({ item, acts: { onApply, onEdit, onHold, onDiscard } }: { item: QueueItem; acts: Acts }) {
  const { say } = useWords();
  const { id, isKept } = item;
  const hold = item.state !== 'draft' ? 'queue.hold' : isKept === true ? 'drafts.letGo' : 'drafts.keep';
  return (
    <>
      {onApply && <Button size="xs" icon={IconCheck} label={say('drafts.apply')} onClick={() => onApply(id)} />}
      {onEdit && <Button size="xs" icon={IconPencil} label={say('queue.edit')} keys="E" onClick={() => onEdit(id)} />}
      {onHold && <Button size="xs" icon={IconPlayerPause} label={say(hold)} keys="H" onClick={() => onHold(id)} />}
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
  const { label, items, selectedId, onSelect, onOpen, onEdit, onHold, onDiscard, onPick, pickedIds } = props;
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
    const byKey = new Map<string, Act | undefined>([
      ['Enter', onOpen],
      ['x', onPick],
    ]);
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
            actions: <RowActions item={each} acts={props} />,
          })}
          {...(onPick !== undefined && {
            pick: { isPicked: pickedIds?.has(each.id) === true, onPick: () => onPick(each.id) },
          })}
        />
      ))}
    </div>
  );
}
