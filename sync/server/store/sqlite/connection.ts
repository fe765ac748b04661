import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Sqlite from 'better-sqlite3';
import { Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler, DummyDriver, type Compilable } from 'kysely';
import { SatchelError } from '../../../protocol/satchel-error.ts';
import type { Tables } from '../tables.ts';
import { STEPS } from './schema.ts';

const CACHE_KIB = 64 * 1024;
const BUSY_MS = 5000;
const RETRY_MS = 20;
/** Pages in the WAL before a commit moves them, 32 MB: pages that many pushes touch are then moved once. */
const CHECKPOINT_PAGES = 8000;
/** Texts differ by the length of their lists; beyond this the cache starts anew. */
const MAX_STATEMENTS = 300;

/** Kysely writes the SQL; the driver runs it at once, because no transaction may span a turn of the event loop. */
export const sql = new Kysely<Tables>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
});

/** A value that is given when the statement runs: texts that never change are compiled once. */
export const PLACE = '' as never;

export interface Connection {
  readonly raw: Sqlite.Database;
  all<Row>(query: Compilable<Row>): Row[];
  first<Row>(query: Compilable<Row>): Row | undefined;
  run(query: Compilable<unknown>): number;
  /** The statement of a query whose parameters are given again in the order of its text. */
  prepare<Row = unknown>(text: string): Sqlite.Statement<readonly unknown[], Row>;
  /** All of `work` or nothing; takes the write lock at once. */
  transaction<Result>(work: () => Result): Result;
  /** All reads of `work` see one state, whatever other processes commit meanwhile. */
  snapshot<Result>(work: () => Result): Result;
}

/**
 * An acknowledged push must survive a power failure, so every commit waits for the disk (FULL).
 * @throws SatchelError FILE_TOO_NEW
 */
export function connect(path: string): Connection {
  if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true });
  const raw = new Sqlite(path, { timeout: BUSY_MS });
  enterWal(raw);
  raw.pragma('synchronous = full');
  raw.pragma('fullfsync = on');
  raw.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
  raw.pragma('temp_store = memory');
  raw.pragma(`cache_size = -${CACHE_KIB}`);
  const connection = wrap(raw);
  try {
    migrate(connection);
    return connection;
  } catch (error) {
    raw.close();
    throw error;
  }
}

/**
 * The first process on a new file changes it for all, and does not wait for another one that is doing the same: SQLite
 * asks no busy handler there (https://sqlite.org/wal.html#sometimes_queries_return_sqlite_busy_in_wal_mode).
 */
function enterWal(raw: Sqlite.Database): void {
  const isBusy = (error: unknown): boolean => (error as { readonly code?: string }).code === 'SQLITE_BUSY';
  for (let waitedMs = 0; ; waitedMs += RETRY_MS) {
    try {
      raw.pragma('journal_mode = wal');
      return;
    } catch (error) {
      if (!isBusy(error) || waitedMs >= BUSY_MS) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_MS); // at a start, nobody waits for this thread
    }
  }
}

function wrap(raw: Sqlite.Database): Connection {
  const statements = new Map<string, Sqlite.Statement>();
  function prepare<Row>(text: string): Sqlite.Statement<readonly unknown[], Row> {
    let statement = statements.get(text);
    if (statement === undefined) {
      if (statements.size >= MAX_STATEMENTS) statements.clear();
      statement = raw.prepare(text);
      statements.set(text, statement);
    }
    return statement as Sqlite.Statement<readonly unknown[], Row>;
  }
  return {
    raw,
    prepare,
    all(query) {
      const { sql: text, parameters } = query.compile();
      return prepare<never>(text).all(...parameters);
    },
    first(query) {
      const { sql: text, parameters } = query.compile();
      return prepare<never>(text).get(...parameters);
    },
    run(query) {
      const { sql: text, parameters } = query.compile();
      return prepare(text).run(...parameters).changes;
    },
    transaction: (work) => inTransaction(raw, 'begin immediate', work),
    snapshot: (work) => inTransaction(raw, 'begin deferred', work),
  };
}

function inTransaction<Result>(raw: Sqlite.Database, begin: string, work: () => Result): Result {
  raw.exec(begin);
  try {
    const result = work();
    raw.exec('commit');
    return result;
  } catch (error) {
    if (raw.inTransaction) raw.exec('rollback');
    throw error;
  }
}

function migrate({ raw, transaction }: Connection): void {
  const newest = STEPS.at(-1)?.version ?? 0;
  const versionOf = (): number => raw.pragma('user_version', { simple: true }) as number;
  const found = versionOf();
  if (found > newest) {
    throw new SatchelError(
      'FILE_TOO_NEW',
      `The database was written by a newer server (${found}, this one knows ${newest}).`,
    );
  }
  for (const { version, sql: text } of STEPS.filter((step) => step.version > found)) {
    transaction(() => {
      if (versionOf() >= version) return; // another process that started at the same time was first
      raw.exec(text);
      if (version === 10) raw.prepare('insert into server_meta values (?, ?)').run('epoch', randomUUID());
      raw.pragma(`user_version = ${version}`);
    });
  }
}
