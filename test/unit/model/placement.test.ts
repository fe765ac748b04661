import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { appContract, READER_TOPICS } from '../../../main/contract/app-contract.ts';
import { LiveSet } from '../../../main/contract/live.ts';
import { openDatabase } from '../../../main/db/open-database.ts';
import { BUILD_VERSION, MIGRATIONS, type Schema } from '../../../main/db/schema.ts';
import { CACHE_TTL_MS } from '../../../main/wrapper/cache-table.ts';
import {
  heldBy,
  LOCAL_CACHES,
  LOCAL_READS,
  LOCAL_TABLES,
  LOCAL_WRITES,
  SERVER_CACHES,
  SERVER_TABLES,
  WRAPPER_CALLS,
} from '../../../sync/model/placement-map.ts';
import {
  DATA_TYPES,
  isByRule,
  scoreOf,
  verdictOf,
  type DataType,
  type DataTypeId,
} from '../../../sync/model/placement.ts';
import { MUTATIONS } from '../../../sync/model/mutations/registry.ts';
import { openStore } from '../../../sync/server/store/open-store.ts';
import { CACHE_KEYS } from '../../../sync/server/wrapper/tenant-facts.ts';
import { ENDPOINTS } from '../../../sync/wrapper-api/endpoints.ts';

const TYPES = Object.entries<DataType>(DATA_TYPES);
const names = (holding: object): string[] => Object.keys(holding).toSorted();

function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'satchel-placement-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Without what SQLite and its full-text index make for themselves. */
const OWN_TABLES = `select name from sqlite_schema where type = 'table' and name not like 'sqlite\\_%' escape '\\' and name not like '%\\_data' escape '\\'
  and name not like 'searchText\\_%' escape '\\' order by name`;

test('every table of a fresh file on a laptop holds something named', () => {
  const key = new Uint8Array(32).fill(3);
  const path = join(tempFolder(), 'replica.db');
  const options = {
    path,
    key,
    migrations: MIGRATIONS,
    buildVersion: BUILD_VERSION,
    appVersion: '0.1.0',
    mode: 'write',
  } as const;
  const database = openDatabase<Schema>(options);
  const tables = database.read.prepared<[], { name: string }>(OWN_TABLES).all([]);
  database.close();
  expect(tables.map(({ name }) => name).toSorted()).toEqual(names(LOCAL_TABLES));
});

test("every table of a fresh server's database holds something named", async () => {
  const path = join(tempFolder(), 'sync.db');
  await (await openStore(`sqlite:${path}`)).close();
  const file = new Sqlite(path);
  const tables = file.prepare<[], { name: string }>(OWN_TABLES).all();
  file.close();
  expect(tables.map(({ name }) => name).toSorted()).toEqual(names(SERVER_TABLES));
});

test('every cache of the laptop is named, with the time to live of its data', () => {
  const ttls = Object.entries(LOCAL_CACHES).map(([topic, [type]]) => {
    const { placement }: DataType = DATA_TYPES[type];
    return [topic, placement.kind === 'cache' ? placement.ttlMs : placement.kind];
  });
  expect(Object.fromEntries(ttls)).toEqual(CACHE_TTL_MS);
});

test('every cache of the server is named', () => {
  const prefixes = Object.values(CACHE_KEYS).map((keyOf) => keyOf('x').replace(/:.*/, ''));
  expect(prefixes.toSorted()).toEqual(names(SERVER_CACHES));
});

test('every call to the wrapper is named', () => {
  expect(names(WRAPPER_CALLS)).toEqual(names(ENDPOINTS));
});

