import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useLayoutEffect, useRef } from 'react';

import { TABLE_HEAD_PX } from './data-table-types.ts';

const OVERSCAN = 16;

interface TableRowsOptions {
  readonly rowCount: number;
  readonly heightPx: number;
  readonly index: number;
  readonly onRangeChange: ((range: { readonly start: number; readonly end: number }) => void) | undefined;
}

/** The focused row always exists, however far it is scrolled away, so that the focus is never lost. */
function withFocused(index: number, rowCount: number) {
  return (range: Range): number[] => {
    const shown = defaultRangeExtractor(range);
    if (rowCount === 0 || shown.includes(index)) return shown;
    return [...shown, index].sort((a, b) => a - b);
  };
}

export function useTableRows({ rowCount, heightPx, index, onRangeChange }: TableRowsOptions) {
  const scroller = useRef<HTMLDivElement>(null);
  const wanted = useRef<number | undefined>(undefined);
  const rangeExtractor = useCallback((range: Range) => withFocused(index, rowCount)(range), [index, rowCount]);
  const virtualizer = useVirtualizer({
    count: rowCount,
    getScrollElement: () => scroller.current,
    estimateSize: () => heightPx,
    overscan: OVERSCAN,
    scrollMargin: TABLE_HEAD_PX,
    scrollPaddingStart: TABLE_HEAD_PX,
    rangeExtractor,
    useFlushSync: false,
  });

  const start = Math.max(0, (virtualizer.range?.startIndex ?? 0) - OVERSCAN);
  const end = Math.min(rowCount - 1, (virtualizer.range?.endIndex ?? 0) + OVERSCAN);
  // before the frame with the empty slots is painted: the read is under way by then
  useLayoutEffect(() => {
    if (rowCount > 0) onRangeChange?.({ start, end });
  }, [start, end, rowCount, onRangeChange]);

  useEffect(() => virtualizer.measure(), [heightPx, virtualizer]);

  useLayoutEffect(() => {
    if (wanted.current === undefined) return;
    const row = scroller.current?.querySelector<HTMLElement>(`[data-index="${wanted.current}"]`);
    if (row) {
      row.focus({ preventScroll: true });
      wanted.current = undefined;
    }
  });

  const moveTo = (to: number): void => {
    wanted.current = to;
    virtualizer.scrollToIndex(to, { align: 'auto' });
  };
  const seenPx = (scroller.current?.clientHeight ?? 0) - TABLE_HEAD_PX;
  return {
    scroller,
    moveTo,
    items: virtualizer.getVirtualItems().map((item) => ({ index: item.index, topPx: item.start - TABLE_HEAD_PX })),
    totalPx: virtualizer.getTotalSize(),
    pageSize: Math.max(1, Math.floor(seenPx / heightPx) - 1),
  };
}
