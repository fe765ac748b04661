import { create } from 'zustand';

/** Which menu of the title bar is open; keys open them too. */
export const useMenuState = create<{ readonly open: 'new' | 'me' | null }>(() => ({ open: null }));
