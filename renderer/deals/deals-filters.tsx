import { Popover } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useRead } from '../app/use-read.ts';
import { AddChip, FilterChip } from '../parts/filter-chip.tsx';
import { FilterLine } from '../parts/filter-line.tsx';
import { FormField } from '../parts/form-field.tsx';
import { SelectInput } from '../parts/select-input.tsx';
import { useMyId, usePeople } from '../records/use-people.ts';
import { useWindowLetters } from '../records/use-window-letters.ts';
import { useWords } from '../words/words-context.ts';
import { type DealsState, type DealStatus, useDealsState } from './deals-state.ts';
import classes from '../records/records.module.css';

const STATUSES: readonly DealStatus[] = ['open', 'won', 'lost'];

export interface ActiveFilter {
  readonly key: 'ownerId' | 'status';
  readonly label: string;
}

/** The filters in words. The board shows every status, so it has no filter by one. */
export function useActiveFilters(): readonly ActiveFilter[] {
  const { say } = useWords();
  const { ownerId, status, view } = useDealsState();
  const myId = useMyId();
  const owner = usePeople([ownerId]).get(ownerId ?? '')?.displayName ?? '';
  const mine = ownerId === myId ? say('deal.filter.mine') : say('deal.filter.owner', { name: owner });
  return [
    ...(ownerId === null ? [] : [{ key: 'ownerId', label: mine } as const]),
    ...(status === null || view === 'board'
      ? []
      : [{ key: 'status', label: say('deal.filter.status', { status: say(`deal.status.${status}`) }) } as const]),
  ];
}

export function DealsFilters({ end }: { readonly end: ReactNode }) {
  const active = useActiveFilters();
  return (
    <FilterLine end={end}>
      {active.map(({ key, label }) => (
        <FilterChip key={key} label={label} onRemove={() => useDealsState.setState({ [key]: null })} />
      ))}
      <AddFilter />
    </FilterLine>
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

function FilterForm({ onDone }: { readonly onDone: () => void }) {
  const { say } = useWords();
  const myId = useMyId();
  const { ownerId, status, view } = useDealsState();
  const { data: people } = useRead(['people', 'list'], ['people'], (client) => client.people.list());
  const choose = (patch: Partial<DealsState>): void => {
    useDealsState.setState(patch);
    onDone();
  };
  const owners = (people?.value ?? [])
    .map(({ employeeId, displayName }) => ({
      value: employeeId,
      label: employeeId === myId ? say('people.you') : displayName,
    }))
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
      {view === 'table' && (
        <FormField label={say('deal.status')}>
          {(links) => (
            <SelectInput
              {...links}
              value={status ?? ''}
              options={[
                { value: '', label: '' },
                ...STATUSES.map((value) => ({ value, label: say(`deal.status.${value}`) })),
              ]}
              onValue={(value) => choose({ status: STATUSES.find((each) => each === value) ?? null })}
            />
          )}
        </FormField>
      )}
    </div>
  );
}
