import { Button } from '../parts/button.tsx';
import { EmptyState } from '../parts/empty-state.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { useWords } from '../words/words-context.ts';
import classes from './shell.module.css';
import { useGo } from './use-go.ts';

/** An address that leads nowhere: an old link, or a typing error. */
export function NoPage() {
  const { say } = useWords();
  const go = useGo();
  return (
    <div className={classes.plain}>
      <PageHead variant="read" title={say('app.noPage')} />
      <div className={classes.plainBody}>
        <EmptyState
          title={say('app.noPageWhy')}
          actions={<Button label={say('app.toToday')} onClick={() => go('/')} />}
        />
      </div>
    </div>
  );
}
