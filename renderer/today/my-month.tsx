import { useRead } from '../app/use-read.ts';
import { useLiveSet } from '../live/use-live-set.ts';
import { SectionHead } from '../parts/section-head.tsx';
import { useMyId } from '../records/use-people.ts';
import { useWords } from '../words/words-context.ts';
import classes from './today.module.css';
import type { Deal } from './use-my-deals.ts';

const PAGE = 200;

const monthStartMs = (nowMs: number): number => {
  const day = new Date(nowMs);
  return new Date(day.getFullYear(), day.getMonth(), 1).getTime();
};

interface Sum {
  readonly currency: string;
  readonly minor: number;
}

/** Amounts of different currencies are never added; the largest sum is the one shown. */
function largestSum(amounts: readonly Sum[]): Sum | undefined {
  const byCurrency = new Map<string, number>();
  for (const { currency, minor } of amounts) byCurrency.set(currency, (byCurrency.get(currency) ?? 0) + minor);
  return [...byCurrency].map(([currency, minor]) => ({ currency, minor })).toSorted((a, b) => b.minor - a.minor)[0];
}

/** What I have won since the first of the month; deals won longer ago are not looked at. */
function useWon(nowMs: number): readonly Deal[] {
  const myId = useMyId();
  const sinceMs = monthStartMs(nowMs);
  const { data } = useRead(
    ['today', 'won', myId, sinceMs],
    ['deal'],
    async (client) => {
      const filter = { ownerIds: [myId ?? ''], statuses: ['won' as const] };
      const { items } = await client.deals.page({
        sort: { field: 'updatedAtMs', direction: 'desc' },
        filter,
        limit: PAGE,
      });
      return items.filter(({ closedAtMs }) => (closedAtMs ?? 0) >= sinceMs);
    },
    { isEnabled: myId !== null },
  );
  return data ?? [];
}

/** Won, and what may still come: each open deal by the chance of its stage. */
export function MyMonth({ deals, nowMs }: { readonly deals: readonly Deal[]; readonly nowMs: number }) {
  const { say, sum } = useWords();
  const won = useWon(nowMs);
  const pipelines = useLiveSet('pipelines') ?? [];
  const chances = new Map(
    pipelines.flatMap(({ id, stages }) =>
      stages.map(({ stageId, probability }) => [`${id} ${stageId}`, probability] as const),
    ),
  );
  const weighted = deals.map(({ pipelineId, stageId, valueMinor, currency }) => ({
    currency,
    minor: Math.round((valueMinor * (chances.get(`${pipelineId} ${stageId}`) ?? 0)) / 100),
  }));
  const wonSum = largestSum(won.map(({ currency, valueMinor }) => ({ currency, minor: valueMinor })));
  const weightedSum = largestSum(weighted);
  const currency = wonSum?.currency ?? weightedSum?.currency ?? 'EUR';
  const waiting = [...won, ...deals].filter(({ pending }) => pending !== null).length;
  const meta = waiting === 0 ? {} : { meta: say('today.includes', { count: waiting }) };
  return (
    <section aria-label={say('today.month')}>
      <SectionHead title={say('today.month')} {...meta} />
      <div className={classes.figures}>
        <p>
          <span className={classes.figure}>{sum(wonSum?.minor ?? 0, currency)}</span>
          <br />
          <span className={classes.figureWords}>{say('today.won')}</span>
        </p>
        <p>
          <span className={classes.figure}>{sum(weightedSum?.minor ?? 0, weightedSum?.currency ?? currency)}</span>
          <br />
          <span className={classes.figureWords}>{say('today.weighted')}</span>
        </p>
      </div>
    </section>
  );
}
