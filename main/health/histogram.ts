import { BOUNDS_MS, type Histogram } from '../contract/health.ts';
import { createMeter, type Measured } from './meter.ts';

/** Several series as one. */
export function sumOf(measured: readonly Measured[], series: string): Measured {
  const meter = createMeter();
  meter.merge(measured.map((each) => ({ ...each, series })));
  return meter.take()[0] ?? { series, count: 0, failed: 0, totalMs: 0, counts: [] };
}

/**
 * @param share 0 to 1
 * @returns milliseconds, evenly spread within a place of the histogram, exact for a single sample; null without any
 */
export function quantileMs(measured: Pick<Measured, 'count' | 'counts' | 'totalMs'>, share: number): number | null {
  const { count, counts, totalMs } = measured;
  if (count <= 1) return count === 1 ? totalMs : null;
  const wanted = share * count;
  let before = 0;
  for (const [place, here] of counts.entries()) {
    if (here > 0 && before + here >= wanted) {
      const low = place === 0 ? 0 : (BOUNDS_MS[place - 1] ?? 0);
      // Nothing is known above the last bound, so the bound is all that can be said.
      const high = BOUNDS_MS[place] ?? low;
      return low + (high - low) * ((wanted - before) / here);
    }
    before += here;
  }
  return BOUNDS_MS.at(-1) ?? null;
}

/** How many took at most `limitMs`, which has to be one of `BOUNDS_MS`. */
export function countWithin({ counts }: Pick<Measured, 'counts'>, limitMs: number): number {
  return counts.reduce((sum, count, place) => ((BOUNDS_MS[place] ?? Infinity) <= limitMs ? sum + count : sum), 0);
}

export function histogramOf(measured: Measured, name: string): Histogram {
  const { count, failed, counts } = measured;
  return { name, count, failed, counts, p50Ms: quantileMs(measured, 0.5), p95Ms: quantileMs(measured, 0.95) };
}
