import { create } from 'zustand';

/** Set while a sign-out waits for an answer because changes are not sent yet; their number. */
export const useLeaveState = create<{ readonly unsent: number | null }>(() => ({ unsent: null }));
