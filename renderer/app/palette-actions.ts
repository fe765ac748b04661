import {
  IconKeyboard,
  IconLogout,
  IconMoon,
  IconPlugConnected,
  IconPlugConnectedX,
  IconRefresh,
  IconSun,
  type TablerIcon,
} from '@tabler/icons-react';
import { setSetting } from '../settings/preferences.ts';
import { useLayoutState } from '../state/layout-state.ts';
import { useWords } from '../words/words-context.ts';
import { useEngine } from './engine-context.ts';
import { NEW_RECORDS, useNew } from './new-records.ts';
import { keysOf, PLACES } from './places.ts';
import { signOut } from './sign-out.ts';
import { useGo } from './use-go.ts';
import { useSyncNow } from './use-sync-now.ts';
import { useWorkOffline } from './use-work-offline.ts';

export interface PaletteAction {
  readonly key: string;
  readonly icon: TablerIcon;
  readonly label: string;
  readonly keys?: string;
  readonly run: () => void;
}

/** Every action of the window that needs no record. */
export function usePaletteActions(): {
  readonly actions: readonly PaletteAction[];
  readonly places: readonly PaletteAction[];
} {
  const { say } = useWords();
  const { client } = useEngine();
  const go = useGo();
  const openNew = useNew();
  const offline = useWorkOffline();
  const sync = useSyncNow();
  const setScheme = (scheme: 'light' | 'dark') => () => setSetting(client, 'colorScheme', scheme);
  const actions: readonly PaletteAction[] = [
    ...NEW_RECORDS.map(({ kind, word, icon, keys }) => ({
      key: `new-${kind}`,
      icon,
      label: say(word),
      ...(keys === undefined ? {} : { keys }),
      run: () => openNew(kind),
    })),
    { key: 'sync-now', icon: IconRefresh, label: say('app.syncNow'), run: sync.run },
    {
      key: 'work-offline',
      icon: offline.isOn ? IconPlugConnected : IconPlugConnectedX,
      label: say(offline.isOn ? 'app.workOnline' : 'app.workOffline'),
      run: () => offline.set(!offline.isOn),
    },
    { key: 'light', icon: IconSun, label: say('palette.light'), run: setScheme('light') },
    { key: 'dark', icon: IconMoon, label: say('palette.dark'), run: setScheme('dark') },
    {
      key: 'keys',
      icon: IconKeyboard,
      label: say('keys.title'),
      keys: '?',
      run: () => useLayoutState.setState({ isKeySheetOpen: true }),
    },
    { key: 'sign-out', icon: IconLogout, label: say('me.signOut'), run: () => void signOut(client) },
  ];
  const places = PLACES.map((place) => ({
    key: `go-${place.key}`,
    icon: place.icon,
    label: say(place.word),
    ...keysOf(place),
    run: () => go(place.path),
  }));
  return { actions, places };
}
