import { IconRefresh } from '@tabler/icons-react';
import { useState } from 'react';
import { Button } from '../parts/button.tsx';
import { EmptyState } from '../parts/empty-state.tsx';
import { WhyOff, type WhyOffReason } from '../parts/why-off.tsx';
import { useSessionState } from '../state/session-state.ts';
import { useWords } from '../words/words-context.ts';
import { AccessFilters } from './access-filters.tsx';
import { AccessTable } from './access-table.tsx';
import classes from './audit.module.css';
import { useAccess, type AccessFilter } from './use-access.ts';

const EVERYTHING: AccessFilter = { by: null, action: null };

function Denied() {
  const { say } = useWords();
  const session = useSessionState((state) => state.session);
  const roles = session?.kind === 'signed-in' ? session.roleNames : [];
  const reason: WhyOffReason = {
    sentence: say('access.denied', { roles: roles.join(', ') }),
    permission: `${say('why.read')} ${say('why.audit')}`,
    lastAnswer: say('why.denied'),
    source: say('why.sourceAge', { source: say('why.live'), age: say('time.justNow') }),
    credit: say('why.noCredit'),
    unblocks: say('why.nothingUnblocks'),
  };
  return (
    <div className={classes.denied}>
      <WhyOff action={say('access.title')} reason={reason} />
    </div>
  );
}

interface MissingProps {
  readonly title: string;
  readonly why: string;
  readonly onAgain: () => void;
}

function Missing({ title, why, onAgain }: MissingProps) {
  const { say } = useWords();
  return (
    <div className={classes.state}>
      <EmptyState
        title={title}
        why={why}
        actions={<Button icon={IconRefresh} label={say('access.again')} onClick={onAgain} />}
      />
    </div>
  );
}

function NoLines({ isFiltered, onShowAll }: { readonly isFiltered: boolean; readonly onShowAll: () => void }) {
  const { say } = useWords();
  const actions = isFiltered && { actions: <Button label={say('access.showAll')} onClick={onShowAll} /> };
  return (
    <div className={classes.state}>
      <EmptyState
        title={say(isFiltered ? 'access.noMatch' : 'access.none')}
        why={say(isFiltered ? 'access.noMatchWhy' : 'access.noneWhy')}
        {...actions}
      />
    </div>
  );
}

/** Who signed in, searched and took records away, read from the server each time and only by those who may. */
export function AccessLog() {
  const { say } = useWords();
  const [filter, setFilter] = useState(EVERYTHING);
  const { last, entries, error, isFetching, hasNextPage, fetchNextPage, refetch } = useAccess(filter);
  const again = () => void refetch();
  if (error !== null) return <Missing title={say('access.failed')} why={say('access.failedWhy')} onAgain={again} />;
  if (last === undefined)
    return (
      <p role="status" className={classes.state}>
        {say('access.asking')}
      </p>
    );
  if (last.kind === 'denied') return <Denied />;
  if (last.kind === 'away') {
    const why = say(last.code === 'OFFLINE' ? 'access.awayWorkOffline' : 'access.awayWhy');
    return <Missing title={say('access.away')} why={why} onAgain={again} />;
  }
  const isFiltered = filter.by !== null || filter.action !== null;
  return (
    <>
      <AccessFilters filter={filter} onFilter={setFilter} people={entries.map(({ by }) => by)}>
        <span className={classes.count} role="status">
          {say('access.shown', { count: entries.length })}
        </span>
        <Button icon={IconRefresh} label={say('access.again')} onClick={again} />
      </AccessFilters>
      <section aria-label={say('access.title')} tabIndex={0} className={classes.lines}>
        {entries.length > 0 && <AccessTable entries={entries} />}
        {entries.length === 0 && !hasNextPage && (
          <NoLines isFiltered={isFiltered} onShowAll={() => setFilter(EVERYTHING)} />
        )}
        <div className={classes.foot}>
          {hasNextPage && (
            <Button label={say('access.older')} disabled={isFetching} onClick={() => void fetchNextPage()} />
          )}
          <span>{say('access.kept')}</span>
        </div>
      </section>
    </>
  );
}
