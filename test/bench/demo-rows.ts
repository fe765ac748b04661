import { HALDEN_DEMO } from '../../resources/scripts/demo-data/demo-tenant-facts.ts';
import { generateDemo, type DemoRow } from '../../resources/scripts/demo-data/generate-demo.ts';
import type { BenchSize } from './bench-size.ts';

const SEED = 20_260_101;
/** Small is several small demos in one tenant: 35,000 rows. */
const SMALL_DEMOS = 8;

/** Rows of one tenant: full is 100,000 contacts, 30,000 deals, 200,000 activities and what belongs to them. */
export function* demoRows(size: BenchSize, nowMs: number): Generator<DemoRow> {
  const options = { tenant: HALDEN_DEMO, nowMs };
  if (size === 'full') yield* generateDemo({ ...options, size: 'large', seed: SEED });
  else {
    for (let index = 0; index < SMALL_DEMOS; index += 1) {
      for (const row of generateDemo({ ...options, size: 'small', seed: SEED + index })) {
        // All of them bring the same pipeline.
        if (index === 0 || row.kind !== 'pipeline') yield row;
      }
    }
  }
}
