import { create } from 'zustand';

/** Changes of this window that Ctrl Z takes back, newest last. */
export const useUndoState = create<{ readonly steps: readonly (() => void)[] }>(() => ({ steps: [] }));

export function undoLast(): void {
  const { steps } = useUndoState.getState();
  useUndoState.setState({ steps: steps.slice(0, -1) });
  steps.at(-1)?.();
}
