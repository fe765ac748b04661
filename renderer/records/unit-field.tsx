import { useMutate } from '../app/use-mutate.ts';
import { useNow } from '../app/use-now.ts';
import { FieldRow } from '../parts/field-list.tsx';
import { InlineField } from '../parts/inline-field.tsx';
import type { SaveAnswer } from '../parts/save-answer.ts';
import { useWords } from '../words/words-context.ts';
import { withMark } from './mark-of.ts';
import type { OwnerFieldProps } from './owner-field.tsx';
import { errorText, refusalText } from './refusal.ts';
import { isBlocked, useExplain } from './use-explain.ts';
import { useUnitNames, useUnits } from './use-units.ts';

interface UnitFieldProps extends Omit<OwnerFieldProps, 'ownerId'> {
  readonly orgId: string | null;
}

/**
 * The unit whose people see the record. Another one is a change of its own that asks for a live permission in both; who
 * works in one unit alone has nothing to choose and sees no field.
 */
export function UnitField({ resource, idArg, id, orgId, mark, isReadOnly = false }: UnitFieldProps) {
  const words = useWords();
  const mutate = useMutate();
  const nowMs = useNow(60_000);
  const options = useUnits();
  const name = `${resource}.move`;
  const other = options.find(({ value }) => value !== orgId)?.value;
  const explanation = useExplain(
    isReadOnly || other === undefined ? null : { name, args: { [idArg]: id, orgId: other } },
  );
  const shown = useUnitNames().get(orgId ?? '') ?? words.say('field.none');
  if (other === undefined) return null;
  const label = words.say('label.unit');
  if (explanation === undefined || isBlocked(explanation)) return <FieldRow label={label}>{shown}</FieldRow>;
  const save = async (next: string): Promise<SaveAnswer> => {
    try {
      const result = await mutate({ name, args: { [idArg]: id, orgId: next } }, words.say('record.movedUnit'));
      if (result.status !== 'refused') return { kind: 'saved' };
      return { kind: 'refused', message: refusalText(result.code, words) };
    } catch (error) {
      return { kind: 'refused', message: errorText(error, words) };
    }
  };
  return (
    <InlineField
      label={label}
      value={{ kind: 'select', value: orgId ?? '', options }}
      nowMs={nowMs}
      shown={shown}
      {...withMark(mark)}
      onSave={(value) => save(value.kind === 'select' ? value.value : '')}
    />
  );
}
