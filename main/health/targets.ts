import type { Target, TargetId } from '../contract/health.ts';
import { countWithin, quantileMs, sumOf } from './histogram.ts';
import type { Measured } from './meter.ts';
import { nameIn, SERIES } from './series.ts';

/** Of 100 answers this many have to be in time. */
const IN_TIME_SHARE = 0.95;

/** The mission's promises (seed, "Success metrics"): what is compared, and with what. */
export function targetsOf(measured: readonly Measured[]): readonly Target[] {
  const group = (name: 'wrapper' | 'cache' | 'read' | 'write'): Measured =>
    sumOf(
      measured.filter(({ series }) => nameIn(name, series) !== undefined),
      name,
    );
  const one = (series: string): Measured =>
    sumOf(
      measured.filter((each) => each.series === series),
      series,
    );
  const [caches, reads, writes] = [group('cache'), group('read'), group('write')];
  const operations = reads.count + writes.count;
  return [
    inTime('sign-in', one(SERIES.signIn), 2_000),
    inTime('permission-page', one(SERIES.explain), 500),
    inTime('cached-answer', caches, 200),
    inTime('wrapper-call', group('wrapper'), 1_000),
    share('hit-rate', { part: caches.count - caches.failed, count: caches.count }, { isMetWhen: 'over', limit: 0.85 }),
    inTime('sync-lag', one(SERIES.lag), 300_000),
    share('wrapper-failures', { part: one(SERIES.lost).count, count: operations }, { isMetWhen: 'under', limit: 0.01 }),
    share(
      'availability',
      { part: operations - reads.failed - writes.failed, count: operations },
      { isMetWhen: 'over', limit: 0.999 },
    ),
  ];
}

function inTime(id: TargetId, measured: Measured, limit: number): Target {
  const { count } = measured;
  const isMet = count === 0 ? null : countWithin(measured, limit) >= count * IN_TIME_SHARE;
  return { id, unit: 'ms', isMetWhen: 'under', limit, value: quantileMs(measured, IN_TIME_SHARE), count, isMet };
}

function share(
  id: TargetId,
  { part, count }: { readonly part: number; readonly count: number },
  rule: Pick<Target, 'isMetWhen' | 'limit'>,
): Target {
  if (count === 0) return { id, unit: 'share', ...rule, value: null, count, isMet: null };
  const value = part / count;
  const isMet = rule.isMetWhen === 'over' ? value > rule.limit : value < rule.limit;
  return { id, unit: 'share', ...rule, value, count, isMet };
}
