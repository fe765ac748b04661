import { expect, test } from 'vitest';
import { BOUNDS_MS } from '../../../main/contract/health.ts';
import { countWithin, histogramOf, quantileMs, sumOf } from '../../../main/health/histogram.ts';
import { createMeter } from '../../../main/health/meter.ts';

const placesOf = (counts: readonly number[]) =>
  counts.flatMap((count, place) => (count === 0 ? [] : [[BOUNDS_MS[place] ?? 'more', count]]));

function measured(times: readonly number[], isFailed = false) {
  const meter = createMeter();
  for (const ms of times) meter.record({ series: 'x', ms, isFailed });
  return sumOf(meter.take(), 'x');
}

test('a time counts in the place of the first bound that it does not exceed', () => {
  const { count, failed, totalMs, counts } = measured([0, 1, 1.5, 200, 201, 300_001]);
  expect({ count, failed, totalMs }).toEqual({ count: 6, failed: 0, totalMs: 300_404.5 });
  expect(placesOf(counts)).toEqual([
    [1, 2],
    [2, 1],
    [200, 1],
    [500, 1],
    ['more', 1],
  ]);
});

test('what was taken is counted once', () => {
  const meter = createMeter();
  meter.record({ series: 'a', ms: 1 });
  expect(meter.take()).toHaveLength(1);
  expect(meter.take()).toEqual([]);
});

test('what another thread measured adds up with the own, failures and places too', () => {
  const [one, two] = [createMeter(), createMeter()];
  one.record({ series: 'a', ms: 3 });
  two.record({ series: 'a', ms: 4, isFailed: true });
  two.record({ series: 'b', ms: 1 });
  one.merge(two.take());
  const taken = one.take();
  expect(taken.map(({ series, count, failed, totalMs }) => [series, count, failed, totalMs])).toEqual([
    ['a', 2, 1, 7],
    ['b', 1, 0, 1],
  ]);
  expect(placesOf(taken[0]?.counts ?? [])).toEqual([[5, 2]]);
});

test('names made of ids fill neither memory nor file', () => {
  const meter = createMeter();
  for (let index = 0; index < 1000; index += 1) meter.record({ series: `id ${index}`, ms: 1 });
  meter.record({ series: 'id 3', ms: 1 });
  const taken = meter.take();
  expect(taken).toHaveLength(120);
  expect(taken.find(({ series }) => series === 'id 3')?.count).toBe(2);
});

test('quantiles are spread within a place and never beyond what is known', () => {
  const ten = measured(Array.from({ length: 10 }, () => 150)); // between 100 and 200
  expect([quantileMs(ten, 0.5), quantileMs(ten, 1)]).toEqual([150, 200]);
  expect(quantileMs(measured([1, 1, 1, 900_000]), 0.95)).toBe(300_000);
  expect(quantileMs(measured([1_430]), 0.95)).toBe(1_430);
  expect(histogramOf(measured([]), 'nothing')).toMatchObject({ count: 0, p50Ms: null, p95Ms: null });
});

test.each([
  { limitMs: 200, want: 2 },
  { limitMs: 500, want: 3 },
  { limitMs: 300_000, want: 3 },
])('within $limitMs ms were $want of four', ({ limitMs, want }) => {
  expect(countWithin(measured([5, 200, 201, 400_000]), limitMs)).toBe(want);
});
