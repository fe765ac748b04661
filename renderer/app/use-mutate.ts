import { useCallback } from 'react';
import type { RunResult } from '../../main/contract/types.ts';
import { showToast } from '../state/toast-state.ts';
import { useUndoState } from '../state/undo-state.ts';
import { useWords } from '../words/words-context.ts';
import type { AppClient } from './app-client.ts';
import { useEngine } from './engine-context.ts';

export interface Write {
  readonly name: string;
  readonly args: unknown;
}

/** Takes a change back: out of the queue while it was not sent, else by its inverse. */
export async function undoWrite(client: AppClient, { mutationId, inverse }: Pick<RunResult, 'mutationId' | 'inverse'>): Promise<void> {
  try {
    await client.outbox.discard({ mutationId, expect: [] });
  } catch {
    if (inverse) await client.mutations.run(inverse);
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
      const result = await client.mutations.run({ name: write.name, args: write.args });
      if (result.status === 'refused') return result;
      const undo = (): void => void undoWrite(client, result);
      useUndoState.setState(({ steps }) => ({ steps: [...steps.slice(-49), undo] }));
      const text = result.status === 'held' ? say('toast.keptAsDraft') : (done ?? say('toast.changed'));
      showToast({ text, action: { label: say('toast.undo'), run: undo } });
      return result;
    },
    [client, say],
  );
}
