import { createOfUser } from './of-user.ts';

/** Set while a sign-out waits for an answer because changes are not sent yet; their number. */
export const useLeaveState = createOfUser<{ readonly unsent: number | null }>(() => ({ unsent: null }));
