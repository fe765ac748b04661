import { create } from 'zustand';
import type { SessionStatus, SyncStatus } from '../../main/contract/types.ts';

interface SessionState {
  /** Null until the engine has answered for the first time. */
  readonly session: SessionStatus | null;
  readonly sync: SyncStatus | null;
  /** When `sync` was told, by the window's own clock: what ticks counts from there. */
  readonly syncToldAtMs: number;
  /** False while the line to the engine is broken. */
  readonly isLineOpen: boolean;
  /** Bumped when everything that was read may be stale: another user, a new line. */
  readonly generation: number;
}

export const useSessionState = create<SessionState>(() => ({
  session: null,
  sync: null,
  syncToldAtMs: 0,
  isLineOpen: false,
  generation: 0,
}));

export const setSession = (session: SessionStatus): void => useSessionState.setState({ session });
export const setSync = (sync: SyncStatus): void => useSessionState.setState({ sync, syncToldAtMs: Date.now() });
export const setLine = (isLineOpen: boolean): void =>
  useSessionState.setState(({ generation }) => ({ isLineOpen, generation: isLineOpen ? generation + 1 : generation }));
