import type Sqlite from 'better-sqlite3';
import { SatchelError } from '../../sync/protocol/satchel-error.ts';
import { createReadHandle, createWriteTx } from './create-handles.ts';
import { toDatabaseError } from './database-error.ts';
import type { ReadHandle, WriteTx } from './handles.ts';
import { Statements, type StatementOptions } from './statements.ts';
import { Transactions, type Durability } from './transactions.ts';

/** How long emptying the WAL may wait for readers: one slice of background work (design.md, section 1). */
const TRUNCATE_WAIT_MS = 50;

export interface ReadDatabase<DB> {
  readonly path: string;
  readonly read: ReadHandle<DB>;
  /** Several queries over one state of the database. Synchronous, not nested. */
  snapshot<T>(run: (read: ReadHandle<DB>) => T): T;
  /** May be called any number of times. */
  close(): void;
}

export interface Database<DB> extends ReadDatabase<DB> {
  /**
   * One transaction; rolled back when `run` throws or returns a promise. Not nested.
   * @throws SatchelError DISK_FULL | FOLDER_READ_ONLY | DATABASE_DAMAGED | INTERNAL, or what `run` threw
   */
  write<T>(durability: Durability, run: (tx: WriteTx<DB>) => T): T;
  /**
   * `passive` moves what it can into the main file without waiting; `truncate` also empties the WAL (after a purge).
   * @returns whether all of it was done; false while a reader holds an older state, then try later
   */
  checkpoint(kind: 'passive' | 'truncate'): boolean;
}

export function createReadDatabase<DB>(connection: Sqlite.Database, options: StatementOptions): ReadDatabase<DB> {
  return readParts<DB>(
    connection,
    options,
    new Statements(connection, options),
    new Transactions(connection, options.path),
  );
}

export function createDatabase<DB>(connection: Sqlite.Database, options: StatementOptions): Database<DB> {
  const statements = new Statements(connection, options);
  const transactions = new Transactions(connection, options.path);
  const tx = createWriteTx<DB>(statements, transactions.assertInside);
  return {
    ...readParts<DB>(connection, options, statements, transactions),
    write: (durability, run) => transactions.write(durability, () => run(tx)),
    checkpoint: (kind) => checkpoint(connection, options.path, kind),
  };
}

/** For a file nobody else has open. */
export function truncateWal(connection: Sqlite.Database, path: string): void {
  if (checkpoint(connection, path, 'truncate')) return;
  throw new SatchelError('INTERNAL', `${path} is in use by another connection; it cannot be copied now.`);
}

function readParts<DB>(
  connection: Sqlite.Database,
  { path }: StatementOptions,
  statements: Statements,
  transactions: Transactions,
): ReadDatabase<DB> {
  const read = createReadHandle<DB>(statements);
  return {
    path,
    read,
    snapshot: (run) => transactions.snapshot(() => run(read)),
    close: () => void connection.close(),
  };
}

function checkpoint(connection: Sqlite.Database, path: string, kind: 'passive' | 'truncate'): boolean {
  const usualWaitMs = Number(connection.pragma('busy_timeout', { simple: true }));
  try {
    connection.pragma(`busy_timeout = ${TRUNCATE_WAIT_MS}`);
    const [result] = connection.pragma(`wal_checkpoint(${kind})`) as readonly CheckpointRow[];
    return result !== undefined && result.busy === 0 && result.log === result.checkpointed;
  } catch (error) {
    throw toDatabaseError(error, path);
  } finally {
    connection.pragma(`busy_timeout = ${usualWaitMs}`);
  }
}

/** https://sqlite.org/pragma.html#pragma_wal_checkpoint : frames in the WAL, frames moved. */
interface CheckpointRow {
  readonly busy: number;
  readonly log: number;
  readonly checkpointed: number;
}
