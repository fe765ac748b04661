import { memo } from 'react';

import { useWords } from '../words/words-context.ts';
import { Checkbox } from './checkbox.tsx';
import type { TableColumn } from './data-table-types.ts';
import { SkeletonBar } from './skeleton-bar.tsx';
import classes from './data-table.module.css';

export interface RowActions {
  readonly open: (index: number) => void;
  readonly toggle: ((index: number, isRange: boolean) => void) | undefined;
}

interface RowProps<Row> {
  readonly index: number;
  readonly row: Row | undefined;
  readonly name: string;
  readonly columns: readonly TableColumn<Row>[];
  readonly topPx: number;
  readonly heightPx: number;
  readonly isTabStop: boolean;
  readonly isSelected: boolean;
  readonly isCurrent: boolean;
  readonly canSelect: boolean;
  readonly actions: RowActions;
}

/** Widths that differ from row to row, so that a page of them reads as a list and not as a grid. */
const barWidth = (index: number, column: number): string => `${45 + ((index * 7 + column * 13) % 5) * 9}%`;

function RowView<Row>(props: RowProps<Row>) {
  const { index, row, columns, isSelected, isCurrent, canSelect, actions } = props;
  const { say } = useWords();
  return (
    <div
      role="row"
      className={classes.row}
      style={{ transform: `translateY(${props.topPx}px)`, height: props.heightPx }}
      tabIndex={props.isTabStop ? 0 : -1}
      data-index={index}
      aria-rowindex={index + 2}
      aria-selected={canSelect ? isSelected : undefined}
      aria-current={isCurrent || undefined}
      aria-busy={row === undefined || undefined}
      onClick={() => actions.open(index)}
    >
      {canSelect && (
        // The press on the box must not open the row as well.
        <div role="gridcell" className={classes.check} onClick={(event) => event.stopPropagation()}>
          {row !== undefined && (
            <Checkbox
              label={say('table.select', { name: props.name })}
              isChecked={isSelected}
              isTabStop={false}
              onChange={() => actions.toggle?.(index, false)}
            />
          )}
        </div>
      )}
      {columns.map((column, place) => (
        <div
          key={column.key}
          role="gridcell"
          className={classes.cell}
          data-look={column.look ?? 'plain'}
          data-end={column.isEnd || undefined}
        >
          {row === undefined ? <SkeletonBar width={barWidth(index, place)} /> : column.cell(row)}
        </div>
      ))}
    </div>
  );
}

export const DataTableRow = memo(RowView) as typeof RowView;
