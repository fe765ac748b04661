import type { ReactNode } from 'react';
import { ACCESS_ACTIONS } from '../../sync/protocol/access.ts';
import { useRead } from '../app/use-read.ts';
import { SelectInput } from '../parts/select-input.tsx';
import { useWho } from '../records/use-people.ts';
import { useWords } from '../words/words-context.ts';
import classes from './audit.module.css';
import type { AccessFilter } from './use-access.ts';

/** Stands for no choice; a select knows texts alone. */
const ALL = '';
const orNull = (value: string): string | null => (value === ALL ? null : value);

interface AccessFiltersProps {
  readonly filter: AccessFilter;
  readonly onFilter: (filter: AccessFilter) => void;
  /** Employees of the lines that are shown: they can be chosen though their profiles may not be here. */
  readonly people: readonly string[];
  readonly children: ReactNode;
}

export function AccessFilters({ filter, onFilter, people, children }: AccessFiltersProps) {
  const { say, locale } = useWords();
  const known = useRead(['people', 'list'], ['people'], (client) => client.people.list()).data?.value ?? [];
  const chosen = filter.by === null ? [] : [filter.by];
  const ids = [...new Set([...people, ...chosen, ...known.map(({ employeeId }) => employeeId)])];
  const who = useWho(ids);
  const persons = ids
    .map((value) => ({ value, label: who(value) }))
    .toSorted((a, b) => a.label.localeCompare(b.label, locale));
  const kinds = ACCESS_ACTIONS.map((value) => ({ value, label: say(`access.kind.${value}`) }));
  return (
    <div role="group" aria-label={say('access.filters')} className={classes.filters}>
      <div className={classes.choice}>
        <SelectInput
          aria-label={say('access.person')}
          value={filter.by ?? ALL}
          options={[{ value: ALL, label: say('access.everybody') }, ...persons]}
          onValue={(value) => onFilter({ ...filter, by: orNull(value) })}
        />
      </div>
      <div className={classes.choice}>
        <SelectInput
          aria-label={say('access.kind')}
          value={filter.action ?? ALL}
          options={[{ value: ALL, label: say('access.kind.all') }, ...kinds]}
          onValue={(value) => onFilter({ ...filter, action: orNull(value) })}
        />
      </div>
      {children}
    </div>
  );
}
