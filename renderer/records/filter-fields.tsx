import { useRead } from '../app/use-read.ts';
import { FormField } from '../parts/form-field.tsx';
import type { FieldOption } from '../parts/field-value.ts';
import { SelectInput } from '../parts/select-input.tsx';
import { useWords } from '../words/words-context.ts';
import { useMyId, usePeople } from './use-people.ts';

export interface ChoiceFilterProps {
  readonly label: string;
  /** Null: not filtered by. */
  readonly value: string | null;
  readonly options: readonly FieldOption[];
  readonly onChoose: (value: string | null) => void;
}

export function ChoiceFilter({ label, value, options, onChoose }: ChoiceFilterProps) {
  const { say } = useWords();
  return (
    <FormField label={label}>
      {(links) => (
        <SelectInput
          {...links}
          value={value ?? ''}
          options={[{ value: '', label: say('list.filter.any') }, ...options]}
          onValue={(chosen) => onChoose(chosen === '' ? null : chosen)}
        />
      )}
    </FormField>
  );
}

/** Everybody whose name is on this laptop, oneself first. */
export function OwnerFilter({ value, onChoose }: Pick<ChoiceFilterProps, 'value' | 'onChoose'>) {
  const { say } = useWords();
  const myId = useMyId();
  const { data } = useRead(['people', 'list'], ['people'], (client) => client.people.list());
  const isMe = (id: string): boolean => id === myId;
  const options = (data?.value ?? [])
    .toSorted(
      (a, b) => Number(isMe(b.employeeId)) - Number(isMe(a.employeeId)) || a.displayName.localeCompare(b.displayName),
    )
    .map(({ employeeId, displayName }) => ({
      value: employeeId,
      label: isMe(employeeId) ? say('people.you') : displayName,
    }));
  return <ChoiceFilter label={say('list.filter.addOwner')} value={value} options={options} onChoose={onChoose} />;
}

/** A long list of tags would hide the used ones. */
const MOST_TAGS = 200;

export interface TagFilterProps extends Pick<ChoiceFilterProps, 'value' | 'onChoose'> {
  readonly tags: readonly { readonly tag: string; readonly count: number }[] | undefined;
}

export function TagFilter({ tags = [], value, onChoose }: TagFilterProps) {
  const { say } = useWords();
  const options = tags.slice(0, MOST_TAGS).map(({ tag, count }) => ({ value: tag, label: `${tag} (${count})` }));
  return <ChoiceFilter label={say('list.filter.addTag')} value={value} options={options} onChoose={onChoose} />;
}

/** "Owner is me", "Owner is Erik Dahl"; null where the list is not filtered by owner. */
export function useOwnerWords(ownerId: string | null): string | null {
  const { say } = useWords();
  const myId = useMyId();
  const name = usePeople([ownerId]).get(ownerId ?? '')?.displayName ?? '';
  if (ownerId === null) return null;
  return ownerId === myId ? say('list.filter.mine') : say('list.filter.owner', { name });
}
