import type { Compilable, Kysely, RawBuilder } from 'kysely';

/** A query that was built but not run; its output type comes along. */
export type Query<O> = Compilable<O> | RawBuilder<O>;

/** Booleans are stored as 0 and 1; undefined is an error, so that a forgotten field never becomes a silent null. */
export type BindValue = string | number | bigint | boolean | null | Uint8Array;
/** Positional for `?`, named for `:name`. */
export type BindParameters = readonly BindValue[] | Readonly<Record<string, BindValue>>;

/** What builds selects. A `with ... insert` gets past the type and is refused when it is run. */
export type SelectBuilder<DB> = Pick<
  Kysely<DB>,
  'selectFrom' | 'selectNoFrom' | 'with' | 'withRecursive' | 'fn' | 'case' | 'dynamic'
>;

export interface PreparedRead<P extends BindParameters, R> {
  all(parameters: P): R[];
  first(parameters: P): R | undefined;
}

export interface PreparedWrite<P extends BindParameters, R> extends PreparedRead<P, R> {
  run(parameters: P): Written;
}

export interface Written {
  readonly changes: number;
  /** Of this statement only if it inserted a row, else of an earlier one. */
  readonly lastRowid: number;
}

/** Reads only: a statement that would write is refused before it runs. */
export interface ReadHandle<DB> {
  readonly qb: SelectBuilder<DB>;
  all<O>(query: Query<O>): O[];
  first<O>(query: Query<O>): O | undefined;
  /** @throws SatchelError NOT_FOUND */
  mustFirst<O>(query: Query<O>): O;
  /** For hot paths: compiled once, rows typed by the caller. One statement; plain `?` or `:name`, not `?1`. */
  prepared<P extends BindParameters, R>(sql: string): PreparedRead<P, R>;
}

/** Valid inside one `write` call only; any use after it is an error. */
export interface WriteTx<DB> extends ReadHandle<DB> {
  readonly qb: Kysely<DB>;
  run(query: Query<unknown>): Written;
  prepared<P extends BindParameters, R>(sql: string): PreparedWrite<P, R>;
}
