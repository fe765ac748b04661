import type { LiveSets } from '../live/live-sets.ts';
import { createOfUser } from './of-user.ts';

/** The open working set; null before the first fill and while nobody is signed in. */
export const useLiveState = createOfUser<{ readonly live: LiveSets | null }>(() => ({ live: null }));

export const setLive = (live: LiveSets | null): void => useLiveState.setState({ live });
