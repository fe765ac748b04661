/** The value below which `share` (0-1) of the values lie; the values may be in any order. */
function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const found = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  if (found === undefined) throw new RangeError('Nothing was measured.');
  return found;
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);
export const p99 = (values: readonly number[]): number => percentile(values, 0.99);
export const worst = (values: readonly number[]): number => Math.max(...values);

/** Enough digits to compare, none to impress. */
export const round = (value: number): number => Number(value.toPrecision(3));

export async function timed(run: () => Promise<unknown>): Promise<number> {
  const startMs = performance.now();
  await run();
  return performance.now() - startMs;
}

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
