import { create } from 'zustand';
import type { SessionStatus, SyncStatus } from '../../main/contract/types.ts';
import { forgetUser } from './of-user.ts';

interface SessionState {
  /** Null until the engine has answered for the first time. */
  readonly session: SessionStatus | null;
  readonly sync: SyncStatus | null;
  /** When `sync` was told, by the window's own clock: what ticks counts from there. */
  readonly syncToldAtMs: number;
  /** False while the line to the engine is broken. */
  readonly isLineOpen: boolean;
}

export const useSessionState = create<SessionState>(() => ({
  session: null,
  sync: null,
  syncToldAtMs: 0,
  isLineOpen: false,
}));

/** Names the signed-in user; null while nobody is. */
export const userOf = (session: SessionStatus | null): string | null =>
  session?.kind === 'signed-in' ? `${session.tenantId} ${session.employeeId}` : null;

/** Whatever the window knows of the user before is gone before the new session is shown, also where the line was lost between. */
export function setSession(session: SessionStatus): void {
  const before = userOf(useSessionState.getState().session);
  if (before === null || before === userOf(session)) return useSessionState.setState({ session });
  forgetUser();
  useSessionState.setState({ session, sync: null });
}

export const setSync = (sync: SyncStatus): void => useSessionState.setState({ sync, syncToldAtMs: Date.now() });
export const setLine = (isLineOpen: boolean): void => useSessionState.setState({ isLineOpen });
