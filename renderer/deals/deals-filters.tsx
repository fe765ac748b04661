import type { ReactNode } from 'react';
import { useLiveSet } from '../live/use-live-set.ts';
import { ChoiceFilter, OwnerFilter, useOwnerWords } from '../records/filter-fields.tsx';
import { type ActiveFilter, ListFilters } from '../records/list-filters.tsx';
import { usePeople } from '../records/use-people.ts';
import { useWords } from '../words/words-context.ts';
import { type DealsState, type DealStatus, dropFilter, useDealsState } from './deals-state.ts';

const STATUSES: readonly DealStatus[] = ['open', 'won', 'lost'];

/** The filters in words. The board shows every status, so it has no filter by one. */
export function useActiveFilters(): readonly ActiveFilter<'ownerId' | 'status'>[] {
  const { say } = useWords();
  const { ownerId, status, view } = useDealsState();
  const owner = useOwnerWords(ownerId);
  return [
    ...(owner === null ? [] : [{ key: 'ownerId', label: owner } as const]),
    ...(status === null || view === 'board'
      ? []
      : [{ key: 'status', label: say('deal.filter.status', { status: say(`deal.status.${status}`) }) } as const]),
  ];
}

export function DealsFilters({ end }: { readonly end: ReactNode }) {
  return (
    <ListFilters
      active={useActiveFilters()}
      onDrop={dropFilter}
      form={(onDone) => <FilterForm onDone={onDone} />}
      end={end}
    />
  );
}

function FilterForm({ onDone }: { readonly onDone: () => void }) {
  const { say } = useWords();
  const { ownerId, status, view } = useDealsState();
  // Only names that are here can be chosen: those of everybody with an open deal are asked for.
  usePeople((useLiveSet('openDeals') ?? []).map((deal) => deal.ownerId));
  const choose = (patch: Partial<DealsState>): void => {
    useDealsState.setState(patch);
    onDone();
  };
  return (
    <>
      <OwnerFilter value={ownerId} onChoose={(value) => choose({ ownerId: value })} />
      {view === 'table' && (
        <ChoiceFilter
          label={say('deal.status')}
          value={status}
          options={STATUSES.map((value) => ({ value, label: say(`deal.status.${value}`) }))}
          onChoose={(value) => choose({ status: STATUSES.find((each) => each === value) ?? null })}
        />
      )}
    </>
  );
}
