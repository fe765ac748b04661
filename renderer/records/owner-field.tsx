import { useNow } from '../app/use-now.ts';
import { useMutate } from '../app/use-mutate.ts';
import { useRead } from '../app/use-read.ts';
import { FieldRow } from '../parts/field-list.tsx';
import { InlineField } from '../parts/inline-field.tsx';
import { Mark, type MarkKind } from '../parts/mark.tsx';
import type { SaveAnswer } from '../parts/save-answer.ts';
import { useWords } from '../words/words-context.ts';
import { withMark } from './mark-of.ts';
import { OwnerName } from './owner-name.tsx';
import { errorText, refusalText } from './refusal.ts';
import { isBlocked, useExplain } from './use-explain.ts';
import { useMyId } from './use-people.ts';

export interface OwnerFieldProps {
  readonly resource: 'contacts' | 'companies' | 'deals';
  readonly idArg: string;
  readonly id: string;
  readonly ownerId: string | null;
  readonly mark: MarkKind | undefined;
  readonly isReadOnly?: boolean;
}

/** The owner. Another one is a change of its own that asks for a live permission; without it there is nothing to edit. */
export function OwnerField({ resource, idArg, id, ownerId, mark, isReadOnly = false }: OwnerFieldProps) {
  const words = useWords();
  const myId = useMyId();
  const mutate = useMutate();
  const nowMs = useNow(60_000);
  const name = `${resource}.reassign`;
  const explanation = useExplain(isReadOnly || myId === null ? null : { name, args: { [idArg]: id, ownerId: myId } });
  const { data } = useRead(['people', 'list'], ['people'], (client) => client.people.list());
  const label = words.say('label.owner');
  if (explanation === undefined || isBlocked(explanation)) {
    return (
      <FieldRow label={label}>
        <OwnerName employeeId={ownerId} />
        {mark && <Mark kind={mark} />}
      </FieldRow>
    );
  }
  const people = (data?.value ?? []).filter(({ isActive, employeeId }) => isActive || employeeId === ownerId);
  const options = people
    .map(({ employeeId, displayName }) => ({ value: employeeId, label: displayName }))
    .toSorted((a, b) => a.label.localeCompare(b.label));
  const save = async (next: string): Promise<SaveAnswer> => {
    try {
      const result = await mutate({ name, args: { [idArg]: id, ownerId: next } }, words.say('record.reassigned'));
      if (result.status !== 'refused') return { kind: 'saved' };
      return { kind: 'refused', message: refusalText(result.code, words) };
    } catch (error) {
      return { kind: 'refused', message: errorText(error, words) };
    }
  };
  return (
    <InlineField
      label={label}
      value={{
        kind: 'select',
        value: ownerId ?? '',
        options: ownerId === null ? [{ value: '', label: '' }, ...options] : options,
      }}
      nowMs={nowMs}
      shown={<OwnerName employeeId={ownerId} />}
      {...withMark(mark)}
      onSave={(value) => save(value.kind === 'select' ? value.value : '')}
    />
  );
}
