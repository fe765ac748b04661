import {
  IconAddressBook,
  IconArrowsExchange,
  IconBuilding,
  IconCircleCheck,
  IconCloudUp,
  IconFileText,
  IconLayoutKanban,
  IconNote,
  IconPhone,
  IconUsers,
} from '@tabler/icons-react';
import { useState } from 'react';

import { Columns } from '../../../../renderer/parts/column.tsx';
import { type KeyGroup, KeySheet } from '../../../../renderer/parts/key-sheet.tsx';
import type { PaletteGroup } from '../../../../renderer/parts/palette-rows.tsx';
import { Palette } from '../../../../renderer/parts/palette.tsx';
import { nothing, offline } from '../samples.ts';
import { Shell } from '../shell.tsx';
import { ContactsList, IngridPane } from './contacts.tsx';

const groups: readonly PaletteGroup[] = [
  {
    label: 'Records',
    note: '14 in 3 ms, all on this laptop',
    items: [
      { key: '1', icon: IconBuilding, label: 'Vestfold Aqua AS', meta: 'Tønsberg, 2 open deals' },
      {
        key: '2',
        icon: IconAddressBook,
        label: 'Ingrid Solheim',
        meta: 'Technical director, Vestfold Aqua AS',
        end: 'today',
      },
      {
        key: '3',
        icon: IconLayoutKanban,
        label: 'Sensor retrofit, hall 3',
        meta: 'Vestfold Aqua AS, Negotiation',
        end: '52,500 €',
      },
      {
        key: '4',
        icon: IconNote,
        label: 'Note: budget year ends 15 December',
        meta: 'on Vestfold Aqua AS',
        end: '18 Nov',
      },
      { key: '5', icon: IconFileText, label: 'vestfold-hall-3-layout.pdf', meta: '2.1 MB', end: 'kept here' },
    ],
  },
  {
    label: 'With Ingrid Solheim',
    note: 'selected',
    items: [
      { key: '6', icon: IconPhone, label: 'Log a call', keys: 'L' },
      { key: '7', icon: IconCircleCheck, label: 'Add a task', keys: 'T' },
      { key: '8', icon: IconArrowsExchange, label: 'Move Sensor retrofit to another stage', keys: 'Shift+ArrowRight' },
      {
        key: '9',
        icon: IconUsers,
        label: 'Merge with another contact',
        meta: 'needs a live check, becomes a draft',
        keys: '?',
        isBlocked: true,
      },
    ],
  },
  {
    label: 'Go to',
    items: [
      { key: '10', icon: IconCloudUp, label: 'Sync centre', meta: '7 changes safe here', keys: 'G S' },
      { key: '11', icon: IconLayoutKanban, label: 'Deals', keys: 'G D' },
    ],
  },
];

function Behind() {
  return (
    <Columns>
      <ContactsList />
      <IngridPane />
    </Columns>
  );
}

export function PalettePage() {
  const [query, setQuery] = useState('vest');
  return (
    <Shell current="contacts" status={offline} safe={7}>
      <Behind />
      <Palette
        isOpen
        query={query}
        onQuery={setQuery}
        groups={groups}
        context="with Ingrid Solheim"
        onRun={nothing}
        onClose={nothing}
      />
    </Shell>
  );
}

const key = (keys: string, label: string) => ({ keys: keys.split(','), label });
const keyGroups: readonly KeyGroup[] = [
  {
    title: 'Anywhere',
    rows: [
      key('Mod+K', 'Search and commands'),
      key('/', 'Search'),
      key('G T', 'Today'),
      key('G C', 'Contacts'),
      key('G D', 'Deals'),
      key('G S', 'Sync centre'),
      key('Mod+Z', 'Undo'),
      key('?', 'All keys, or why a button is off'),
      key('Esc', 'Back'),
      key('F6', 'Next region'),
    ],
  },
  {
    title: 'Lists',
    rows: [
      key('J,K', 'Move'),
      key('X', 'Select'),
      key('Shift+X', 'Select a range'),
      key('Enter', 'Open'),
      key('E', 'Edit'),
      key('F', 'Filter'),
      key('Mod+A', 'Select all'),
      key('Space', 'Preview, or done on a task'),
      key('S', 'Snooze'),
    ],
  },
  {
    title: 'Record',
    rows: [
      key('N', 'Note'),
      key('L', 'Log a call'),
      key('V', 'Meeting'),
      key('M', 'E-mail'),
      key('T', 'Task'),
      key('P', 'Dial'),
      key('Y', 'Copy'),
      key('Mod+Enter', 'Save'),
    ],
  },
  {
    title: 'Board',
    rows: [
      key('ArrowUp,ArrowDown,ArrowLeft,ArrowRight', 'Walk'),
      key('Shift+ArrowRight', 'Move a stage'),
      key('W', 'Won'),
      key('Q', 'Lost'),
    ],
  },
  {
    title: 'Sync centre',
    rows: [
      key('E', 'Edit'),
      key('H', 'Hold'),
      key('Backspace', 'Discard'),
      key('R', 'Sync now'),
      key('1,2,3', 'Choose'),
    ],
  },
];

export function KeysPage() {
  return (
    <Shell current="contacts" status={offline} safe={7}>
      <Behind />
      <KeySheet isOpen groups={keyGroups} areLettersOn onClose={nothing} />
    </Shell>
  );
}
