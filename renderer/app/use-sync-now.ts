import { useCallback, useState } from 'react';
import { showToast } from '../state/toast-state.ts';
import { useWords } from '../words/words-context.ts';
import { useEngine } from './engine-context.ts';
import { syncStopWord } from './sync-stop-word.ts';

/** Sends and fetches now, and says why it ended where it did not reach the end. */
export function useSyncNow(): { readonly isRunning: boolean; readonly run: () => void } {
  const { client } = useEngine();
  const { say } = useWords();
  const [isRunning, setIsRunning] = useState(false);
  const run = useCallback(() => {
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
