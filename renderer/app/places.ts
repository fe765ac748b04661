import {
  IconActivity,
  IconAddressBook,
  IconBuilding,
  IconChecklist,
  IconCloudUp,
  IconFileImport,
  IconLayoutKanban,
  IconSettings,
  IconSun,
  type TablerIcon,
} from '@tabler/icons-react';
import type { WordKey } from '../words/english.ts';
import type { ScreenKey } from './screens.ts';

export type PlaceWord = Extract<WordKey, `place.${string}`>;

export interface Place {
  readonly key: ScreenKey;
  readonly path: string;
  readonly word: PlaceWord;
  readonly icon: TablerIcon;
  /** The letter after G. */
  readonly letter?: string;
  readonly isBottom?: boolean;
}

/** Everywhere the window can go, in the order of the sidebar. */
export const PLACES: readonly Place[] = [
  { key: 'today', path: '/', word: 'place.today', icon: IconSun, letter: 't' },
  { key: 'contacts', path: '/contacts', word: 'place.contacts', icon: IconAddressBook, letter: 'c' },
  { key: 'companies', path: '/companies', word: 'place.companies', icon: IconBuilding, letter: 'o' },
  { key: 'deals', path: '/deals', word: 'place.deals', icon: IconLayoutKanban, letter: 'd' },
  { key: 'tasks', path: '/tasks', word: 'place.tasks', icon: IconChecklist, letter: 'k' },
  { key: 'sync', path: '/sync', word: 'place.sync', icon: IconCloudUp, letter: 's', isBottom: true },
  { key: 'import', path: '/import', word: 'place.import', icon: IconFileImport, isBottom: true },
  { key: 'health', path: '/health', word: 'place.health', icon: IconActivity, letter: 'h', isBottom: true },
  { key: 'settings', path: '/settings', word: 'place.settings', icon: IconSettings, isBottom: true },
];

export const keysOf = ({ letter }: Place): { readonly keys?: string } =>
  letter === undefined ? {} : { keys: `G ${letter.toUpperCase()}` };

/** The place a path belongs to: the longest that it begins with. */
export function placeOf(path: string): Place | undefined {
  const [, first = ''] = path.split('/');
  return PLACES.find((place) => place.path === `/${first}`);
}
