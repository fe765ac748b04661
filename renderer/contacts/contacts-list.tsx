import { IconPlus } from '@tabler/icons-react';
import { useMemo } from 'react';
import type { ContactItem } from '../../main/contract/contacts.ts';
import { useGo, useGoInstead } from '../app/use-go.ts';
import { useNow } from '../app/use-now.ts';
import { useRead } from '../app/use-read.ts';
import { Button } from '../parts/button.tsx';
import { Column } from '../parts/column.tsx';
import { DataTable } from '../parts/data-table.tsx';
import { EmptyState } from '../parts/empty-state.tsx';
import { HintLine } from '../parts/hint-line.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { EmptySoFar } from '../records/empty-so-far.tsx';
import { Guarded } from '../records/guarded.tsx';
import { NoMatch } from '../records/no-match.tsx';
import { useUnits } from '../records/use-units.ts';
import { EXAMPLE_ID } from '../records/use-explain.ts';
import { usePeople } from '../records/use-people.ts';
import type { PagedRows } from '../records/use-paged-rows.ts';
import { errorText } from '../records/refusal.ts';
import { useWords } from '../words/words-context.ts';
import { contactColumns } from './contact-columns.tsx';
import { ContactFilters, sortBy, useActiveFilters } from './contact-filters.tsx';
import { contactName } from './contact-name.ts';
import { ContactsBulk } from './contacts-bulk.tsx';
import { dropAllFilters, dropFilter, filterOf, useContactsList } from './contacts-list-state.ts';
import { useContactRows } from './use-contact-rows.ts';
import { useSelection } from './use-selection.ts';
import classes from '../records/records.module.css';

export interface ContactsListProps {
  readonly currentId: string | undefined;
  readonly hasPane: boolean;
  readonly isCreating: boolean;
  readonly onCreate: () => void;
}

/** Every contact of the user's units: any number of rows, filtered and searched while typing. */
export function ContactsList({ currentId, hasPane, isCreating, onCreate }: ContactsListProps) {
  const { say } = useWords();
  const rows = useContactRows();
  return (
    <Column width="grow">
      <PageHead title={say('contacts.title')} actions={<NewButton isCreating={isCreating} onCreate={onCreate} />} />
      <ContactFilters />
      {rows.error !== null && <FailedList error={rows.error} />}
      <ContactRows rows={rows} currentId={currentId} hasPane={hasPane} onCreate={onCreate} />
    </Column>
  );
}

/** A write like the one that a new contact asks for. */
export function useCreateExample() {
  const [unit] = useUnits();
  return { name: 'contacts.create', args: { contactId: EXAMPLE_ID, orgId: unit?.value ?? EXAMPLE_ID, lastName: 'x' } };
}

function NewButton({ isCreating, onCreate }: { readonly isCreating: boolean; readonly onCreate: () => void }) {
  const { say } = useWords();
  const variant = isCreating ? 'default' : 'filled';
  return (
    <Guarded write={useCreateExample()} label={say('contacts.new')} action={say('contacts.newTitle')}>
      <Button variant={variant} icon={IconPlus} label={say('contacts.new')} keys="C" onClick={onCreate} />
    </Guarded>
  );
}

interface ContactRowsProps {
  readonly rows: PagedRows<ContactItem>;
  readonly currentId: string | undefined;
  readonly hasPane: boolean;
  readonly onCreate: () => void;
}

function ContactRows({ rows, currentId, hasPane, onCreate }: ContactRowsProps) {
  const words = useWords();
  const { say } = words;
  const go = useGo();
  const follow = useGoInstead();
  const nowMs = useNow(60_000);
  const sort = useContactsList((state) => state.sort);
  const selection = useSelection(rows);
  const people = usePeople(rows.loaded.map(({ ownerId }) => ownerId));
  const columns = useMemo(() => contactColumns({ words, nowMs, hasPane, people }), [words, nowMs, hasPane, people]);
  const open = ({ id }: ContactItem): void => go(`/contacts/${id}`);
  const lead = rows.total === null ? say('contacts.many') : say('contacts.count', { count: rows.total });
  const hints = [
    { keys: ['J', 'K'], label: say('hint.move') },
    { keys: ['X'], label: say('hint.select') },
    { keys: ['Enter'], label: say('hint.open') },
    { keys: ['Mod+.'], label: say('hint.actions'), isOptional: true },
    { keys: ['?'], label: say('hint.allKeys') },
  ];
  return (
    <>
      {rows.isReady && rows.rowCount === 0 ? (
        <NoContacts onCreate={onCreate} />
      ) : (
        <DataTable
          label={say('contacts.title')}
          columns={columns}
          rowCount={rows.rowCount}
          getRow={rows.getRow}
          getRowId={({ id }) => id}
          getRowName={(row) => contactName(row, say)}
          onRangeChange={rows.onRangeChange}
          sort={{ key: sort.field, direction: sort.direction }}
          onSort={() => sortBy('lastName')}
          selectedIds={selection.ids}
          onSelect={selection.change}
          {...(currentId === undefined ? {} : { currentId })}
          onOpen={open}
          onEdit={open}
          onPreview={open}
          onFollow={({ id }) => follow(`/contacts/${id}`)}
        />
      )}
      {selection.rows.size > 0 ? (
        <ContactsBulk {...selection} />
      ) : (
        <HintLine lead={rows.isReady ? lead : ''} hints={hints} />
      )}
    </>
  );
}

function FailedList({ error }: { readonly error: unknown }) {
  const words = useWords();
  return (
    <div className={classes.emptyList} role="alert">
      <EmptyState title={words.say('list.failed')} why={errorText(error, words)} />
    </div>
  );
}

/** Why the list is empty, and what can be done about it. */
function NoContacts({ onCreate }: { readonly onCreate: () => void }) {
  const { say } = useWords();
  const go = useGo();
  const state = useContactsList();
  const active = useActiveFilters();
  const example = useCreateExample();
  const last = active.at(-1);
  const filter = filterOf(last === undefined ? state : { ...state, [last.key]: null });
  const { data: without } = useRead(
    ['contacts', 'without', JSON.stringify(filter)],
    ['contact'],
    (client) => client.contacts.page({ sort: state.sort, filter, limit: 1 }),
    { isEnabled: last !== undefined },
  );
  const count = active.length + (state.text.trim() === '' ? 0 : 1);
  if (count > 0) {
    return (
      <NoMatch
        title={say('contacts.noMatch', { count })}
        active={active}
        without={without?.total}
        onDrop={dropFilter}
        onClear={dropAllFilters}
      />
    );
  }
  const actions = (
    <>
      <Guarded write={example} label={say('contacts.newTitle')}>
        <Button label={say('contacts.add')} onClick={onCreate} />
      </Guarded>
      <Button variant="subtle" label={say('contacts.import')} onClick={() => go('/import')} />
    </>
  );
  return (
    <div className={classes.emptyList}>
      <EmptySoFar title={say('contacts.empty')} why={say('contacts.emptyWhy')} actions={actions} />
    </div>
  );
}
