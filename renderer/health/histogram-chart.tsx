import { BOUNDS_MS, type Histogram } from '../../main/contract/health.ts';
import { useWords } from '../words/words-context.ts';
import classes from './health.module.css';
import { percentileText } from './measured-text.ts';

const BAR = 10;
const HEIGHT = 30;
const GAP = 1;

export interface HistogramChartProps {
  readonly name: string;
  readonly histogram: Histogram;
  /** One of the bounds; what took longer is drawn in another colour. */
  readonly limitMs?: number;
}

/** How long it took, in bars from a millisecond to minutes; what it says in numbers stands above it. */
export function HistogramChart({ name, histogram, limitMs = Infinity }: HistogramChartProps) {
  const words = useWords();
  const { count, failed, p50Ms, p95Ms, counts } = histogram;
  const text = (ms: number | null): string => (ms === null ? words.say('health.none') : percentileText(ms, words));
  const label = words.say('health.chart', { name, count, failed, p50: text(p50Ms), p95: text(p95Ms) });
  const most = Math.max(1, ...counts);
  const limitAt = BOUNDS_MS.findIndex((bound) => bound >= limitMs) + 1;
  const width = (BOUNDS_MS.length + 1) * BAR;
  return (
    <figure className={classes.chart}>
      <figcaption className={classes.chartHead}>
        <span className={classes.chartName}>{name}</span>
        {failed > 0 && <span className={classes.failed}>{words.say('health.failed', { count: failed })}</span>}
        <span className={classes.chartValue}>{text(p95Ms)}</span>
      </figcaption>
      <svg
        className={classes.bars}
        viewBox={`0 0 ${width} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={label}
      >
        {counts.map((here, place) => {
          const height = here === 0 ? 0 : Math.max(1, (here / most) * (HEIGHT - 2));
          const isLate = (BOUNDS_MS[place] ?? Infinity) > limitMs;
          return (
            <rect
              key={BOUNDS_MS[place] ?? 'more'}
              className={isLate ? classes.barLate : classes.bar}
              x={place * BAR}
              y={HEIGHT - height}
              width={BAR - GAP}
              height={height}
            />
          );
        })}
        <line className={classes.base} x1={0} x2={width} y1={HEIGHT} y2={HEIGHT} />
        {limitAt > 0 && <line className={classes.limit} x1={limitAt * BAR} x2={limitAt * BAR} y1={0} y2={HEIGHT} />}
      </svg>
    </figure>
  );
}
