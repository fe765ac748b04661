import { useMediaQuery } from '@mantine/hooks';
import { type CSSProperties, type KeyboardEvent, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';

import { TABLE_ROW_PX, useDensity } from '../theme/density.ts';
import { DataTableHead } from './data-table-head.tsx';
import { DataTableRow, type RowActions } from './data-table-row.tsx';
import type { DataTableProps } from './data-table-types.ts';
import { useListKeys } from './use-list-keys.ts';
import { useTableRows } from './use-table-rows.ts';
import classes from './data-table.module.css';

const NONE: ReadonlySet<string> = new Set();

/** Row actions with one identity for the life of the table, so that rows are drawn again only when they change. */
function useRowActions<Row>(props: DataTableProps<Row>, setFocus: (index: number) => void): RowActions {
  const anchor = useRef(0);
  const latest = useRef({ props, setFocus });
  useLayoutEffect(() => {
    latest.current = { props, setFocus };
  });
  return useMemo(
    () => ({
      open: (index) => {
        const row = latest.current.props.getRow(index);
        latest.current.setFocus(index);
        if (row !== undefined) latest.current.props.onOpen?.(row, index);
      },
      toggle: (index, isRange) => {
        if (isRange) latest.current.props.onSelect?.({ kind: 'range', fromIndex: anchor.current, toIndex: index });
        else latest.current.props.onSelect?.({ kind: 'toggle', index });
        anchor.current = index;
      },
    }),
    [],
  );
}

function onTableKey<Row>(props: DataTableProps<Row>, actions: RowActions, index: number) {
  return (key: string, event: KeyboardEvent): boolean => {
    const row = props.getRow(index);
    const isOnRow = event.target instanceof HTMLElement && event.target.dataset['index'] !== undefined;
    if (key === 'x' || key === 'X') actions.toggle?.(index, event.shiftKey);
    else if ((event.ctrlKey || event.metaKey) && key === 'a') props.onSelect?.({ kind: 'all' });
    else if (key === 'Escape' && (props.selectedIds?.size ?? 0) > 0) props.onSelect?.({ kind: 'none' });
    else if (!isOnRow || row === undefined) return false;
    else if (key === 'Enter') props.onOpen?.(row, index);
    else if (key === 'e') props.onEdit?.(row, index);
    else if (key === ' ') props.onPreview?.(row, index);
    else return false;
    return true;
  };
}

/** Tells the row that the keyboard went to, or as soon as it is here: after a jump it is read first. */
function useFollow<Row>({ currentId, getRow, onFollow }: DataTableProps<Row>): (index: number) => void {
  const wanted = useRef<number | null>(null);
  useEffect(() => {
    const row = wanted.current === null ? undefined : getRow(wanted.current);
    if (row === undefined) return;
    wanted.current = null;
    onFollow?.(row);
  });
  return (index) => {
    wanted.current = currentId === undefined ? null : index;
  };
}

/**
 * Rows by index over any number of rows: only those on screen exist, and those that are not here yet keep their slot.
 * One tab stop; J K, arrows, Home, End and pages move, Enter opens, X selects, Shift X selects a range, E edits.
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const {
    columns: all,
    rowCount,
    getRow,
    getRowId,
    getRowName,
    onSelect,
    selectedIds = NONE,
    currentId,
    sort,
    onSort,
  } = props;
  const heightPx = TABLE_ROW_PX[useDensity()];
  const isNarrow = useMediaQuery('(max-width: 1099px)', false, { getInitialValueInEffect: false });
  const columns = useMemo(() => all.filter((column) => !(isNarrow && column.isOptional)), [all, isNarrow]);
  const [focusIndex, setFocusIndex] = useState(0);
  const index = Math.min(focusIndex, Math.max(0, rowCount - 1));
  const { scroller, items, totalPx, moveTo, pageSize } = useTableRows({
    rowCount,
    heightPx,
    index,
    onRangeChange: props.onRangeChange,
  });
  const actions = useRowActions(props, setFocusIndex);

  const follow = useFollow(props);
  const onMove = (to: number): void => {
    setFocusIndex(to);
    moveTo(to);
    follow(to);
  };
  const onKeyDown = useListKeys({ count: rowCount, index, pageSize, onMove, onKey: onTableKey(props, actions, index) });
  const template = [...(onSelect ? ['46px'] : []), ...columns.map((column) => column.width)].join(' ');

  return (
    <div ref={scroller} className={classes.scroller} data-region="list">
      <div
        role="grid"
        aria-label={props.label}
        aria-rowcount={rowCount + 1}
        aria-colcount={columns.length + (onSelect ? 1 : 0)}
        aria-multiselectable={onSelect ? true : undefined}
        className={classes.grid}
        style={{ '--columns': template } as CSSProperties}
        onKeyDown={onKeyDown}
        onFocus={(event) => {
          const focused = Number(event.target.dataset['index'] ?? Number.NaN);
          if (!Number.isNaN(focused)) setFocusIndex(focused);
        }}
      >
        <DataTableHead
          columns={columns}
          sort={sort}
          onSort={onSort}
          selectedCount={selectedIds.size}
          rowCount={rowCount}
          onSelect={onSelect}
        />
        <div role="rowgroup" className={classes.body} style={{ height: totalPx }}>
          {items.map((item) => {
            const row = getRow(item.index);
            const id = row === undefined ? undefined : getRowId(row);
            return (
              <DataTableRow
                key={item.index}
                index={item.index}
                row={row}
                name={row === undefined ? '' : getRowName(row)}
                columns={columns}
                topPx={item.topPx}
                heightPx={heightPx}
                isTabStop={item.index === index}
                isSelected={id !== undefined && selectedIds.has(id)}
                isCurrent={id !== undefined && id === currentId}
                canSelect={onSelect !== undefined}
                actions={actions}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}
