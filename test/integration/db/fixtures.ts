import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { SatchelError } from '../../../sync/protocol/satchel-error.ts';
import type { Database, ReadDatabase } from '../../../main/db/database.ts';
import type { MetaTable, Migration } from '../../../main/db/migrate.ts';
import { openDatabase } from '../../../main/db/open-database.ts';
import type { SlowQuery } from '../../../main/db/statements.ts';

export interface TestTables {
  meta: MetaTable;
  note: { id: string; body: string | null; pinned: number };
}

export const KEY = new Uint8Array(32).fill(7);
export const OTHER_KEY = new Uint8Array(32).fill(8);

export const FIRST: Migration = {
  version: 10,
  minSafeVersion: 10,
  up: (run) => run('create table note (id text primary key, body text, pinned integer not null default 0)'),
};

export interface TestOptions {
  readonly path: string;
  readonly key?: Uint8Array;
  readonly migrations?: readonly Migration[];
  readonly buildVersion?: number;
  readonly appVersion?: string;
  readonly onSlow?: (slow: SlowQuery) => void;
  readonly monotonicMs?: () => number;
}

const DEFAULTS = { key: KEY, migrations: [FIRST], buildVersion: 10, appVersion: '0.1.0' };

export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'satchel-db-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export const tempPath = (): string => join(tempFolder(), 'satchel.db');

export function openWriter(options: TestOptions): Database<TestTables> {
  const database = openDatabase<TestTables>({ ...DEFAULTS, ...options, mode: 'write' });
  onTestFinished(() => database.close());
  return database;
}

export function openReader(options: TestOptions): ReadDatabase<TestTables> {
  const database = openDatabase<TestTables>({ ...DEFAULTS, ...options, mode: 'read' });
  onTestFinished(() => database.close());
  return database;
}

export function addNote(database: Database<TestTables>, id: string, body = 'text'): void {
  database.write('full', (tx) => tx.run(tx.qb.insertInto('note').values({ id, body, pinned: 0 })));
}

export function noteIds(database: ReadDatabase<TestTables>): readonly string[] {
  return database.read.all(database.read.qb.selectFrom('note').select('id').orderBy('id')).map(({ id }) => id);
}

/** The SatchelError's code, `none`, or the foreign error itself. */
export function codeOf(run: () => unknown): unknown {
  return errorOf(run)?.code ?? 'none';
}

export function errorOf(run: () => unknown): SatchelError | undefined {
  try {
    run();
  } catch (error) {
    if (error instanceof SatchelError) return error;
    throw error;
  }
  return undefined;
}