test('every read of the reader is named by its topic, and what reads something else by its call', () => {
  const isCall = (name: string): boolean => {
    const [topic = '', call = ''] = name.split('.');
    return topic === 'live' ? LiveSet.values.has(call as LiveSet) : call in (appContract[topic as 'deals'] ?? {});
  };
  const topics = names(LOCAL_READS).filter((name) => !name.includes('.'));
  expect(topics).toEqual(READER_TOPICS.toSorted());
  expect(names(LOCAL_READS).filter((name) => name.includes('.') && !isCall(name))).toEqual([]);
  expect([...LiveSet.values].filter((set) => heldBy(LOCAL_READS, `live.${set}`).length === 0)).toEqual([]);
});

test('every change is named by the topic of its mutation', () => {
  const topics = new Set(MUTATIONS.map(({ name }) => name.split('.', 1)[0] ?? ''));
  expect([...topics].toSorted()).toEqual(names(LOCAL_WRITES));
});

test('a call that is named itself stands for nothing else of its topic', () => {
  expect([heldBy(LOCAL_READS, 'deals.pipelines'), heldBy(LOCAL_READS, 'nothing.known')]).toEqual([['pipelines'], []]);
  expect(heldBy(LOCAL_READS, 'deals.page')).toContain('deals');
});

test('the sixteen types of the seed are there, and three more', () => {
  expect(TYPES.filter(([, { seed }]) => seed !== null)).toHaveLength(16);
  expect(TYPES.filter(([, { seed }]) => seed === null).map(([id]) => id)).toEqual(['companies', 'pipelines', 'views']);
});

test.each(TYPES)('%s has six scores of 1-5', (_id, type) => {
  const scores = Object.values(type.scores);
  expect(scores.every((score) => Number.isInteger(score) && score >= 1 && score <= 5) && scores.length === 6).toBe(
    true,
  );
});

const SUMS = TYPES.flatMap(([id, { scores, seed }]) => (seed === null ? [] : [{ id, scores, total: seed.total }]));

test.each(SUMS)('the scores of $id add up to $total, as the seed says', ({ scores, total }) => {
  expect(scoreOf(scores)).toBe(total);
});

test('by the bare rule 12 of the 16 differ, and each of them says why', () => {
  const differing = TYPES.filter(([, type]) => type.seed !== null && !isByRule(type));
  expect(differing).toHaveLength(12);
  expect(new Set(differing.map(([, { reason }]) => (reason ?? '').length > 60))).toEqual(new Set([true]));
});

test.each(TYPES)('%s says why, where its placement is not what the rule says', (_id, type) => {
  expect(isByRule(type) || type.reason !== null).toBe(true);
});

test.each([
  { score: 26, want: 'store' },
  { score: 25, want: 'cache' },
  { score: 20, want: 'cache' },
  { score: 19, want: 'fetch' },
])('a score of $score is "$want"', ({ score, want }) => {
  const rest = { accessFrequency: 0, updateFrequency: 0, dataVolume: 0, relationships: 0, compliance: 0 };
  expect(verdictOf({ criticality: score, ...rest })).toBe(want);
});

const holds = (holding: object, id: string): boolean =>
  Object.values<readonly string[]>(holding as never).some((held) => held.includes(id));

test.each(TYPES)('%s is held where its placement says, or not built', (id, { placement, isBuilt }) => {
  const found = {
    replica: holds(LOCAL_TABLES, id) && holds(SERVER_TABLES, id) && !holds(WRAPPER_CALLS, id),
    cache: holds(LOCAL_CACHES, id) && holds(LOCAL_TABLES, id) && holds(WRAPPER_CALLS, id),
    live: !holds(LOCAL_CACHES, id) && !holds(SERVER_CACHES, id) && holds(WRAPPER_CALLS, id),
  };
  expect(found[placement.kind]).toBe(isBuilt);
});

test('only the permission snapshot of the window is kept of what is live', () => {
  const live = TYPES.filter(([, { placement }]) => placement.kind === 'live').map(([id]) => id as DataTypeId);
  const kept = Object.entries<readonly string[]>(LOCAL_TABLES).filter(([, held]) =>
    live.some((id) => held.includes(id)),
  );
  expect(kept.map(([table]) => table)).toEqual(['windowState']);
});
