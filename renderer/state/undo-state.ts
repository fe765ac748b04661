import { createOfUser } from './of-user.ts';

const MOST = 50;

/** Changes of this window that Ctrl Z takes back, newest last. */
export const useUndoState = createOfUser<{ readonly steps: readonly (() => void)[] }>(() => ({ steps: [] }));

/** @returns takes this one back, wherever it stands, and never twice */
export function pushUndo(step: () => void): () => void {
  useUndoState.setState(({ steps }) => ({ steps: [...steps.slice(1 - MOST), step] }));
  return () => {
    const { steps } = useUndoState.getState();
    if (!steps.includes(step)) return;
    useUndoState.setState({ steps: steps.filter((each) => each !== step) });
    step();
  };
}

export function undoLast(): void {
  const { steps } = useUndoState.getState();
  useUndoState.setState({ steps: steps.slice(0, -1) });
  steps.at(-1)?.();
}
