import { Button } from '../parts/button.tsx';
import { EmptyState } from '../parts/empty-state.tsx';
import { useWords } from '../words/words-context.ts';
import type { ActiveFilter } from './list-filters.tsx';
import classes from './records.module.css';

export interface NoMatchProps<Key extends string> {
  /** "No contact matches these 2 filters". */
  readonly title: string;
  readonly active: readonly ActiveFilter<Key>[];
  /** Rows without the last filter, once that is known. */
  readonly without?: number | null | undefined;
  readonly onDrop: (key: Key) => void;
  readonly onClear: () => void;
}

/** Nothing passes the filters: what one of them costs, and the way back. */
export function NoMatch<Key extends string>({ title, active, without, onDrop, onClear }: NoMatchProps<Key>) {
  const { say } = useWords();
  const last = active.at(-1);
  const why =
    last === undefined || !without ? {} : { why: say('list.withoutFilter', { count: without, filter: last.label }) };
  const actions = (
    <>
      {last && <Button label={say('list.dropFilter', { filter: last.label })} onClick={() => onDrop(last.key)} />}
      <Button label={say('list.clearFilters')} onClick={onClear} />
    </>
  );
  return (
    <div className={classes.emptyList} role="status">
      <EmptyState title={title} {...why} actions={actions} />
    </div>
  );
}
