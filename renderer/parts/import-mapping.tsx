import { IconAlertCircle, IconCheck } from '@tabler/icons-react';

import { useWords } from '../words/words-context.ts';
import type { FieldOption } from './field-value.ts';
import { SelectInput } from './select-input.tsx';
import classes from './import-mapping.module.css';

export interface MappingRow {
  readonly column: string;
  /** A few values as they stand in the file. */
  readonly samples: string;
  readonly field: string;
  readonly fields: readonly FieldOption[];
  readonly readAs: string;
  readonly readings: readonly FieldOption[];
  /** How it was read and why; `look` where a person should decide. */
  readonly verdict: { readonly kind: 'good' | 'look'; readonly text: string };
}

export interface ImportMappingProps {
  readonly rows: readonly MappingRow[];
  readonly currentColumn?: string;
  readonly onColumn?: (column: string) => void;
  readonly onField: (column: string, field: string) => void;
  readonly onReadAs: (column: string, reading: string) => void;
}

function Verdict({ verdict }: Pick<MappingRow, 'verdict'>) {
  const Icon = verdict.kind === 'good' ? IconCheck : IconAlertCircle;
  return (
    <span className={classes.verdict} data-kind={verdict.kind}>
      <Icon size={14} stroke={1.9} aria-hidden="true" />
      <span>{verdict.text}</span>
    </span>
  );
}

function Row({
  row,
  isCurrent,
  onColumn,
  onField,
  onReadAs,
}: { row: MappingRow; isCurrent: boolean } & Omit<ImportMappingProps, 'rows' | 'currentColumn'>) {
  const { say } = useWords();
  const { column } = row;
  return (
    <tr
      className={classes.row}
      aria-current={isCurrent || undefined}
      onFocus={() => onColumn?.(column)}
      onClick={() => onColumn?.(column)}
    >
      <th scope="row">
        <span className={classes.column}>{column}</span>
        <span className={classes.samples}>{row.samples}</span>
      </th>
      <td>
        <SelectInput
          aria-label={say('import.fieldFor', { column })}
          value={row.field}
          options={row.fields}
          onValue={(field) => onField(column, field)}
        />
      </td>
      <td>
        <SelectInput
          aria-label={say('import.readAsFor', { column })}
          value={row.readAs}
          options={row.readings}
          onValue={(reading) => onReadAs(column, reading)}
        />
      </td>
      <td>
        <Verdict verdict={row.verdict} />
      </td>
    </tr>
  );
}

/** How each column of a file is read, into which field, and why. */
export function ImportMapping({ rows, currentColumn, ...rest }: ImportMappingProps) {
  const { say } = useWords();
  return (
    <table className={classes.table} aria-label={say('import.mapping')}>
      <thead>
        <tr>
          <th scope="col" className={classes.wide}>
            {say('import.columnInFile')}
          </th>
          <th scope="col" className={classes.narrow}>
            {say('import.field')}
          </th>
          <th scope="col" className={classes.narrow}>
            {say('import.readAs')}
          </th>
          <th scope="col">{say('import.why')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={row.column} row={row} isCurrent={row.column === currentColumn} {...rest} />
        ))}
      </tbody>
    </table>
  );
}
