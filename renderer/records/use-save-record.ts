import { useCallback } from 'react';
import { useMutate } from '../app/use-mutate.ts';
import type { SaveAnswer } from '../parts/save-answer.ts';
import { useWords } from '../words/words-context.ts';
import type { Patch } from './field-spec.ts';
import { errorText, refusalText } from './refusal.ts';

interface EditableRecord {
  readonly resource: 'contacts' | 'companies' | 'deals';
  readonly idArg: string;
  readonly id: string;
}

/** Writes a patch to a record; a refusal comes back as words for the field that was edited. */
export function useSaveRecord({
  resource,
  idArg,
  id,
}: EditableRecord): (set: Patch, label: string) => Promise<SaveAnswer> {
  const words = useWords();
  const mutate = useMutate();
  return useCallback(
    async (set, label) => {
      try {
        const write = { name: `${resource}.edit`, args: { [idArg]: id, set } };
        const result = await mutate(write, words.say('record.fieldChanged', { label }));
        if (result.status !== 'refused') return { kind: 'saved' };
        return { kind: 'refused', message: refusalText(result.code, words) };
      } catch (error) {
        return { kind: 'refused', message: errorText(error, words) };
      }
    },
    [resource, idArg, id, mutate, words],
  );
}
