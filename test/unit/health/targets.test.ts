import { expect, test } from 'vitest';
import { BOUNDS_MS, type TargetId } from '../../../main/contract/health.ts';
import { createMeter, type Sample } from '../../../main/health/meter.ts';
import { SERIES } from '../../../main/health/series.ts';
import { targetsOf } from '../../../main/health/targets.ts';

const times = (count: number, sample: Sample): readonly Sample[] => Array.from({ length: count }, () => sample);

function targetOf(id: TargetId, samples: readonly Sample[]) {
  const meter = createMeter();
  samples.forEach(meter.record);
  return targetsOf(meter.take()).find((each) => each.id === id);
}

test('the eight promises of the mission are there, with their limits, each a bound of the histograms', () => {
  const targets = targetsOf([]);
  expect(Object.fromEntries(targets.map(({ id, isMetWhen, limit }) => [id, `${isMetWhen} ${limit}`]))).toEqual({
    'sign-in': 'under 2000',
    'permission-page': 'under 500',
    'cached-answer': 'under 200',
    'wrapper-call': 'under 1000',
    'hit-rate': 'over 0.85',
    'sync-lag': 'under 300000',
    'wrapper-failures': 'under 0.01',
    availability: 'over 0.999',
  });
  const limits = targets.filter(({ unit }) => unit === 'ms').map(({ limit }) => limit);
  expect(limits.filter((limit) => !(BOUNDS_MS as readonly number[]).includes(limit))).toEqual([]);
});

test('nothing measured is neither met nor missed', () => {
  expect(targetsOf([]).every(({ value, isMet, count }) => value === null && isMet === null && count === 0)).toBe(true);
});

const fast = { series: SERIES.wrapper('roles'), ms: 80 };
const slow = { series: SERIES.wrapper('permissions'), ms: 1_001 };

test.each([
  { late: 5, isMet: true },
  { late: 6, isMet: false },
])('$late late calls of 100 to all endpoints together: met is $isMet', ({ late, isMet }) => {
  expect(targetOf('wrapper-call', [...times(100 - late, fast), ...times(late, slow)])).toMatchObject({
    count: 100,
    isMet,
  });
});

test.each([
  { misses: 14, value: 0.86, isMet: true },
  { misses: 15, value: 0.85, isMet: false },
])('$misses misses of 100 reads of caches: $value', ({ misses, value, isMet }) => {
  const reads = [
    ...times(100 - misses, { series: SERIES.cache('roles'), ms: 0 }),
    ...times(misses, { series: SERIES.cache('employee'), ms: 0, isFailed: true }),
  ];
  expect(targetOf('hit-rate', reads)).toMatchObject({ value, isMet });
});

test('reads and changes together are what was available, and drafts for the account service are its failures', () => {
  const samples = [
    ...times(900, { series: SERIES.read('contacts.page'), ms: 2 }),
    ...times(99, { series: SERIES.write('deals'), ms: 2 }),
    { series: SERIES.write('deals'), ms: 2, isFailed: true },
    ...times(9, { series: SERIES.lost, ms: 0 }),
    ...times(50, slow),
  ];
  expect(targetOf('availability', samples)).toMatchObject({ count: 1000, value: 0.999, isMet: false });
  expect(targetOf('wrapper-failures', samples)).toMatchObject({ count: 1000, value: 0.009, isMet: true });
});
