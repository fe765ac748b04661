import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useRead } from '../app/use-read.ts';
import { Button } from '../parts/button.tsx';
import { FormField } from '../parts/form-field.tsx';
import { ActionMenu } from '../records/action-menu.tsx';
import { OwnerFilter, TagFilter, useOwnerWords } from '../records/filter-fields.tsx';
import { ListFilters, ListSearch } from '../records/list-filters.tsx';
import { RecordPicker } from '../records/record-picker.tsx';
import { useWords } from '../words/words-context.ts';
import {
  type ContactFilterOn,
  type ContactsListState,
  type ContactSortField,
  dropFilter,
  useContactsList,
} from './contacts-list-state.ts';

/** The filters in words, in the order of the line. */
export function useActiveFilters(): readonly ContactFilterOn[] {
  const { say } = useWords();
  const { ownerId, tag, company } = useContactsList();
  const owner = useOwnerWords(ownerId);
  return [
    ...(owner === null ? [] : [{ key: 'ownerId', label: owner } as const]),
    ...(tag === null ? [] : [{ key: 'tag', label: say('list.filter.tag', { tag }) } as const]),
    ...(company === null ? [] : [{ key: 'company', label: say('list.filter.company', company) } as const]),
  ];
}

/** Active filters, a way to add one, words to search by while typing, and the order. */
export function ContactFilters() {
  const text = useContactsList((state) => state.text);
  const end = (
    <>
      <ListSearch text={text} onText={(next) => useContactsList.setState({ text: next })} />
      <SortMenu />
    </>
  );
  return (
    <ListFilters
      active={useActiveFilters()}
      onDrop={dropFilter}
      form={(onDone) => <FilterForm onDone={onDone} />}
      end={end}
    />
  );
}

const SORTS = {
  lastName: 'list.sort.name',
  updatedAtMs: 'list.sort.updated',
  createdAtMs: 'list.sort.created',
} as const;

/** A name runs from A; a time from the newest. */
export function sortBy(field: ContactSortField): void {
  const { sort } = useContactsList.getState();
  const first = field === 'lastName' ? 'asc' : 'desc';
  const other = sort.direction === 'asc' ? 'desc' : 'asc';
  useContactsList.setState({ sort: { field, direction: sort.field === field ? other : first } });
}

function SortMenu() {
  const { say } = useWords();
  const { field, direction } = useContactsList((state) => state.sort);
  const icon = direction === 'asc' ? IconArrowUp : IconArrowDown;
  return (
    <ActionMenu
      label={say('list.sortBy')}
      target={
        <Button
          size="xs"
          variant="subtle"
          icon={icon}
          label={say(SORTS[field])}
          aria-label={`${say('list.sortBy')}: ${say(SORTS[field])}`}
        />
      }
      actions={(['lastName', 'updatedAtMs', 'createdAtMs'] as const).map((key) => ({
        key,
        label: say(SORTS[key]),
        isChosen: key === field,
        onRun: () => sortBy(key),
      }))}
    />
  );
}

/** One field a filter; choosing closes it. */
function FilterForm({ onDone }: { readonly onDone: () => void }) {
  const { say } = useWords();
  const { ownerId, tag, company } = useContactsList();
  const { data: tags } = useRead(['contacts', 'tags'], ['contact'], (client) => client.contacts.tags());
  const choose = (patch: Partial<ContactsListState>): void => {
    useContactsList.setState(patch);
    onDone();
  };
  return (
    <>
      <OwnerFilter value={ownerId} onChoose={(value) => choose({ ownerId: value })} />
      <TagFilter tags={tags} value={tag} onChoose={(value) => choose({ tag: value })} />
      <FormField label={say('list.filter.addCompany')}>
        {(links) => (
          <RecordPicker
            kind="company"
            label={say('list.filter.addCompany')}
            value={company}
            links={links}
            onPick={(picked) => choose({ company: picked })}
          />
        )}
      </FormField>
    </>
  );
}
