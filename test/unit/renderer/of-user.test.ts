import { afterEach, expect, test } from 'vitest';
import type { SessionStatus } from '../../../main/contract/types.ts';
import { useContactsList } from '../../../renderer/contacts/contacts-list-state.ts';
import { onUserGone } from '../../../renderer/state/of-user.ts';
import { setSession, useSessionState } from '../../../renderer/state/session-state.ts';
import { showToast, useToastState } from '../../../renderer/state/toast-state.ts';
import { pushUndo, useUndoState } from '../../../renderer/state/undo-state.ts';

const user = (employeeId: string, tenantId = 'halden'): SessionStatus => ({
  kind: 'signed-in',
  tenantId,
  employeeId,
  displayName: employeeId,
  tenantName: tenantId,
  roles: [],
  roleNames: [],
  orgIds: [],
  isSignInNeeded: false,
});

const gone: SessionStatus = { kind: 'signed-out', reason: 'by-user' };

/** The last look at the window's memory before the session that is shown next. */
const seen: string[] = [];
onUserGone(() => seen.push(JSON.stringify(useSessionState.getState().session)));

const memory = () => ({
  toasts: useToastState.getState().toasts.length,
  steps: useUndoState.getState().steps.length,
  company: useContactsList.getState().company,
});

const used = (): void => {
  showToast({ text: 'Solheim saved' });
  pushUndo(() => undefined);
  useContactsList.setState({ company: { id: 'c1', name: 'Torshavn Seafood' } });
};

afterEach(() => {
  setSession(gone);
  seen.length = 0;
});

test.each([
  { name: 'another of the same tenant', next: user('erik') },
  { name: 'the same id in another tenant', next: user('sanna', 'other') },
  { name: 'nobody', next: gone },
])('what one user had in the window is gone before $name is shown', ({ next }) => {
  setSession(user('sanna'));
  used();
  setSession(next);
  expect(memory()).toEqual({ toasts: 0, steps: 0, company: null });
  expect(seen).toEqual([JSON.stringify(user('sanna'))]);
  expect(useSessionState.getState()).toMatchObject({ session: next, sync: null });
});

test('the same user told again, with a new name or new units, loses nothing', () => {
  setSession(user('sanna'));
  used();
  setSession({ ...user('sanna'), displayName: 'Sanna Reyes' } as SessionStatus);
  expect(memory()).toMatchObject({ toasts: 1, steps: 1, company: { id: 'c1' } });
});
