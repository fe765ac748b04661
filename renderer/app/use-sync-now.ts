import { useCallback, useState } from 'react';
import { useSessionState } from '../state/session-state.ts';
import { dropToast, showToast } from '../state/toast-state.ts';
import type { Words } from '../words/create-words.ts';
import { useWords } from '../words/words-context.ts';
import type { AppClient } from './app-client.ts';
import { useEngine } from './engine-context.ts';
import { syncStopWord } from './sync-stop-word.ts';

const isByChoice = (): boolean => useSessionState.getState().sync?.isWorkingOffline === true;

/** The user's own switch keeps it from going out; the message goes with the reason for it. */
function sayByChoice(client: AppClient, say: Words['say']): void {
  const run = (): void => void client.sync.workOffline({ isOn: false }).catch(() => undefined);
  const text = say('app.syncStopped.byChoice');
  const toastId = showToast({ kind: 'info', text, action: { label: say('app.workOnline'), run } });
  const stop = useSessionState.subscribe(() => {
    if (isByChoice()) return;
    dropToast(toastId);
    stop();
  });
}

/** Sends and fetches now, and says why it ended where it did not reach the end. */
export function useSyncNow(): { readonly isRunning: boolean; readonly run: () => void } {
  const { client } = useEngine();
  const { say } = useWords();
  const [isRunning, setIsRunning] = useState(false);
  const run = useCallback(() => {
    if (isByChoice()) return sayByChoice(client, say);
    setIsRunning(true);
    client.sync
      .now()
      .then((outcome) => {
        if (outcome.kind === 'done') showToast({ text: say('app.syncDone') });
        else showToast({ kind: 'info', text: say(syncStopWord(outcome.code)) });
      })
      .catch(() => showToast({ kind: 'info', text: say('app.syncStopped.other') }))
      .finally(() => setIsRunning(false));
  }, [client, say]);
  return { isRunning, run };
}
