import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { onUserGone } from './of-user.ts';

export type ColorScheme = 'light' | 'dark' | 'system';

/** Layout only; nothing of the CRM is ever kept in the browser's own storage. */
interface LayoutState {
  readonly colorScheme: ColorScheme;
  /** Single letters as shortcuts; can be switched off in Settings. */
  readonly hasLetterKeys: boolean;
  readonly isPaletteOpen: boolean;
  readonly isKeySheetOpen: boolean;
}

export const useLayoutState = create<LayoutState>()(
  persist(
    (): LayoutState => ({ colorScheme: 'system', hasLetterKeys: true, isPaletteOpen: false, isKeySheetOpen: false }),
    { name: 'satchel-layout', partialize: ({ colorScheme, hasLetterKeys }) => ({ colorScheme, hasLetterKeys }) },
  ),
);

onUserGone(() => useLayoutState.setState({ isPaletteOpen: false, isKeySheetOpen: false }));
