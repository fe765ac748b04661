import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rmSync } from 'node:fs';
import { runSeed, type SeedResult } from './run-seed.ts';
import { makeTemplate, type Template } from './template.ts';

/**
 * Any number of seeds: `SATCHEL_SEEDS=1000 npm test -- test/simulation`; one of them again, with all its steps:
 * `SATCHEL_SEED=123 npm test -- test/simulation/seeds-1.test.ts`.
 */
const SEEDS = Number(process.env['SATCHEL_SEEDS'] ?? 200);
const FIRST_SEED = Number(process.env['SATCHEL_FIRST_SEED'] ?? 1);
const ONLY = process.env['SATCHEL_SEED'];

/** Floors hold on average, so a few seeds say nothing about them. */
const FEWEST = 40;
const SHOWN_STEPS = 40;
const SHOWN_FAULTS = 12;

/** One part of the seeds, so that several workers share them. */
export function describeSeeds(part: number, parts: number): void {
  const seeds = seedsOf(part, parts);
  describe.skipIf(seeds.length === 0)(`seeds, part ${part} of ${parts}`, () => {
    const results: SeedResult[] = [];
    let template: Template;
    beforeAll(async () => {
      template = await makeTemplate();
    });
    afterAll(() => rmSync(template.folder, { recursive: true, force: true }));

    test.each(seeds)('seed %i: nothing is lost, leaked, doubled or made up', async (seed) => {
      const result = await runSeed(template, seed);
      results.push(result);
      if (result.wrong.length > 0) throw new Error(report(result));
      if (ONLY !== undefined) console.log(result.steps.join('\n'), '\n', summary([result]));
      expect(result.counts.commands).toBeGreaterThan(5);
    });

    test.skipIf(seeds.length < FEWEST)('the seeds were rough enough to mean something', () => {
      console.log(summary(results));
      const sums = sumsOf(results);
      const tame = Object.entries(FLOORS_PER_SEED).filter(
        ([name, floor]) => (sums.get(name) ?? 0) < floor * results.length,
      );
      expect(tame.map(([name, floor]) => `${name}: ${sums.get(name) ?? 0} of ${floor * results.length}`)).toEqual([]);
    });
  });
}

function seedsOf(part: number, parts: number): readonly number[] {
  if (ONLY !== undefined) return part === 1 ? [Number(ONLY)] : [];
  const [from, to] = [part - 1, part].map((done) => Math.round((SEEDS * done) / parts));
  return Array.from({ length: SEEDS }, (_, at) => FIRST_SEED + at).slice(from, to);
}

/** On average, well below what is usual: a run in which one of these things hardly happens proves nothing about it. */
const FLOORS_PER_SEED: Readonly<Record<string, number>> = {
  commands: 20,
  acknowledged: 20,
  reads: 40,
  'parked CONFLICT': 0.1,
  'parked OUT_OF_SCOPE': 0.1,
  merges: 0.2,
  moves: 0.2,
  charges: 2,
  engineKills: 0.8,
  engineRestarts: 0.5,
  serverKills: 0.6,
  serverRestarts: 0.3,
  serverRestores: 0.05,
  compactions: 0.2,
  partitions: 1,
  clockJumps: 0.6,
  scopeChanges: 0.5,
  permissionChanges: 0.4,
  creditDroughts: 0.3,
  wrapperOutages: 0.3,
  intrusions: 0.3,
  dropped: 4,
  lost: 10,
  doubled: 8,
  delayed: 1,
  shared: 60,
};

function sumsOf(results: readonly SeedResult[]): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { counts, ends } of results) {
    const { lines, ...rest } = counts;
    for (const [name, count] of Object.entries({ ...lines, ...rest, ...ends }))
      sums.set(name, (sums.get(name) ?? 0) + count);
  }
  return sums;
}

const summary = (results: readonly SeedResult[]): string =>
  `${results.length} seeds: ${[...sumsOf(results)].map(([name, count]) => `${count} ${name}`).join(', ')}`;

function report({ seed, wrong, steps, counts }: SeedResult): string {
  const more = wrong.length > SHOWN_FAULTS ? [`... and ${wrong.length - SHOWN_FAULTS} more`] : [];
  return [
    `seed ${seed} went wrong; again with all its steps: SATCHEL_SEED=${seed} npm test -- test/simulation/seeds-1.test.ts`,
    ...wrong.slice(0, SHOWN_FAULTS),
    ...more,
    `after ${counts.commands} commands, the last steps:`,
    ...(ONLY === undefined ? steps.slice(-SHOWN_STEPS) : steps),
  ].join('\n');
}
