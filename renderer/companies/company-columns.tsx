import type { Person } from '../../main/contract/people.ts';
import type { ReplicaRow } from '../../main/contract/types.ts';
import { CellText } from '../parts/cell-text.tsx';
import type { TableColumn } from '../parts/data-table-types.ts';
import { Mark } from '../parts/mark.tsx';
import { markOf } from '../records/mark-of.ts';
import type { Words } from '../words/create-words.ts';

interface ColumnOptions {
  readonly words: Words;
  readonly nowMs: number;
  readonly people: ReadonlyMap<string, Person>;
  /** Beside a form there is room for what tells companies apart. */
  readonly hasPane: boolean;
}

export function companyColumns({
  words,
  nowMs,
  people,
  hasPane,
}: ColumnOptions): readonly TableColumn<ReplicaRow<'company'>>[] {
  const { say } = words;
  const all: readonly TableColumn<ReplicaRow<'company'>>[] = [
    {
      key: 'name',
      label: say('label.name'),
      width: 'minmax(0, 1.6fr)',
      isSortable: true,
      look: 'name',
      cell: ({ name, pending }) => {
        const mark = markOf(pending);
        return (
          <>
            <CellText tone="strong">{name}</CellText>
            {mark && <Mark kind={mark} />}
          </>
        );
      },
    },
    {
      key: 'industry',
      label: say('companies.column.industry'),
      width: 'minmax(0, 1fr)',
      cell: ({ industry }) => <CellText>{industry}</CellText>,
    },
    {
      key: 'city',
      label: say('companies.column.city'),
      width: 'minmax(0, 1fr)',
      cell: ({ city }) => <CellText>{city}</CellText>,
    },
    {
      key: 'phone',
      label: say('label.phone'),
      width: 'minmax(0, 1fr)',
      look: 'quiet',
      isOptional: true,
      cell: ({ phone }) => <CellText tone="quiet">{phone}</CellText>,
    },
    {
      key: 'owner',
      label: say('label.owner'),
      width: 'minmax(0, 1fr)',
      cell: ({ ownerId }) => <CellText>{people.get(ownerId ?? '')?.displayName}</CellText>,
    },
    {
      key: 'updatedAtMs',
      label: say('companies.column.changed'),
      width: '108px',
      isEnd: true,
      isSortable: true,
      isOptional: true,
      cell: ({ updatedAtMs }) => <CellText tone="quiet">{words.day(updatedAtMs, nowMs)}</CellText>,
    },
  ];
  return all.filter(({ isOptional }) => !(hasPane && isOptional === true));
}
