import type { ContactItem } from '../../main/contract/contacts.ts';
import type { Person } from '../../main/contract/people.ts';
import { CellText } from '../parts/cell-text.tsx';
import type { TableColumn } from '../parts/data-table-types.ts';
import { Mark } from '../parts/mark.tsx';
import { markOf } from '../records/mark-of.ts';
import { moneyText } from '../records/money-text.ts';
import type { Words } from '../words/create-words.ts';
import { calendarDaysBetween } from '../words/format-time.ts';
import { contactName } from './contact-name.ts';

/** A contact with an open deal that heard nothing for longer than this deserves a look. */
const SILENT_DAYS = 30;

/** "Today", "12 days"; undefined where there never was a contact. */
function lastContactText(atMs: number | null, nowMs: number, words: Words): string | undefined {
  if (atMs === null) return undefined;
  const days = calendarDaysBetween(atMs, nowMs, words);
  return days <= 0 ? words.say('list.today') : words.say('time.days', { count: days });
}

interface ColumnOptions {
  readonly words: Words;
  readonly nowMs: number;
  /** The pane beside the list leaves no room for the owner. */
  readonly hasPane: boolean;
  /** Asked for the whole list at once: a row that asks for itself costs more than it shows. */
  readonly people: ReadonlyMap<string, Person>;
}

export function contactColumns({ words, nowMs, hasPane, people }: ColumnOptions): readonly TableColumn<ContactItem>[] {
  const { say } = words;
  const isSilent = ({ lastActivityAtMs: atMs, openDealsMinor }: ContactItem): boolean =>
    openDealsMinor.length > 0 && atMs !== null && calendarDaysBetween(atMs, nowMs, words) > SILENT_DAYS;
  const owner: TableColumn<ContactItem> = {
    key: 'owner',
    label: say('label.owner'),
    width: 'minmax(0, 1fr)',
    isOptional: true,
    cell: ({ ownerId }) => <CellText>{people.get(ownerId ?? '')?.displayName}</CellText>,
  };
  return [
    {
      key: 'lastName',
      label: say('label.name'),
      width: 'minmax(0, 1.42fr)',
      isSortable: true,
      look: 'name',
      cell: (row) => {
        const mark = markOf(row.pending);
        return (
          <>
            <CellText tone="strong">{contactName(row, say)}</CellText>
            {mark && <Mark kind={mark} />}
          </>
        );
      },
    },
    {
      key: 'company',
      label: say('label.company'),
      width: 'minmax(0, 1.4fr)',
      cell: ({ companyName }) => <CellText>{companyName}</CellText>,
    },
    {
      key: 'role',
      label: say('label.jobTitle'),
      width: 'minmax(0, 1.25fr)',
      look: 'quiet',
      isOptional: true,
      cell: ({ jobTitle }) => <CellText tone="quiet">{jobTitle}</CellText>,
    },
    ...(hasPane ? [] : [owner]),
    {
      key: 'last',
      label: say('label.lastContact'),
      width: '98px',
      isEnd: true,
      cell: (row) => (
        <CellText tone={isSilent(row) ? 'wait' : 'quiet'}>
          {lastContactText(row.lastActivityAtMs, nowMs, words)}
        </CellText>
      ),
    },
    {
      key: 'open',
      label: say('contacts.column.open'),
      width: '112px',
      isEnd: true,
      cell: ({ openDealsMinor }) => <CellText tone="strong">{moneyText(openDealsMinor, words)}</CellText>,
    },
  ];
}
