import { expect, test } from 'vitest';
import {
  connectionKind,
  INITIAL_CONNECTION,
  nextConnection,
  type Connection,
  type ConnectionEvent,
} from '../../../main/engine/connection.ts';

const REACHES = ['unknown', 'there', 'away'] as const;
const BOOLEANS = [false, true] as const;

const STATES: readonly Connection[] = BOOLEANS.flatMap((isSignedIn) =>
  BOOLEANS.flatMap((isWorkingOffline) =>
    REACHES.flatMap((wrapper) =>
      REACHES.flatMap((server) =>
        BOOLEANS.map((isWindowOver) => ({ isSignedIn, isWorkingOffline, wrapper, server, isWindowOver })),
      ),
    ),
  ),
);

/** What an event says of the new state; everything else stays. */
const EVENTS: readonly (readonly [ConnectionEvent, Partial<Connection>])[] = [
  [{ kind: 'signed-in' }, { isSignedIn: true }],
  [{ kind: 'signed-out' }, { isSignedIn: false, wrapper: 'unknown', server: 'unknown', isWindowOver: true }],
  [{ kind: 'wrapper-answered' }, { wrapper: 'there' }],
  [{ kind: 'wrapper-failed' }, { wrapper: 'away' }],
  [{ kind: 'server-answered' }, { server: 'there' }],
  [{ kind: 'server-failed' }, { server: 'away' }],
  [{ kind: 'window-over' }, { isWindowOver: true }],
  [{ kind: 'window-renewed' }, { isWindowOver: false }],
  [
    { kind: 'work-offline', isOn: true },
    { isWorkingOffline: true, wrapper: 'unknown', server: 'unknown' },
  ],
  [
    { kind: 'work-offline', isOn: false },
    { isWorkingOffline: false, wrapper: 'unknown', server: 'unknown' },
  ],
];

test.each(EVENTS)('%j changes what it says and nothing else, in each of the 72 states', (event, change) => {
  expect(STATES).toHaveLength(72);
  for (const state of STATES) expect(nextConnection(state, event)).toEqual({ ...state, ...change });
});

test.each(EVENTS)('%j twice is %j once', (event) => {
  for (const state of STATES) {
    const once = nextConnection(state, event);
    expect(nextConnection(once, event)).toEqual(once);
  }
});

test.each([
  ['there', 'there', 'online', 'read-only'],
  ['there', 'unknown', 'online', 'read-only'],
  ['there', 'away', 'server-away', 'read-only'],
  ['unknown', 'there', 'wrapper-away', 'read-only'],
  ['unknown', 'unknown', 'offline', 'read-only'],
  ['unknown', 'away', 'offline', 'read-only'],
  ['away', 'there', 'wrapper-away', 'read-only'],
  ['away', 'unknown', 'offline', 'read-only'],
  ['away', 'away', 'offline', 'read-only'],
] as const)('the wrapper %s, the server %s: %s, and %s when the window is over', (wrapper, server, inWindow, after) => {
  const state = { isSignedIn: true, isWorkingOffline: false, wrapper, server };
  expect(connectionKind({ ...state, isWindowOver: false })).toBe(inWindow);
  expect(connectionKind({ ...state, isWindowOver: true })).toBe(after);
});

test('working offline is offline whoever would answer, and reading only when the window is over', () => {
  for (const state of STATES.filter(({ isSignedIn, isWorkingOffline }) => isSignedIn && isWorkingOffline)) {
    expect(connectionKind(state)).toBe(state.isWindowOver ? 'read-only' : 'offline');
  }
});

test('without a user nothing else counts', () => {
  for (const state of STATES.filter(({ isSignedIn }) => !isSignedIn)) expect(connectionKind(state)).toBe('signed-out');
});

test('a program starts signed out, without a window', () => {
  expect(connectionKind(INITIAL_CONNECTION)).toBe('signed-out');
  expect(connectionKind(nextConnection(INITIAL_CONNECTION, { kind: 'signed-in' }))).toBe('read-only');
});
