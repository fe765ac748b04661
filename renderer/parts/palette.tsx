import { Modal } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { type KeyboardEvent, useId, useLayoutEffect, useRef, useState } from 'react';

import { useWords } from '../words/words-context.ts';
import { Keycap } from './keycap.tsx';
import { type PaletteGroup, PaletteGroupRows, type PaletteItem } from './palette-rows.tsx';
import { Tag } from './tag.tsx';
import classes from './palette.module.css';

export interface PaletteProps {
  readonly isOpen: boolean;
  readonly query: string;
  readonly onQuery: (query: string) => void;
  readonly groups: readonly PaletteGroup[];
  /** The record that actions concern: "with Ingrid Solheim". */
  readonly context?: string;
  /** Also called for a blocked action: it becomes a draft or says why. `isBeside` with Ctrl Enter. */
  readonly onRun: (item: PaletteItem, isBeside: boolean) => void;
  readonly onClose: () => void;
}

/** Which row is active; it follows the rows when they change under it. */
function useActive(groups: readonly PaletteGroup[], query: string) {
  const [active, setActive] = useState({ query, index: 0 });
  const items = groups.flatMap((group) => group.items);
  const index = active.query === query ? Math.min(active.index, Math.max(0, items.length - 1)) : 0;
  return { items, index, item: items[index], move: (to: number) => setActive({ query, index: to }) };
}

function Foot() {
  const { say } = useWords();
  return (
    <div className={classes.foot}>
      <Keycap keys="ArrowUp" />
      <Keycap keys="ArrowDown" />
      <span className={classes.hint}>{say('palette.walk')}</span>
      <Keycap keys="Enter" />
      <span className={classes.hint}>{say('palette.open')}</span>
      <span className={classes.prefixes}>{say('palette.prefixes')}</span>
    </div>
  );
}

function PaletteBody({ query, onQuery, groups, context, onRun }: Omit<PaletteProps, 'isOpen' | 'onClose'>) {
  const { say } = useWords();
  const listId = useId();
  const list = useRef<HTMLDivElement>(null);
  const { items, index, item, move } = useActive(groups, query);
  useLayoutEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [index, query]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown') move((index + 1) % Math.max(1, items.length));
    else if (event.key === 'ArrowUp') move((index - 1 + items.length) % Math.max(1, items.length));
    else if (event.key === 'Enter' && item) onRun(item, event.ctrlKey || event.metaKey);
    else return;
    event.preventDefault();
  };
  const idOf = (key: string): string => `${listId}-${key}`;
  return (
    <>
      <div className={classes.head}>
        <IconSearch size={18} stroke={1.7} aria-hidden="true" />
        <input
          className={classes.input}
          role="combobox"
          aria-label={say('palette.label')}
          aria-expanded="true"
          aria-controls={listId}
          aria-activedescendant={item && idOf(item.key)}
          aria-autocomplete="list"
          autoComplete="off"
          spellCheck={false}
          data-autofocus
          value={query}
          onChange={(event) => onQuery(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        {context !== undefined && <Tag>{context}</Tag>}
        <Keycap keys="Esc" />
      </div>
      <div ref={list} id={listId} role="listbox" aria-label={say('palette.label')} className={classes.list}>
        {groups.map((group) => (
          <PaletteGroupRows
            key={group.label}
            group={group}
            query={query}
            activeKey={item?.key}
            idOf={idOf}
            onRun={onRun}
          />
        ))}
      </div>
      {items.length === 0 && <p className={classes.none}>{say('palette.none', { text: query })}</p>}
      <Foot />
    </>
  );
}

/** Ctrl K: records and actions in one list. The query stays in the field; arrows walk the rows. */
export function Palette({ isOpen, onClose, ...rest }: PaletteProps) {
  const { say } = useWords();
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      size={620}
      yOffset={72}
      padding={0}
      withCloseButton={false}
      classNames={{ content: classes.content, overlay: classes.overlay, body: classes.body }}
      attributes={{ content: { 'aria-label': say('palette.label') } }}
    >
      <PaletteBody {...rest} />
    </Modal>
  );
}
