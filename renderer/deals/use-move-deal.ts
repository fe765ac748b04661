import { useCallback } from 'react';
import { v7 as uuidV7 } from 'uuid';
import { useMutate } from '../app/use-mutate.ts';
import { errorText, refusalText } from '../records/refusal.ts';
import { showToast } from '../state/toast-state.ts';
import { useWords } from '../words/words-context.ts';
import type { Pipeline } from './use-pipelines.ts';

export interface Move {
  readonly dealId: string;
  readonly toStage: string;
  readonly lostReason?: string;
  /** Goes onto the deal's timeline beside the move. */
  readonly note?: string;
}

/** Moves a deal to another stage of its pipeline; a refusal is said in a toast. @returns true when it was taken */
export function useMoveDeal(pipeline: Pick<Pipeline, 'stages'>): (move: Move) => Promise<boolean> {
  const words = useWords();
  const mutate = useMutate();
  return useCallback(
    async ({ dealId, toStage, lostReason, note }) => {
      const stage = pipeline.stages.find(({ stageId }) => stageId === toStage);
      try {
        const args = { dealId, toStage, ...(lostReason === undefined ? {} : { lostReason }) };
        if (note !== undefined)
          await mutate(
            { name: 'notes.create', args: { noteId: uuidV7(), dealId, body: note } },
            words.say('composer.done.note'),
          );
        const result = await mutate(
          { name: 'deals.moveStage', args },
          words.say('deal.moved', { stage: stage?.name ?? toStage }),
        );
        if (result.status !== 'refused') return true;
        showToast({ kind: 'info', text: refusalText(result.code, words) });
      } catch (error) {
        showToast({ kind: 'info', text: errorText(error, words) });
      }
      return false;
    },
    [pipeline, mutate, words],
  );
}
