import type { DryRunReport } from '../../main/contract/transfer.ts';
import { useNow } from '../app/use-now.ts';
import { PlainTable } from '../parts/plain-table.tsx';
import { SectionHead } from '../parts/section-head.tsx';
import { useWords } from '../words/words-context.ts';
import { isField } from './import-fields.ts';
import classes from './import.module.css';

type Shown = DryRunReport['preview'][number];

const DAYS = new Set(['createdOn', 'closedOn']);
/** Beside another value, never on its own. */
const HIDDEN = new Set(['currency']);

/** The first records as they would be. */
export function PreviewTable({ report }: { readonly report: DryRunReport }) {
  const words = useWords();
  const { say, number } = words;
  const nowMs = useNow(60_000);
  const [first] = report.preview;
  if (first === undefined) return null;
  const keys = Object.keys(first).filter((key) => !HIDDEN.has(key));
  const cell = (row: Shown, key: string): string => {
    const value = row[key] ?? null;
    if (value === null || value === '') return say('transfer.none');
    if (key === 'valueMinor') return words.money(Number(value), String(row['currency'] ?? 'EUR'));
    if (DAYS.has(key)) return words.calendarDay(String(value), nowMs);
    return typeof value === 'number' ? number(value) : value;
  };
  const nameOf = (key: string): string => {
    if (key === 'valueMinor') return say('transfer.field.value');
    return isField(key) ? say(`transfer.field.${key}`) : key;
  };
  return (
    <div>
      <div className={classes.section}>
        <SectionHead
          title={say('transfer.preview')}
          meta={say('transfer.previewOf', { count: report.preview.length, all: number(report.made) })}
        />
      </div>
      <PlainTable
        label={say('transfer.preview')}
        rows={report.preview.map((row, at) => ({ row, at }))}
        getRowId={({ at }) => String(at)}
        columns={keys.map((key, at) => ({
          key,
          label: nameOf(key),
          isEnd: key === 'valueMinor',
          cell: ({ row }: { readonly row: Shown }) => cell(row, key),
          ...(at === 0 ? { width: '27%' } : {}),
        }))}
      />
    </div>
  );
}
