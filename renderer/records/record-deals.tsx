import type { ReplicaRow } from '../../main/contract/types.ts';
import { useGo } from '../app/use-go.ts';
import { useNow } from '../app/use-now.ts';
import { useRead } from '../app/use-read.ts';
import { Dot, type DotLook } from '../parts/dot.tsx';
import { ListRow } from '../parts/list-row.tsx';
import { Mark } from '../parts/mark.tsx';
import { SectionHead } from '../parts/section-head.tsx';
import type { Words } from '../words/create-words.ts';
import { useWords } from '../words/words-context.ts';
import { markOf } from './mark-of.ts';
import { NoneSoFar } from './empty-so-far.tsx';
import { moneyText, totalsOf } from './money-text.ts';
import classes from './records.module.css';

type Deal = ReplicaRow<'deal'>;

export interface RecordDealsProps {
  readonly deals: readonly Deal[];
  /** Stage and closing day on a second line, as in a column of a read page. */
  readonly isTwoLine?: boolean;
}

function dotOf({ status }: Deal, probability: number): DotLook {
  if (status === 'won') return 'good';
  return status === 'open' && probability >= 50 ? 'accent' : 'neutral';
}

const openFirst = (deals: readonly Deal[]): readonly Deal[] =>
  deals.toSorted((a, b) => Number(b.status === 'open') - Number(a.status === 'open'));

/** "2 open, 86,500 €" */
function metaOf(deals: readonly Deal[], words: Words): string {
  const open = deals.filter(({ status }) => status === 'open');
  const sum = moneyText(totalsOf(open), words);
  return open.length === 0 ? words.say('deals.noneOpen') : words.say('deals.open', { count: open.length, sum });
}

/** The deals of a contact or a company, open ones first. */
export function RecordDeals({ deals, isTwoLine = false }: RecordDealsProps) {
  const words = useWords();
  const go = useGo();
  const nowMs = useNow(60_000);
  const { data: pipelines } = useRead(['deals', 'pipelines'], ['pipeline'], (client) => client.deals.pipelines());
  const stages = new Map(
    (pipelines ?? []).flatMap((each) => each.stages.map((stage) => [stage.stageId as string, stage] as const)),
  );
  const closes = (deal: Deal): string => {
    if (deal.closedAtMs !== null) return words.day(deal.closedAtMs, nowMs);
    return deal.expectedCloseOn === null
      ? ''
      : words.say('deals.closes', { day: words.calendarDay(deal.expectedCloseOn, nowMs) });
  };
  return (
    <div>
      <SectionHead title={words.say('deals.title')} meta={metaOf(deals, words)} />
      {deals.length === 0 && <NoneSoFar text={words.say('deals.none')} />}
      <ul>
        {openFirst(deals).map((deal) => {
          const stage = stages.get(deal.stageId);
          const mark = markOf(deal.pending);
          const amount = <span className={classes.amount}>{words.money(deal.valueMinor, deal.currency)}</span>;
          const second = [stage?.name, closes(deal)].filter(Boolean).join(', ');
          return (
            <ListRow
              key={deal.id}
              lead={<Dot look={dotOf(deal, stage?.probability ?? 0)} />}
              title={
                <>
                  {deal.title} {mark && <Mark kind={mark} />}
                </>
              }
              {...(isTwoLine ? { second } : {})}
              end={
                isTwoLine ? (
                  amount
                ) : (
                  <span className={classes.amounts}>
                    <span className={classes.stage}>{stage?.name}</span>
                    {amount}
                  </span>
                )
              }
              onOpen={() => go(`/deals/${deal.id}`)}
            />
          );
        })}
      </ul>
    </div>
  );
}
