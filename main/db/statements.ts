import type Sqlite from 'better-sqlite3';
import { SatchelError } from '../../sync/protocol/satchel-error.ts';
import { bindParameters } from './bind-parameters.ts';
import { toDatabaseError } from './database-error.ts';
import type { BindParameters, Written } from './handles.ts';

/** Queries slower than this are reported (style.md, rule 19). */
const SLOW_QUERY_MS = 40;
/** Lists in `in (...)` make a new text for every length, so the least recently used statement goes. */
const MAX_CACHED = 400;

export interface SlowQuery {
  readonly sql: string;
  readonly ms: number;
}

export interface StatementOptions {
  readonly path: string;
  readonly onSlow?: ((slow: SlowQuery) => void) | undefined;
  /** For measuring only; tests give their own. */
  readonly monotonicMs?: (() => number) | undefined;
}

export type Statement = Sqlite.Statement<readonly unknown[], unknown>;
type Values = BindParameters | readonly unknown[];

/** Prepared statements by their text, and the one place where a statement runs, is timed and has its errors translated. */
export class Statements {
  readonly #connection: Sqlite.Database;
  readonly #options: StatementOptions;
  readonly #monotonicMs: () => number;
  readonly #cache = new Map<string, Statement>();

  constructor(connection: Sqlite.Database, options: StatementOptions) {
    this.#connection = connection;
    this.#options = options;
    this.#monotonicMs = options.monotonicMs ?? (() => performance.now());
  }

  get cachedCount(): number {
    return this.#cache.size;
  }

  prepare(sql: string): Statement {
    const known = this.#cache.get(sql);
    if (known !== undefined) this.#cache.delete(sql);
    const statement = known ?? this.#translated(() => this.#connection.prepare(sql));
    this.#cache.set(sql, statement);
    if (this.#cache.size > MAX_CACHED) this.#dropOldest();
    return statement;
  }

  /** @throws SatchelError INTERNAL for a statement that could change anything, a transaction's limits included */
  prepareReading(sql: string): Statement {
    const statement = this.prepare(sql);
    if (statement.readonly && statement.reader) return statement;
    throw new SatchelError('INTERNAL', 'A read handle runs queries only; this statement would write.', {
      data: { sql },
    });
  }

  all(statement: Statement, values: Values): unknown[] {
    const bound = bindParameters(values);
    return this.#timed(statement, () => statement.all(...bound));
  }

  first(statement: Statement, values: Values): unknown {
    const bound = bindParameters(values);
    return this.#timed(statement, () => statement.get(...bound));
  }

  run(statement: Statement, values: Values): Written {
    const bound = bindParameters(values);
    const { changes, lastInsertRowid } = this.#timed(statement, () => statement.run(...bound));
    return { changes, lastRowid: Number(lastInsertRowid) };
  }

  #timed<T>(statement: Statement, run: () => T): T {
    const startMs = this.#monotonicMs();
    const result = this.#translated(run);
    const ms = this.#monotonicMs() - startMs;
    if (ms > SLOW_QUERY_MS) this.#options.onSlow?.({ sql: statement.source, ms });
    return result;
  }

  #translated<T>(run: () => T): T {
    try {
      return run();
    } catch (error) {
      throw toDatabaseError(error, this.#options.path);
    }
  }

  #dropOldest(): void {
    const oldest = this.#cache.keys().next();
    if (oldest.done !== true) this.#cache.delete(oldest.value);
  }
}
