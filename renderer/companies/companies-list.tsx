import { IconPlus } from '@tabler/icons-react';
import { useCallback, useMemo } from 'react';
import type { ReplicaRow } from '../../main/contract/types.ts';
import type { AppClient } from '../app/app-client.ts';
import { useGo } from '../app/use-go.ts';
import { useNow } from '../app/use-now.ts';
import { type Topic, useRead } from '../app/use-read.ts';
import { Button } from '../parts/button.tsx';
import { Column } from '../parts/column.tsx';
import { DataTable } from '../parts/data-table.tsx';
import { EmptyState } from '../parts/empty-state.tsx';
import { HintLine } from '../parts/hint-line.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { EmptySoFar } from '../records/empty-so-far.tsx';
import { Guarded } from '../records/guarded.tsx';
import { NoMatch } from '../records/no-match.tsx';
import { errorText } from '../records/refusal.ts';
import { EXAMPLE_ID } from '../records/use-explain.ts';
import { type PagePlace, type PagedRows, usePagedRows } from '../records/use-paged-rows.ts';
import { usePeople } from '../records/use-people.ts';
import { useUnits } from '../records/use-units.ts';
import { useWords } from '../words/words-context.ts';
import { companyColumns } from './company-columns.tsx';
import {
  companyFilterOf,
  dropCompanyFilter,
  dropCompanyFilters,
  sortCompaniesBy,
  useCompaniesList,
} from './companies-list-state.ts';
import { CompanyFilters, useCompanyFilters } from './company-filters.tsx';
import classes from '../records/records.module.css';

const TOPICS: readonly Topic[] = ['company'];

type Company = ReplicaRow<'company'>;

function useCompanyRows(): PagedRows<Company> {
  const state = useCompaniesList();
  const query = { sort: state.sort, filter: companyFilterOf(state) };
  const name = JSON.stringify(query);
  const read = useCallback(
    (client: AppClient, place: PagePlace) => client.companies.page({ ...(JSON.parse(name) as typeof query), ...place }),
    [name],
  );
  return usePagedRows({ key: ['companies', 'page', name], topics: TOPICS, read });
}

/** A write like the one that a new company asks for. */
export function useCompanyExample() {
  const [unit] = useUnits();
  return { name: 'companies.create', args: { companyId: EXAMPLE_ID, orgId: unit?.value ?? EXAMPLE_ID, name: 'x' } };
}

export interface CompaniesListProps {
  readonly isCreating: boolean;
  readonly onCreate: () => void;
}

/** Every company of the user's units; a row opens its page. */
export function CompaniesList({ isCreating, onCreate }: CompaniesListProps) {
  const words = useWords();
  const { say } = words;
  const go = useGo();
  const nowMs = useNow(60_000);
  const rows = useCompanyRows();
  const sort = useCompaniesList((state) => state.sort);
  const people = usePeople(rows.loaded.map(({ ownerId }) => ownerId));
  const columns = useMemo(
    () => companyColumns({ words, nowMs, people, hasPane: isCreating }),
    [words, nowMs, people, isCreating],
  );
  const open = ({ id }: Company): void => go(`/companies/${id}`);
  const lead = rows.total === null ? say('companies.many') : say('companies.count', { count: rows.total });
  const create = (
    <Guarded write={useCompanyExample()} label={say('companies.new')} action={say('companies.newTitle')}>
      <Button
        variant={isCreating ? 'default' : 'filled'}
        icon={IconPlus}
        label={say('companies.new')}
        keys="C"
        onClick={onCreate}
      />
    </Guarded>
  );
  return (
    <Column width="grow">
      <PageHead title={say('companies.title')} actions={create} />
      <CompanyFilters />
      {rows.error !== null && (
        <div className={classes.emptyList} role="alert">
          <EmptyState title={say('list.failed')} why={errorText(rows.error, words)} />
        </div>
      )}
      {rows.isReady && rows.rowCount === 0 ? (
        <NoCompanies onCreate={onCreate} />
      ) : (
        <DataTable
          label={say('companies.title')}
          columns={columns}
          rowCount={rows.rowCount}
          getRow={rows.getRow}
          getRowId={({ id }) => id}
          getRowName={({ name }) => name}
          onRangeChange={rows.onRangeChange}
          sort={{ key: sort.field, direction: sort.direction }}
          onSort={(key) => sortCompaniesBy(key === 'name' ? 'name' : 'updatedAtMs')}
          onOpen={open}
          onEdit={open}
          onPreview={open}
        />
      )}
      <HintLine
        lead={rows.isReady ? lead : ''}
        hints={[
          { keys: ['J', 'K'], label: say('hint.move') },
          { keys: ['Enter'], label: say('hint.open') },
          { keys: ['F'], label: say('hint.filter') },
          { keys: ['?'], label: say('hint.allKeys') },
        ]}
      />
    </Column>
  );
}

function NoCompanies({ onCreate }: { readonly onCreate: () => void }) {
  const { say } = useWords();
  const go = useGo();
  const state = useCompaniesList();
  const active = useCompanyFilters();
  const example = useCompanyExample();
  const last = active.at(-1);
  const filter = companyFilterOf(last === undefined ? state : { ...state, [last.key]: null });
  const { data: without } = useRead(
    ['companies', 'without', JSON.stringify(filter)],
    ['company'],
    (client) => client.companies.page({ sort: state.sort, filter, limit: 1 }),
    { isEnabled: last !== undefined },
  );
  const count = active.length + (state.text.trim() === '' ? 0 : 1);
  if (count > 0) {
    return (
      <NoMatch
        title={say('companies.noMatch', { count })}
        active={active}
        without={without?.total}
        onDrop={dropCompanyFilter}
        onClear={dropCompanyFilters}
      />
    );
  }
  const actions = (
    <>
      <Guarded write={example} label={say('companies.newTitle')}>
        <Button label={say('companies.add')} onClick={onCreate} />
      </Guarded>
      <Button variant="subtle" label={say('companies.import')} onClick={() => go('/import')} />
    </>
  );
  return (
    <div className={classes.emptyList}>
      <EmptySoFar title={say('companies.empty')} why={say('companies.emptyWhy')} actions={actions} />
    </div>
  );
}
