import type { KeyboardEvent } from 'react';

import { letterOf, useLetterKeys } from './letter-keys.ts';

export interface ListKeysOptions {
  readonly count: number;
  readonly index: number;
  readonly pageSize?: number;
  readonly onMove: (index: number) => void;
  /** Lower-case letters and named keys (`Enter`, `Backspace`, ` `); return false to let the event go on. */
  readonly onKey?: (key: string, event: KeyboardEvent) => boolean | void;
}

function stepOf(key: string, pageSize: number, count: number, index: number): number | undefined {
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: index + 1,
    j: index + 1,
    ArrowUp: index - 1,
    k: index - 1,
    PageDown: index + pageSize,
    PageUp: index - pageSize,
    Home: 0,
    End: count - 1,
  };
  return steps[key];
}

/** J K, arrows, Home, End and pages over a list with one tab stop. */
export function useListKeys({ count, index, pageSize = 10, onMove, onKey }: ListKeysOptions) {
  const areLettersOn = useLetterKeys();
  return (event: KeyboardEvent): void => {
    const isLetter = event.key.length === 1 && event.key !== ' ';
    const key = isLetter ? letterOf(event, areLettersOn) : event.key;
    if (key === undefined || event.defaultPrevented) return;
    const to = event.shiftKey || event.altKey ? undefined : stepOf(key, pageSize, count, index);
    if (to !== undefined && count > 0) {
      event.preventDefault();
      onMove(Math.min(count - 1, Math.max(0, to)));
    } else if (onKey?.(key, event) === true) event.preventDefault();
  };
}
