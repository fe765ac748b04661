import { useCallback } from 'react';
import type { RunResult } from '../../main/contract/types.ts';
import { showToast } from '../state/toast-state.ts';
import { pushUndo } from '../state/undo-state.ts';
import { useWords } from '../words/words-context.ts';
import type { AppClient } from './app-client.ts';
import { useEngine } from './engine-context.ts';

export interface Write {
  readonly name: string;
  readonly args: unknown;
  /** Given where a press may be repeated because its answer was lost: the same id is the same change. */
  readonly mutationId?: string;
}

/**
 * Takes a change back: out of the queue while it was not sent, else by its inverse.
 * @returns false where there is no way back
 */
export async function undoWrite(
  client: AppClient,
  { mutationId, inverse }: Pick<RunResult, 'mutationId' | 'inverse'>,
): Promise<boolean> {
  try {
    await client.outbox.discard({ mutationId, expect: [] });
    return true;
  } catch {
    if (inverse === undefined) return false;
    return client.mutations.run(inverse).then(
      ({ status }) => status !== 'refused',
      () => false,
    );
  }
}

/**
 * Makes a change and says so in a toast with Undo (also Ctrl Z). A refusal gives no toast: the form that asked shows it.
 * @param done what the toast says, for example "Phone changed"
 */
export function useMutate(): (write: Write, done?: string) => Promise<RunResult> {
  const { client } = useEngine();
  const { say } = useWords();
  return useCallback(
    async (write, done) => {
      const result = await client.mutations.run({ ...write });
      if (result.status === 'refused') return result;
      const undo = pushUndo(() => {
        void undoWrite(client, result).then((isUndone) => {
          if (!isUndone) showToast({ kind: 'info', text: say('toast.notUndone') });
        });
      });
      const isHeld = result.status === 'held';
      const text = isHeld ? say('toast.keptAsDraft') : (done ?? say('toast.changed'));
      showToast({ kind: isHeld ? 'draft' : 'done', text, action: { label: say('toast.undo'), run: undo } });
      return result;
    },
    [client, say],
  );
}
