import { Popover } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useState } from 'react';
import { useRead } from '../app/use-read.ts';
import { Button } from '../parts/button.tsx';
import { AddChip, FilterChip } from '../parts/filter-chip.tsx';
import { FilterLine } from '../parts/filter-line.tsx';
import { FormField } from '../parts/form-field.tsx';
import { SelectInput } from '../parts/select-input.tsx';
import { TextInput } from '../parts/text-input.tsx';
import { ActionMenu } from '../records/action-menu.tsx';
import { RecordPicker } from '../records/record-picker.tsx';
import { useMyId, usePeople } from '../records/use-people.ts';
import { useWindowLetters } from '../records/use-window-letters.ts';
import { useWords } from '../words/words-context.ts';
import {
  type ActiveFilter,
  type ContactsListState,
  type ContactSortField,
  dropFilter,
  useContactsList,
} from './contacts-list-state.ts';
import classes from '../records/records.module.css';

/** The filters in words, in the order of the line. */
export function useActiveFilters(): readonly ActiveFilter[] {
  const { say } = useWords();
  const { ownerId, tag, company } = useContactsList();
  const myId = useMyId();
  const owner = usePeople([ownerId]).get(ownerId ?? '')?.displayName ?? '';
  const mine = ownerId === myId ? say('list.filter.mine') : say('list.filter.owner', { name: owner });
  return [
    ...(ownerId === null ? [] : [{ key: 'ownerId', label: mine } as const]),
    ...(tag === null ? [] : [{ key: 'tag', label: say('list.filter.tag', { tag }) } as const]),
    ...(company === null ? [] : [{ key: 'company', label: say('list.filter.company', company) } as const]),
  ];
}

/** Active filters, a way to add one, words to search by while typing, and the order. */
export function ContactFilters() {
  const { say } = useWords();
  const text = useContactsList((state) => state.text);
  const active = useActiveFilters();
  const end = (
    <>
      <TextInput
        type="search"
        className={classes.search}
        aria-label={say('list.search')}
        placeholder={say('list.search')}
        maxLength={200}
        value={text}
        onText={(next) => useContactsList.setState({ text: next })}
      />
      <SortMenu />
    </>
  );
  return (
    <FilterLine end={end}>
      {active.map(({ key, label }) => (
        <FilterChip key={key} label={label} onRemove={() => dropFilter(key)} />
      ))}
      <AddFilter />
    </FilterLine>
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

function AddFilter() {
  const { say } = useWords();
  const [isOpen, setIsOpen] = useState(false);
  useWindowLetters({ f: () => setIsOpen(true) });
  return (
    <Popover
      opened={isOpen}
      onChange={setIsOpen}
      position="bottom-start"
      offset={6}
      width={264}
      trapFocus
      returnFocus
      withRoles={false}
    >
      <Popover.Target>
        <span>
          <AddChip keys="F" onAdd={() => setIsOpen(!isOpen)} />
        </span>
      </Popover.Target>
      <Popover.Dropdown
        role="dialog"
        aria-label={say('list.filterBy')}
        onKeyDown={(event) => event.key === 'Escape' && setIsOpen(false)}
      >
        <FilterForm onDone={() => setIsOpen(false)} />
      </Popover.Dropdown>
    </Popover>
  );
}

/** One field a filter; choosing closes it. */
function FilterForm({ onDone }: { readonly onDone: () => void }) {
  const { say } = useWords();
  const { ownerId, tag, company } = useContactsList();
  const { data: people } = useRead(['people', 'list'], ['people'], (client) => client.people.list());
  const { data: tags } = useRead(['contacts', 'tags'], ['contact'], (client) => client.contacts.tags());
  const choose = (patch: Partial<ContactsListState>): void => {
    useContactsList.setState(patch);
    onDone();
  };
  const owners = (people?.value ?? [])
    .map(({ employeeId, displayName }) => ({ value: employeeId, label: displayName }))
    .toSorted((a, b) => a.label.localeCompare(b.label));
  return (
    <div className={classes.form}>
      <FormField label={say('list.filter.addOwner')}>
        {(links) => (
          <SelectInput
            {...links}
            value={ownerId ?? ''}
            options={[{ value: '', label: '' }, ...owners]}
            onValue={(value) => choose({ ownerId: value === '' ? null : value })}
          />
        )}
      </FormField>
      <FormField label={say('list.filter.addTag')}>
        {(links) => (
          <SelectInput
            {...links}
            value={tag ?? ''}
            options={[
              { value: '', label: '' },
              ...(tags ?? []).slice(0, 200).map((each) => ({ value: each.tag, label: `${each.tag} (${each.count})` })),
            ]}
            onValue={(value) => choose({ tag: value === '' ? null : value })}
          />
        )}
      </FormField>
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
    </div>
  );
}
