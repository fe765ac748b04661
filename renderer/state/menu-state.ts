import { createOfUser } from './of-user.ts';

/** Which menu of the title bar is open; keys open them too. */
export const useMenuState = createOfUser<{ readonly open: 'new' | 'me' | null }>(() => ({ open: null }));
