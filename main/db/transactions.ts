import type Sqlite from 'better-sqlite3';
import { SatchelError } from '../../sync/protocol/satchel-error.ts';
import { toDatabaseError } from './database-error.ts';

/** `full`: on the disk when `write` returns. `normal`: the last ones may be lost at power failure, never out of order. */
export type Durability = 'full' | 'normal';

/** Runs one transaction at a time on one connection, from start to end in one turn of the event loop. */
export class Transactions {
  readonly #connection: Sqlite.Database;
  readonly #path: string;
  #durability: Durability | undefined;
  #isInside = false;

  constructor(connection: Sqlite.Database, path: string) {
    this.#connection = connection;
    this.#path = path;
  }

  readonly assertInside = (): void => {
    if (!this.#isInside) throw new SatchelError('INTERNAL', 'A transaction was used after its end.');
  };

  write<T>(durability: Durability, run: () => T): T {
    return this.#transaction('begin immediate', run, () => this.#setDurability(durability));
  }

  snapshot<T>(run: () => T): T {
    return this.#transaction('begin', run);
  }

  #transaction<T>(begin: string, run: () => T, prepare?: () => void): T {
    if (this.#isInside) throw new SatchelError('INTERNAL', 'A transaction was started inside another one.');
    try {
      prepare?.();
      this.#connection.exec(begin);
      this.#isInside = true;
      const result = refusePromise(run());
      this.#connection.exec('commit');
      return result;
    } catch (error) {
      this.#rollback();
      throw toDatabaseError(error, this.#path);
    } finally {
      this.#isInside = false;
    }
  }

  // SQLite has already rolled back by itself after a full disk or an input/output error.
  #rollback(): void {
    if (this.#isInside && this.#connection.inTransaction) this.#connection.exec('rollback');
  }

  // Outside a transaction only, where SQLite accepts it. `fullfsync` has an effect on macOS alone, where a plain fsync
  // stops at the drive's cache.
  #setDurability(durability: Durability): void {
    if (this.#durability === durability) return;
    this.#connection.pragma(`synchronous = ${durability}`);
    this.#connection.pragma(`fullfsync = ${durability === 'full' ? 'on' : 'off'}`);
    this.#durability = durability;
  }
}

function refusePromise<T>(result: T): T {
  if (!isThenable(result)) return result;
  // Its own failure is of no interest any more, and must not end the process as an unhandled rejection.
  Promise.resolve(result).catch(() => undefined);
  throw new SatchelError(
    'INTERNAL',
    'A transaction must not wait: its function returned a promise. Nothing was written.',
  );
}

function isThenable(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
