import type { LoggedAccess } from '../../sync/protocol/access.ts';
import { useNow } from '../app/use-now.ts';
import { PlainTable, type PlainColumn } from '../parts/plain-table.tsx';
import { useWho } from '../records/use-people.ts';
import type { Words } from '../words/create-words.ts';
import { useWords } from '../words/words-context.ts';
import { exactText, fromText, whatText, whyText } from './access-words.ts';
import classes from './audit.module.css';

const MINUTE_MS = 60_000;

interface Facts {
  readonly words: Words;
  readonly who: (employeeId: string) => string;
  readonly nowMs: number;
}

function columnsFor({ words, who, nowMs }: Facts): readonly PlainColumn<LoggedAccess>[] {
  const { say, number, day, clock } = words;
  return [
    {
      key: 'when',
      label: say('access.column.when'),
      width: '13%',
      cell: (entry) => (
        <span className={classes.when} title={exactText(entry, words)}>
          {day(entry.atMs, nowMs)}, {clock(entry.atMs)}
        </span>
      ),
    },
    {
      key: 'who',
      label: say('access.column.who'),
      width: '14%',
      cell: ({ by }) => <span className={classes.who}>{who(by)}</span>,
    },
    {
      key: 'what',
      label: say('access.column.what'),
      cell: (entry) => <span title={whatText(entry, words)}>{whatText(entry, words)}</span>,
    },
    {
      key: 'rows',
      label: say('access.column.rows'),
      width: '8%',
      isEnd: true,
      cell: ({ action, rows }) =>
        action === 'sign-in' ? <span className={classes.quiet}>{say('field.none')}</span> : number(rows),
    },
    {
      key: 'why',
      label: say('access.column.why'),
      width: '19%',
      cell: (entry) => <span title={whyText(entry, words)}>{whyText(entry, words)}</span>,
    },
    {
      key: 'from',
      label: say('access.column.from'),
      width: '19%',
      cell: (entry) => (
        <span className={classes.quiet} title={fromText(entry, words)}>
          {fromText(entry, words)}
        </span>
      ),
    },
  ];
}

export function AccessTable({ entries }: { readonly entries: readonly LoggedAccess[] }) {
  const words = useWords();
  const who = useWho(entries.map(({ by }) => by));
  const nowMs = useNow(MINUTE_MS);
  return (
    <PlainTable
      label={words.say('access.title')}
      columns={columnsFor({ words, who, nowMs })}
      rows={entries}
      getRowId={({ by, id }) => `${by}:${id}`}
    />
  );
}
