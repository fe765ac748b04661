import type { ReactNode } from 'react';

export interface TableColumn<Row> {
  readonly key: string;
  readonly label: string;
  /** A CSS grid track: `minmax(0, 2fr)`, `96px`. */
  readonly width: string;
  readonly isEnd?: boolean;
  /** Gone below 1100 px. */
  readonly isOptional?: boolean;
  readonly isSortable?: boolean;
  readonly look?: 'name' | 'plain' | 'quiet';
  readonly cell: (row: Row) => ReactNode;
}

export interface TableSort {
  readonly key: string;
  readonly direction: 'asc' | 'desc';
}

/** `range` goes from the last toggled row to this one, both included, in list order whatever is loaded. */
export type SelectionChange =
  | { readonly kind: 'toggle'; readonly index: number }
  | { readonly kind: 'range'; readonly fromIndex: number; readonly toIndex: number }
  | { readonly kind: 'all' }
  | { readonly kind: 'none' };

export interface DataTableProps<Row> {
  readonly label: string;
  readonly columns: readonly TableColumn<Row>[];
  readonly rowCount: number;
  /** Undefined while the row is not here: its slot keeps skeleton bars. Cheap, called for every visible row. */
  readonly getRow: (index: number) => Row | undefined;
  readonly getRowId: (row: Row) => string;
  /** For the checkbox: "Select Ingrid Solheim". */
  readonly getRowName: (row: Row) => string;
  /** First and last index on screen, a screenful of overscan included: load these. */
  readonly onRangeChange?: (range: { readonly start: number; readonly end: number }) => void;
  readonly sort?: TableSort;
  readonly onSort?: (key: string) => void;
  readonly selectedIds?: ReadonlySet<string>;
  /** Without it rows have no checkbox. */
  readonly onSelect?: (change: SelectionChange) => void;
  /** The row whose detail is open. */
  readonly currentId?: string;
  readonly onOpen?: (row: Row, index: number) => void;
  readonly onEdit?: (row: Row, index: number) => void;
  readonly onPreview?: (row: Row, index: number) => void;
  /** Moved to by the keyboard while a detail is open, which goes along; the list keeps the focus. */
  readonly onFollow?: (row: Row) => void;
}

export const TABLE_HEAD_PX = 29;
