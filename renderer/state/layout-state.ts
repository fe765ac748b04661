import { create } from 'zustand';
import { onUserGone } from './of-user.ts';
import { useSessionState } from './session-state.ts';

export type ColorScheme = 'light' | 'dark' | 'system';

/** What a person has chosen of how the window looks and works. */
export interface Look {
  readonly colorScheme: ColorScheme;
  /** Single letters as shortcuts; can be switched off in Settings. */
  readonly hasLetterKeys: boolean;
}

interface LayoutState extends Look {
  /** Whose look is shown; null while nobody is signed in. */
  readonly employeeId: string | null;
  readonly isPaletteOpen: boolean;
  readonly isKeySheetOpen: boolean;
}

/** Of somebody who has chosen nothing, and of nobody. */
const PLAIN: Look = { colorScheme: 'system', hasLetterKeys: true };

/**
 * In the browser's own storage, where nothing of the CRM is ever kept: who was here last, and how each one's window
 * looked, so that it looks so from the first frame on, before the engine has said anything. One entry a person, since
 * windows of one browser write side by side.
 */
const LAST = 'satchel-last';
const entryOf = (employeeId: string): string => `satchel-look-${employeeId}`;

/** Without a storage there is nothing kept: windows start plain. */
const storage: Storage | undefined = globalThis.localStorage;

function keptLook(employeeId: string | null): Look {
  const kept = employeeId === null ? null : storage?.getItem(entryOf(employeeId));
  return { ...PLAIN, ...(JSON.parse(kept ?? '{}') as Partial<Look>) };
}

export const useLayoutState = create<LayoutState>(() => {
  const employeeId = storage?.getItem(LAST) ?? null;
  return { ...keptLook(employeeId), employeeId, isPaletteOpen: false, isKeySheetOpen: false };
});

/** Shown at once, and from now on the look of whoever is signed in. */
export function setLook(change: Partial<Look>): void {
  useLayoutState.setState(change);
  const { colorScheme, hasLetterKeys, employeeId } = useLayoutState.getState();
  if (employeeId !== null) storage?.setItem(entryOf(employeeId), JSON.stringify({ colorScheme, hasLetterKeys }));
}

onUserGone(() => useLayoutState.setState({ isPaletteOpen: false, isKeySheetOpen: false }));

/** Nobody is shown the look of the one before. */
useSessionState.subscribe(({ session }) => {
  if (session === null) return;
  const employeeId = session.kind === 'signed-in' ? session.employeeId : null;
  if (employeeId === useLayoutState.getState().employeeId) return;
  useLayoutState.setState({ employeeId, ...keptLook(employeeId) });
  if (employeeId === null) storage?.removeItem(LAST);
  else storage?.setItem(LAST, employeeId);
});
