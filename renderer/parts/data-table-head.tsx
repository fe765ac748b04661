import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';

import { useWords } from '../words/words-context.ts';
import { Checkbox } from './checkbox.tsx';
import type { SelectionChange, TableColumn, TableSort } from './data-table-types.ts';
import classes from './data-table.module.css';

interface HeadProps<Row> {
  readonly columns: readonly TableColumn<Row>[];
  readonly sort: TableSort | undefined;
  readonly onSort: ((key: string) => void) | undefined;
  readonly selectedCount: number;
  readonly rowCount: number;
  readonly onSelect: ((change: SelectionChange) => void) | undefined;
}

const ariaSort = (sort: TableSort | undefined, key: string): 'ascending' | 'descending' | undefined => {
  if (sort?.key !== key) return undefined;
  return sort.direction === 'asc' ? 'ascending' : 'descending';
};

function SortLabel({ label, sort }: { readonly label: string; readonly sort: TableSort | undefined }) {
  const Arrow = sort?.direction === 'desc' ? IconArrowDown : IconArrowUp;
  return (
    <>
      {label}
      {sort && <Arrow size={13} stroke={1.9} aria-hidden="true" />}
    </>
  );
}

export function DataTableHead<Row>({ columns, sort, onSort, selectedCount, rowCount, onSelect }: HeadProps<Row>) {
  const { say } = useWords();
  const isAll = rowCount > 0 && selectedCount === rowCount;
  return (
    <div role="rowgroup" className={classes.head}>
      <div role="row" aria-rowindex={1} className={classes.headRow}>
        {onSelect && (
          <div role="columnheader" className={classes.check} aria-label={say('table.selectAll')}>
            <Checkbox
              label={say('table.selectAll')}
              isChecked={isAll}
              isMixed={selectedCount > 0 && !isAll}
              onChange={(isChecked) => onSelect({ kind: isChecked ? 'all' : 'none' })}
            />
          </div>
        )}
        {columns.map(({ key, label, isEnd = false, isSortable = false }) => {
          const mine = sort?.key === key ? sort : undefined;
          return (
            <div
              key={key}
              role="columnheader"
              aria-sort={ariaSort(sort, key)}
              className={classes.headCell}
              data-end={isEnd || undefined}
            >
              {isSortable && onSort ? (
                <button type="button" className={classes.sort} onClick={() => onSort(key)}>
                  <SortLabel label={label} sort={mine} />
                </button>
              ) : (
                label
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}
