import { cx } from './cx.ts';
import classes from './meter.module.css';

export interface MeterProps {
  readonly label: string;
  readonly value: number;
  readonly max: number;
  /** What the numbers mean, for example "18 min left of 30 min". */
  readonly valueText: string;
  readonly tone?: 'accent' | 'wait' | 'good';
  readonly width?: number | 'full';
  readonly isThick?: boolean;
}

const shareOf = (value: number, max: number): number => (max <= 0 ? 0 : Math.min(1, Math.max(0, value / max)));

/** A share of a whole as a bar; never animated, the number is always written beside it. */
export function Meter({ label, value, max, valueText, tone = 'accent', width = 'full', isThick = false }: MeterProps) {
  return (
    <span
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={max}
      aria-valuenow={Math.min(max, Math.max(0, value))}
      aria-valuetext={valueText}
      className={cx(classes.meter, isThick && classes.thick)}
      data-tone={tone}
      style={{ width: width === 'full' ? '100%' : width }}
    >
      <span className={classes.fill} style={{ width: `${shareOf(value, max) * 100}%` }} />
    </span>
  );
}
