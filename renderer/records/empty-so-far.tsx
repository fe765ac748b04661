import { EmptyState, type EmptyStateProps } from '../parts/empty-state.tsx';
import { useSessionState } from '../state/session-state.ts';
import { useWords } from '../words/words-context.ts';

/** Until the first sync is over, that nothing is here says nothing about what there is. */
export const useIsArriving = (): boolean => useSessionState(({ sync }) => sync?.isFirstSync === true);

/** Nothing of a kind; before the first sync is over, only nothing so far. */
export function EmptySoFar(props: EmptyStateProps) {
  const { say } = useWords();
  const isArriving = useIsArriving();
  return isArriving ? <EmptyState title={say('list.notYet')} why={say('list.notYetWhy')} /> : <EmptyState {...props} />;
}
