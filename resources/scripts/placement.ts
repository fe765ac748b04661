import { parseArgs } from 'node:util';
import {
  LOCAL_CACHES,
  LOCAL_TABLES,
  SERVER_CACHES,
  SERVER_TABLES,
  WRAPPER_CALLS,
} from '../../sync/model/placement-map.ts';
import { DATA_TYPES, isByRule, scoreOf, verdictOf, type DataType, type Placement } from '../../sync/model/placement.ts';

const HELP = `npm run placement -- [--json] [--help]

Where every kind of data lives, what the scores say, and why the two differ.
  --json   one JSON array instead of the table
  --help   this text
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

try {
  const { values } = parseArgs({ options: { json: { type: 'boolean' }, help: { type: 'boolean' } } });
  if (values.help === true) process.stdout.write(HELP);
  else process.stdout.write(`${values.json === true ? JSON.stringify(rows) : table()}\n`);
} catch (error) {
  process.stderr.write(`placement: ${(error as Error).message.split('\n', 1)[0]}\n`);
  process.exitCode = 2;
}
