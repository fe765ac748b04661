/**
 * Prints the processor time of every query (and the time on the wall, which other programs lengthen) on 100,000 contacts, 8,000 companies, 30,000 deals and 200,000 activities, through
 * a read connection of its own. Run: `npm exec -- node test/integration/queries/measure.ts [rounds]`.
 */
import { openDatabase } from '../../../main/db/open-database.ts';
import { BUILD_VERSION, MIGRATIONS, type Schema } from '../../../main/db/schema.ts';
import { KEY, fillAll, openFixture } from './fixture.ts';
import { measuredQueries } from './measured-queries.ts';
import { LARGE } from './rows.ts';

const rounds = Number(process.argv[2] ?? 40);
const only = process.argv[3] ?? '';
const fixture = openFixture();
try {
  fillAll(fixture.database, LARGE);
  fixture.database.checkpoint('truncate');
  const options = {
    path: fixture.path,
    key: KEY,
    migrations: MIGRATIONS,
    buildVersion: BUILD_VERSION,
    appVersion: '0.1.0',
  };
  const reader = openDatabase<Schema>({ ...options, mode: 'read' });
  for (const { name, run } of measuredQueries(LARGE))
    if (name.includes(only))
      print(
        name,
        times((round) => reader.snapshot((read) => run(read, round))),
      );
  reader.close();
} finally {
  fixture.close();
}

interface Taken {
  readonly cpuMs: number;
  readonly wallMs: number;
}

function times(run: (round: number) => unknown): readonly Taken[] {
  run(rounds);
  return Array.from({ length: rounds }, (_, round) => {
    const start = performance.now();
    const used = process.threadCpuUsage();
    run(round);
    const { user, system } = process.threadCpuUsage(used);
    return { cpuMs: (user + system) / 1000, wallMs: performance.now() - start };
  });
}

function print(name: string, taken: readonly Taken[]): void {
  const at = (share: number, of: (each: Taken) => number) => {
    const sorted = taken.map(of).toSorted((a, b) => a - b);
    return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(2).padStart(7);
  };
  const p99 = at(0.99, ({ cpuMs }) => cpuMs);
  const wall = `wall p50 ${at(0.5, ({ wallMs }) => wallMs)} p99 ${at(0.99, ({ wallMs }) => wallMs)}`;
  console.log(
    `${name.padEnd(58)} p50 ${at(0.5, ({ cpuMs }) => cpuMs)}  p99 ${p99}  ${wall}${Number(p99) > 16 ? '  over 16 ms' : ''}`,
  );
}
