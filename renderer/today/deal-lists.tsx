import { useMemo } from 'react';
import { useGo } from '../app/use-go.ts';
import { ListRow } from '../parts/list-row.tsx';
import { Mark } from '../parts/mark.tsx';
import { SectionHead } from '../parts/section-head.tsx';
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

/** Deals on which nothing happened for long, and those that should close soon. */
export function DealLists({ deals, nowMs }: DealListsProps) {
  const { say, calendarDay } = useWords();
  const allQuiet = useQuietDeals(deals, nowMs);
  const quiet = allQuiet?.slice(0, SHOWN) ?? [];
  const allClosing = useMemo(() => closingSoon(deals, nowMs), [deals, nowMs]);
  const closing = allClosing.slice(0, SHOWN);
  const names = useRecordNames(companyRefs([...quiet.map(({ deal }) => deal), ...closing]));
  const nameOf = ({ companyId }: Deal): string | undefined => names.get(companyId ?? '');
  const today = dayOn(nowMs);
  return (
    <>
      <section aria-label={say('today.quiet')}>
        <SectionHead title={say('today.quiet')} meta={allQuiet?.length ?? ''} />
        {allQuiet?.length === 0 && <p className={classes.none}>{say('today.noQuiet')}</p>}
        <ul>
          {quiet.map(({ deal, silentDays }) => (
            <DealRow
              key={deal.id}
              deal={deal}
              company={nameOf(deal)}
              note={say('today.silent', { count: silentDays })}
              tone="wait"
            />
          ))}
        </ul>
      </section>
      <section aria-label={say('today.closing')}>
        <SectionHead title={say('today.closing')} meta={allClosing.length} />
        {allClosing.length === 0 && <p className={classes.none}>{say('today.noClosing')}</p>}
        <ul>
          {closing.map((deal) => {
            const on = deal.expectedCloseOn ?? '';
            const isPast = on < today;
            const note = say(isPast ? 'today.closed' : 'today.closes', { day: calendarDay(on, nowMs) });
            return (
              <DealRow key={deal.id} deal={deal} company={nameOf(deal)} note={note} tone={isPast ? 'bad' : 'plain'} />
            );
          })}
        </ul>
      </section>
    </>
  );
}
