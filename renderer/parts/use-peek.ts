import { useEffect, useRef, useState } from 'react';

/** `peek` follows pointer and focus; `held` was asked for by a press and takes the focus. */
export type PeekState = 'closed' | 'peek' | 'held';

const OPEN_DELAY_MS = 300;
const CLOSE_DELAY_MS = 160;

/** A popover that opens by pointer or focus and stays while the pointer is on it. */
export function usePeek() {
  const [state, setState] = useState<PeekState>('closed');
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const isReturning = useRef(false);
  useEffect(() => () => clearTimeout(timer.current), []);

  const later = (ms: number, next: (was: PeekState) => PeekState): void => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setState(next), ms);
  };
  const close = (): void => {
    clearTimeout(timer.current);
    // The focus goes back to the button when a held popover closes; that must not open it again.
    isReturning.current = state === 'held';
    setState('closed');
  };
  return {
    state,
    close,
    hold: () => {
      clearTimeout(timer.current);
      setState('held');
    },
    onPointerIn: () => later(OPEN_DELAY_MS, (was) => (was === 'closed' ? 'peek' : was)),
    onPointerOut: () => later(CLOSE_DELAY_MS, (was) => (was === 'peek' ? 'closed' : was)),
    onFocusIn: (isByKey: boolean) => {
      if (isByKey && !isReturning.current) later(OPEN_DELAY_MS, (was) => (was === 'closed' ? 'peek' : was));
      isReturning.current = false;
    },
  };
}
