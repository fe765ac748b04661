import { IconChartBar, IconTable } from '@tabler/icons-react';
import { useState } from 'react';
import type { HealthStep, Measures } from '../../main/contract/health.ts';
import { IconButton } from '../parts/icon-button.tsx';
import { PlainTable, type PlainColumn } from '../parts/plain-table.tsx';
import { SectionHead } from '../parts/section-head.tsx';
import type { Words } from '../words/create-words.ts';
import { useWords } from '../words/words-context.ts';
import classes from './health.module.css';
import { shareText, timeText } from './measured-text.ts';

const BAR = 10;
const HEIGHT = 60;
const GAP = 1;
const HOUR_MS = 3_600_000;

const isUsed = ({ wrapperCalls, cacheReads, lagMs }: HealthStep): boolean =>
  wrapperCalls > 0 || cacheReads > 0 || lagMs !== null;

/** An hour needs its day. */
const stepText = (startMs: number, stepMs: number, { day, clock }: Words): string =>
  stepMs < HOUR_MS ? clock(startMs) : `${day(startMs, Date.now())} ${clock(startMs)}`;

function useColumns(stepMs: number): readonly PlainColumn<HealthStep>[] {
  const words = useWords();
  const { say, number } = words;
  const none = say('health.none');
  return [
    {
      key: 'at',
      label: say('health.along.at'),
      width: '30%',
      cell: ({ startMs }) => stepText(startMs, stepMs, words),
    },
    {
      key: 'ok',
      label: say('health.along.answered'),
      isEnd: true,
      cell: (step) => number(step.wrapperCalls - step.wrapperFailed),
    },
    {
      key: 'failed',
      label: say('health.along.failed'),
      isEnd: true,
      cell: ({ wrapperFailed }) => number(wrapperFailed),
    },
    {
      key: 'hits',
      label: say('health.along.hits'),
      isEnd: true,
      cell: (step) => (step.cacheReads === 0 ? none : shareText(step.cacheHits / step.cacheReads, words)),
    },
    {
      key: 'lag',
      label: say('health.along.lag'),
      isEnd: true,
      cell: ({ lagMs }) => (lagMs === null ? none : timeText(lagMs, words)),
    },
  ];
}

function Bars({ steps, stepMs }: Pick<Measures, 'steps' | 'stepMs'>) {
  const words = useWords();
  const { say } = words;
  const most = Math.max(1, ...steps.map(({ wrapperCalls }) => wrapperCalls));
  const calls = steps.reduce((sum, { wrapperCalls }) => sum + wrapperCalls, 0);
  const failed = steps.reduce((sum, { wrapperFailed }) => sum + wrapperFailed, 0);
  const width = steps.length * BAR;
  const heightOf = (count: number): number => (count / most) * (HEIGHT - 2);
  const label = say('health.along.words', { calls, failed });
  return (
    <div className={classes.along}>
      <svg
        className={classes.alongBars}
        viewBox={`0 0 ${width} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={label}
      >
        {steps.map(({ startMs, wrapperCalls, wrapperFailed }, index) => {
          const [all, bad] = [heightOf(wrapperCalls), heightOf(wrapperFailed)];
          const place = { x: index * BAR, width: BAR - GAP };
          return (
            <g key={startMs}>
              <rect className={classes.bar} {...place} y={HEIGHT - all} height={all - bad} />
              <rect className={classes.barLate} {...place} y={HEIGHT - bad} height={bad} />
            </g>
          );
        })}
        <line className={classes.base} x1={0} x2={width} y1={HEIGHT} y2={HEIGHT} />
      </svg>
      <div className={classes.axis} aria-hidden="true">
        <span>{stepText(steps[0]?.startMs ?? 0, stepMs, words)}</span>
        <span>{stepText(steps.at(-1)?.startMs ?? 0, stepMs, words)}</span>
      </div>
      <p className={classes.legend}>
        <span className={classes.keyOk}>{say('health.along.answered')}</span>
        <span className={classes.keyLate}>{say('health.along.failed')}</span>
      </p>
    </div>
  );
}

/** Calls to the account service by minute or hour; the table adds hit rate and lag of each. */
export function TimeSection({ measures }: { readonly measures: Measures }) {
  const { say } = useWords();
  const { steps, stepMs, heldBack } = measures;
  const columns = useColumns(stepMs);
  const [isTable, setIsTable] = useState(false);
  const used = steps.filter(isUsed);
  const title = say('health.along');
  const meta = say('health.alongMeta', { step: say(stepMs < HOUR_MS ? 'health.step.minute' : 'health.step.hour') });
  const toggle = (
    <IconButton
      size="xs"
      icon={isTable ? IconChartBar : IconTable}
      label={say(isTable ? 'health.asChart' : 'health.asTable')}
      onClick={() => setIsTable((isShown) => !isShown)}
    />
  );
  return (
    <section aria-label={title}>
      <SectionHead title={title} meta={meta} action={toggle} />
      {used.length === 0 && <p className={classes.none}>{say('health.nothing')}</p>}
      {used.length > 0 && !isTable && <Bars steps={steps} stepMs={stepMs} />}
      {used.length > 0 && isTable && (
        <PlainTable
          label={title}
          columns={columns}
          rows={used.toReversed()}
          getRowId={({ startMs }) => String(startMs)}
        />
      )}
      {heldBack > 0 && <p className={classes.none}>{say('health.heldBack', { count: heldBack })}</p>}
    </section>
  );
}
