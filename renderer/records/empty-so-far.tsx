import { EmptyState, type EmptyStateProps } from '../parts/empty-state.tsx';
import { useSessionState } from '../state/session-state.ts';
import { useWords } from '../words/words-context.ts';
import classes from './records.module.css';

/** Until the first sync is over, that nothing is here says nothing about what there is. */
export const useIsArriving = (): boolean => useSessionState(({ sync }) => sync?.isFirstSync === true);

/** Nothing of a kind; before the first sync is over, only nothing so far. */
export function EmptySoFar(props: EmptyStateProps) {
  const { say } = useWords();
  const isArriving = useIsArriving();
  return isArriving ? <EmptyState title={say('list.notYet')} why={say('list.notYetWhy')} /> : <EmptyState {...props} />;
}

/** The same as one line, where a section of a page has nothing. */
export function NoneSoFar({ text }: { readonly text: string }) {
  const { say } = useWords();
  return <p className={classes.quiet}>{useIsArriving() ? say('list.notYet') : text}</p>;
}
