import { useState } from 'react';
import type { ContactItem } from '../../main/contract/contacts.ts';
import { useEngine } from '../app/engine-context.ts';
import type { SelectionChange } from '../parts/data-table-types.ts';
import type { PagedRows } from '../records/use-paged-rows.ts';
import { showToast } from '../state/toast-state.ts';
import { useWords } from '../words/words-context.ts';
import { useContactQuery } from './use-contact-rows.ts';

/** More is work for a bulk change of its own, which asks for a live permission. */
const MOST_SELECTED = 1000;
const READ_AT_ONCE = 200;

export interface Selection {
  readonly rows: ReadonlyMap<string, ContactItem>;
  readonly ids: ReadonlySet<string>;
  readonly change: (change: SelectionChange) => void;
  readonly clear: () => void;
}

const NONE: ReadonlyMap<string, ContactItem> = new Map();

/** Selected rows, whatever of the list is on the screen: a range or all is read from the engine. */
export function useSelection({ getRow, rowCount }: PagedRows<ContactItem>): Selection {
  const { client } = useEngine();
  const { say } = useWords();
  const query = useContactQuery();
  const name = JSON.stringify(query);
  const [state, setState] = useState({ name, rows: NONE });
  const rows = state.name === name ? state.rows : NONE;
  const set = (next: ReadonlyMap<string, ContactItem>): void => setState({ name, rows: next });

  const addRange = async (from: number, to: number): Promise<void> => {
    const next = new Map(rows);
    const last = Math.min(to, from + MOST_SELECTED - 1);
    for (let skip = from; skip <= last; skip += READ_AT_ONCE) {
      const limit = Math.min(READ_AT_ONCE, last - skip + 1);
      const { items } = await client.contacts.page({ ...query, skip, limit });
      for (const item of items) next.set(item.id, item);
    }
    if (last < to) showToast({ text: say('list.select.limited', { count: next.size }) });
    set(next);
  };
  const toggle = (index: number): void => {
    const row = getRow(index);
    if (row === undefined) return;
    const next = new Map(rows);
    if (!next.delete(row.id)) next.set(row.id, row);
    set(next);
  };
  const change = (change: SelectionChange): void => {
    if (change.kind === 'none') set(NONE);
    else if (change.kind === 'toggle') toggle(change.index);
    else if (change.kind === 'all') void addRange(0, rowCount - 1);
    else void addRange(Math.min(change.fromIndex, change.toIndex), Math.max(change.fromIndex, change.toIndex));
  };
  return { rows, ids: new Set(rows.keys()), change, clear: () => set(NONE) };
}
