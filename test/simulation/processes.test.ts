import { expect, test } from 'vitest';
import { runProcesses } from './run-processes.ts';

/** Any number: `SATCHEL_PROCESS_SEEDS=20 npm test -- test/simulation/processes.test.ts`. */
const SEEDS = Number(process.env['SATCHEL_PROCESS_SEEDS'] ?? 3);

test.each(Array.from({ length: SEEDS }, (_, at) => at + 1))(
  'seed %i with real processes: kill -9 of engines and of two servers on one file loses nothing and doubles nothing',
  async (seed) => {
    const { wrong, ...counts } = await runProcesses(seed);
    console.log(JSON.stringify(counts));
    expect(wrong).toEqual([]);
    expect(counts.engineKills).toBeGreaterThan(2);
    expect(counts.serverKills).toBeGreaterThan(0);
  },
  180_000,
);
