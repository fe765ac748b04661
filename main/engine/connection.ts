import type { ConnectionKind } from '../contract/types.ts';

/** What is known of the two parties; `unknown` until the first attempt after a start. */
type Reach = 'unknown' | 'there' | 'away';

export interface Connection {
  readonly isSignedIn: boolean;
  readonly isWorkingOffline: boolean;
  readonly wrapper: Reach;
  readonly server: Reach;
  readonly isWindowOver: boolean;
}

export type ConnectionEvent =
  | { readonly kind: 'signed-in' }
  | { readonly kind: 'signed-out' }
  | { readonly kind: 'wrapper-answered' }
  | { readonly kind: 'wrapper-failed' }
  | { readonly kind: 'server-answered' }
  | { readonly kind: 'server-failed' }
  | { readonly kind: 'window-over' }
  | { readonly kind: 'window-renewed' }
  | { readonly kind: 'work-offline'; readonly isOn: boolean };

export const INITIAL_CONNECTION: Connection = {
  isSignedIn: false,
  isWorkingOffline: false,
  wrapper: 'unknown',
  server: 'unknown',
  isWindowOver: true,
};

/** The next state; pure, total, and the only place where connection state changes. */
export function nextConnection(state: Connection, event: ConnectionEvent): Connection {
  switch (event.kind) {
    case 'signed-in':
      return { ...state, isSignedIn: true };
    case 'signed-out':
      return { ...INITIAL_CONNECTION, isWorkingOffline: state.isWorkingOffline };
    case 'wrapper-answered':
      return { ...state, wrapper: 'there' };
    case 'wrapper-failed':
      return { ...state, wrapper: 'away' };
    case 'server-answered':
      return { ...state, server: 'there' };
    case 'server-failed':
      return { ...state, server: 'away' };
    case 'window-over':
      return { ...state, isWindowOver: true };
    case 'window-renewed':
      return { ...state, isWindowOver: false };
    case 'work-offline':
      return { ...state, isWorkingOffline: event.isOn, wrapper: 'unknown', server: 'unknown' };
  }
}

/**
 * The state as people see it (design.md, section 6). Before the first attempt the wrapper counts as away; the server
 * counts as there as soon as the wrapper answers, until it fails: it is being asked at that moment.
 */
export function connectionKind({
  isSignedIn,
  isWorkingOffline,
  wrapper,
  server,
  isWindowOver,
}: Connection): ConnectionKind {
  if (!isSignedIn) return 'signed-out';
  const isWrapperThere = !isWorkingOffline && wrapper === 'there';
  const isServerThere = !isWorkingOffline && (server === 'there' || (server === 'unknown' && isWrapperThere));
  if (isWrapperThere && isServerThere && !isWindowOver) return 'online';
  if (isWindowOver) return 'read-only';
  if (isServerThere) return 'wrapper-away';
  return isWrapperThere ? 'server-away' : 'offline';
}
