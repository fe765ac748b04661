import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { MeasuredPlacement, MeasuredType } from '../../main/contract/health.ts';
import { measuredPlacement } from '../../main/health/measured-placement.ts';
import {
  LOCAL_CACHES,
  LOCAL_TABLES,
  SERVER_CACHES,
  SERVER_TABLES,
  WRAPPER_CALLS,
} from '../../sync/model/placement-map.ts';
import { toSatchelError } from '../../sync/protocol/satchel-error.ts';
import { DATA_TYPES, isByRule, scoreOf, verdictOf, type DataType, type Placement } from '../../sync/model/placement.ts';
import { columns, span } from './console/layout.ts';
import { masked, readUserFile, usersIn } from './user-files.ts';

const HELP = `npm run placement -- [--data DIR] [--json] [--help]

Where every kind of data lives, what the scores say, and why the two differ.
  --data DIR   with what was measured in the last week for each user of this data folder; the app has to be closed
  --json       one JSON array instead of the table
  --help       this text
`;

const HOLDERS = {
  'local table': LOCAL_TABLES,
  'local cache': LOCAL_CACHES,
  'server table': SERVER_TABLES,
  'server cache': SERVER_CACHES,
  'wrapper call': WRAPPER_CALLS,
} as const;

function holdersOf(id: string): readonly string[] {
  return Object.entries(HOLDERS).flatMap(([where, holding]) =>
    Object.entries(holding as Readonly<Record<string, readonly string[]>>)
      .filter(([, held]) => held.includes(id))
      .map(([name]) => `${where} ${name}`),
  );
}

function placementWords(placement: Placement): string {
  if (placement.kind !== 'cache') return placement.kind;
  const minutes = placement.ttlMs / 60_000;
  return `cache ${minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`}`;
}

const rows = Object.entries<DataType>(DATA_TYPES).map(([id, type]) => ({
  id,
  name: type.name,
  scores: type.scores,
  score: scoreOf(type.scores),
  verdict: verdictOf(type.scores),
  seed: type.seed,
  placement: type.placement,
  isByRule: isByRule(type),
  reason: type.reason,
  isBuilt: type.isBuilt,
  heldIn: holdersOf(id),
}));

function table(): string {
  const width = Math.max(...rows.map(({ name }) => name.length));
  const lines = rows.map(({ name, score, verdict, placement, isByRule: isSame, reason, isBuilt, seed }) => {
    const facts = [
      name.padEnd(width),
      String(score).padStart(5),
      verdict.padEnd(5),
      placementWords(placement).padEnd(12),
    ];
    const mark = isSame ? 'by the rule' : 'differs';
    const notes = [seed === null ? 'scored by Satchel' : '', isBuilt ? '' : 'not built yet'].filter(
      (note) => note !== '',
    );
    const words = `${mark}${notes.length > 0 ? ` (${notes.join(', ')})` : ''}${reason === null ? '' : `: ${reason}`}`;
    return `${facts.join('  ')}  ${words}`;
  });
  const head = `${'data'.padEnd(width)}  score  rule   placement     why`;
  const infrastructure = `Infrastructure (not scored): ${holdersOf('infrastructure').join(', ')}.`;
  return [head, ...lines, '', 'Over 25 store, 20-25 cache, under 20 fetch.', infrastructure].join('\n');
}

type UserMeasured =
  | { readonly kind: 'read'; readonly user: string; readonly measured: MeasuredPlacement }
  | { readonly kind: 'failed'; readonly user: string; readonly message: string };

const WEEK_HOURS = 168;

async function measuredIn(dataDir: string): Promise<readonly UserMeasured[]> {
  const span = { hours: WEEK_HOURS, untilMs: Date.now() } as const;
  return Promise.all(
    usersIn(dataDir).map(async (user) => {
      try {
        const measured = await readUserFile(dataDir, user, (read) => measuredPlacement(read, span));
        return { kind: 'read', user: masked(user), measured } as const;
      } catch (error) {
        const { code } = toSatchelError(error);
        const message =
          code === 'ALREADY_RUNNING' ? 'in use; close the app to look inside' : `cannot be read (${code})`;
        return { kind: 'failed', user: masked(user), message } as const;
      }
    }),
  );
}

const HEAD = ['data', 'reads', 'changes', 'rows', 'bytes', 'hit rate', 'fresh', 'hint'];

function measuredRow({ id, reads, writes, rows: count, bytes, hitRate, freshAtMs, hints }: MeasuredType): string[] {
  const text = (value: number | null): string => (value === null ? '-' : String(value));
  return [
    rows.find((row) => row.id === id)?.name ?? id,
    text(reads),
    text(writes),
    text(count),
    text(bytes),
    hitRate === null ? '-' : `${Math.floor(hitRate * 10_000) / 100} %`,
    freshAtMs === null ? '-' : `${span(Date.now() - freshAtMs)} ago`,
    hints.map(({ score, declared, measured }) => `${score} ${declared}, used as ${measured}`).join('; '),
  ];
}

function measuredText(report: UserMeasured): string {
  if (report.kind === 'failed') return `User ${report.user}: ${report.message}.`;
  const { types, isTooEarly } = report.measured;
  const lines = columns([HEAD, ...types.map(measuredRow)], 'nothing');
  const early = isTooEarly ? '\nMeasured for less than a day: nothing is said about how often data is read.' : '';
  return `User ${report.user}, last week:\n${lines}${early}`;
}

async function main(dataDir: string | undefined, isJson: boolean): Promise<string> {
  if (dataDir === undefined) return isJson ? JSON.stringify(rows) : table();
  const users = await measuredIn(dataDir);
  if (!isJson) return [table(), ...users.map(measuredText)].join('\n\n');
  const read = users.filter((report) => report.kind === 'read');
  const measuredOf = (id: string) =>
    read.map(({ user, measured }) => ({ user, ...measured.types.find((type) => type.id === id) }));
  return JSON.stringify(rows.map((row) => ({ ...row, measured: measuredOf(row.id) })));
}

/** @throws Error with one line for the user */
function readOptions(args: string[]) {
  const { values } = parseArgs({
    args,
    options: { data: { type: 'string' }, json: { type: 'boolean' }, help: { type: 'boolean' } },
  });
  if (values.help === true) return null;
  const dataDir = values.data === undefined ? undefined : resolve(values.data);
  if (dataDir !== undefined && !existsSync(dataDir)) throw new Error(`there is no folder ${dataDir}`);
  return { dataDir, isJson: values.json === true };
}

try {
  const options = readOptions(process.argv.slice(2));
  if (options === null) process.stdout.write(HELP);
  else process.stdout.write(`${await main(options.dataDir, options.isJson)}\n`);
} catch (error) {
  process.stderr.write(`placement: ${(error as Error).message.split('\n', 1)[0]}\n`);
  process.exitCode = 2;
}
