import type { ReactNode } from 'react';

import classes from './plain-table.module.css';

export interface PlainColumn<Row> {
  readonly key: string;
  readonly label: string;
  readonly width?: string;
  readonly isEnd?: boolean;
  readonly cell: (row: Row) => ReactNode;
}

export interface PlainTableProps<Row> {
  readonly label: string;
  readonly columns: readonly PlainColumn<Row>[];
  readonly rows: readonly Row[];
  readonly getRowId: (row: Row) => string;
}

/** A short table that is only read: previews, reports, the placement ledger. */
export function PlainTable<Row>({ label, columns, rows, getRowId }: PlainTableProps<Row>) {
  return (
    <table className={classes.table} aria-label={label}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column.key} scope="col" data-end={column.isEnd || undefined} style={{ width: column.width }}>
              {column.label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={getRowId(row)}>
            {columns.map((column) => (
              <td key={column.key} data-end={column.isEnd || undefined}>
                {column.cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
