import type { LineReport } from '../../main/contract/transfer.ts';
import { PlainTable } from '../parts/plain-table.tsx';
import { SectionHead } from '../parts/section-head.tsx';
import { useWords } from '../words/words-context.ts';
import { isField } from './import-fields.ts';
import classes from './import.module.css';

/** Lines of the file that make no record, each with its reason. */
export function LinesTable({ lines, count }: { readonly lines: readonly LineReport[]; readonly count: number }) {
  const { say, number } = useWords();
  if (lines.length === 0) return null;
  const fieldName = (field: string): string => (isField(field) ? say(`transfer.field.${field}`) : field);
  const meta = lines.length < count ? { meta: say('transfer.linesShown', { count: lines.length }) } : {};
  return (
    <div>
      <div className={classes.section}>
        <SectionHead title={say('transfer.lines')} {...meta} />
      </div>
      <PlainTable
        label={say('transfer.lines')}
        rows={lines}
        getRowId={({ line, code }) => `${line} ${code}`}
        columns={[
          { key: 'line', label: say('transfer.line'), width: '80px', cell: ({ line }) => number(line) },
          {
            key: 'code',
            label: say('transfer.reason'),
            cell: ({ code, field }) => say(`transfer.code.${code}`, { field: fieldName(field) }),
          },
          { key: 'value', label: say('transfer.inFile'), cell: ({ value }) => value },
        ]}
      />
    </div>
  );
}
