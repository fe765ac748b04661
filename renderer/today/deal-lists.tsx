import { useMemo } from 'react';
import { useGo } from '../app/use-go.ts';
import { ListRow } from '../parts/list-row.tsx';
import { Mark } from '../parts/mark.tsx';
import { SectionHead } from '../parts/section-head.tsx';
import { NoneSoFar, useIsArriving } from '../records/empty-so-far.tsx';
import { markOf } from '../records/mark-of.ts';
import { type NamedRef, useRecordNames } from '../records/use-record-names.ts';
import { useWords } from '../words/words-context.ts';
import classes from './today.module.css';
import { closingSoon, dayOn, type Deal, useQuietDeals } from './use-my-deals.ts';

const SHOWN = 5;

interface DealListsProps {
  readonly deals: readonly Deal[];
  readonly nowMs: number;
}

const companyRefs = (deals: readonly Deal[]): readonly NamedRef[] =>
  deals.flatMap(({ companyId }) => (companyId === null ? [] : [{ kind: 'company' as const, id: companyId }]));

interface DealRowProps {
  readonly deal: Deal;
  readonly company: string | undefined;
  readonly note: string;
  readonly tone: 'wait' | 'bad' | 'plain';
}

function DealRow({ deal, company, note, tone }: DealRowProps) {
  const { money } = useWords();
  const go = useGo();
  const mark = markOf(deal.pending);
  return (
    <ListRow
      title={company ?? deal.title}
      {...(mark === undefined ? {} : { meta: <Mark kind={mark} /> })}
      second={company === undefined ? '' : deal.title}
      end={<span className={classes.value}>{money(deal.valueMinor, deal.currency)}</span>}
      endSecond={<span className={tone === 'plain' ? undefined : classes[tone]}>{note}</span>}
      onOpen={() => go(`/deals/${deal.id}`)}
    />
  );
}

const useCompanyOf = (deals: readonly Deal[]): ((deal: Deal) => string | undefined) => {
  const names = useRecordNames(companyRefs(deals));
  return ({ companyId }) => names.get(companyId ?? '');
};

/** None is no number to state before it is known. */
const useCountSoFar = (count: number | undefined): number | string => {
  const isArriving = useIsArriving();
  return count === undefined || (isArriving && count === 0) ? '' : count;
};

/** Deals on which nothing happened for long. */
export function QuietDeals({ deals, nowMs }: DealListsProps) {
  const { say } = useWords();
  const all = useQuietDeals(deals, nowMs);
  const quiet = all?.slice(0, SHOWN) ?? [];
  const companyOf = useCompanyOf(quiet.map(({ deal }) => deal));
  return (
    <section aria-label={say('today.quiet')}>
      <SectionHead title={say('today.quiet')} meta={useCountSoFar(all?.length)} />
      {all?.length === 0 && (
        <div className={classes.none}>
          <NoneSoFar text={say('today.noQuiet')} />
        </div>
      )}
      <ul>
        {quiet.map(({ deal, silentDays }) => (
          <DealRow
            key={deal.id}
            deal={deal}
            company={companyOf(deal)}
            note={say('today.silent', { count: silentDays })}
            tone="wait"
          />
        ))}
      </ul>
    </section>
  );
}

/** Deals that should close soon, or should have. */
export function ClosingDeals({ deals, nowMs }: DealListsProps) {
  const { say, calendarDay } = useWords();
  const all = useMemo(() => closingSoon(deals, nowMs), [deals, nowMs]);
  const closing = all.slice(0, SHOWN);
  const companyOf = useCompanyOf(closing);
  const today = dayOn(nowMs);
  return (
    <section aria-label={say('today.closing')}>
      <SectionHead title={say('today.closing')} meta={useCountSoFar(all.length)} />
      {all.length === 0 && (
        <div className={classes.none}>
          <NoneSoFar text={say('today.noClosing')} />
        </div>
      )}
      <ul>
        {closing.map((deal) => {
          const on = deal.expectedCloseOn ?? '';
          const isPast = on < today;
          const note = say(isPast ? 'today.closed' : 'today.closes', { day: calendarDay(on, nowMs) });
          return (
            <DealRow key={deal.id} deal={deal} company={companyOf(deal)} note={note} tone={isPast ? 'bad' : 'plain'} />
          );
        })}
      </ul>
    </section>
  );
}
