import { IconAddressBook, IconBuilding, IconChecklist, IconLayoutKanban, type TablerIcon } from '@tabler/icons-react';
import { useCallback } from 'react';
import { askForNew, type NewKind } from '../state/new-record-state.ts';
import type { WordKey } from '../words/english.ts';
import type { ScreenKey } from './screens.ts';
import { useGo } from './use-go.ts';

interface NewRecord {
  readonly kind: NewKind;
  readonly screen: ScreenKey;
  readonly word: Extract<WordKey, `new.${string}`>;
  readonly icon: TablerIcon;
  readonly keys?: string;
}

/** What can be made from anywhere. */
export const NEW_RECORDS: readonly NewRecord[] = [
  { kind: 'contact', screen: 'contacts', word: 'new.contact', icon: IconAddressBook, keys: 'C' },
  { kind: 'company', screen: 'companies', word: 'new.company', icon: IconBuilding },
  { kind: 'deal', screen: 'deals', word: 'new.deal', icon: IconLayoutKanban, keys: 'D' },
  { kind: 'task', screen: 'tasks', word: 'new.task', icon: IconChecklist, keys: 'T' },
];

/** Goes to the record's screen and asks it for its form. */
export function useNew(): (kind: NewKind) => void {
  const go = useGo();
  return useCallback(
    (kind) => {
      const record = NEW_RECORDS.find((each) => each.kind === kind);
      if (record === undefined) return;
      if (!location.hash.startsWith(`#/${record.screen}`)) go(`/${record.screen}`);
      askForNew(kind);
    },
    [go],
  );
}
