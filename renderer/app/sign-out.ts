import { setSession, setSync } from '../state/session-state.ts';
import { useLeaveState } from '../state/leave-state.ts';
import { type AppClient, codeOf } from './app-client.ts';

interface Unsent {
  readonly queued?: number;
  readonly held?: number;
  readonly parked?: number;
}

/** The answer is the new session: nothing of the old one is shown for even a moment longer. */
async function leave(client: AppClient, isUnsentKept: boolean): Promise<void> {
  setSession(await client.session.signOut({ isUnsentKept }));
  setSync(await client.sync.status());
}

/** Signs out, or asks first where changes are not sent yet. */
export async function signOut(client: AppClient): Promise<void> {
  try {
    await leave(client, false);
  } catch (error) {
    if (codeOf(error) !== 'UNSENT_WORK') throw error;
    const { queued = 0, held = 0, parked = 0 } = ((error as { readonly data?: Unsent }).data ?? {}) as Unsent;
    useLeaveState.setState({ unsent: queued + held + parked });
  }
}

/** The changes stay sealed on this laptop for the same person. */
export async function signOutKeeping(client: AppClient): Promise<void> {
  useLeaveState.setState({ unsent: null });
  await leave(client, true);
}
