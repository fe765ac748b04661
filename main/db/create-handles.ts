import type { Kysely } from 'kysely';
import { SatchelError } from '../../sync/protocol/satchel-error.ts';
import type { BindParameters, PreparedRead, PreparedWrite, Query, ReadHandle, WriteTx } from './handles.ts';
import { createQueryBuilder } from './query-builder.ts';
import type { Statement, Statements } from './statements.ts';

/** Rows are what the query's type or the caller says: SQLite gives them untyped, and this is the one place that believes it. */
const rows = <R>(untyped: unknown[]): R[] => untyped as R[];
const row = <R>(untyped: unknown): R | undefined => untyped as R | undefined;

export function createReadHandle<DB>(statements: Statements): ReadHandle<DB> {
  const qb = createQueryBuilder<DB>();
  const prepare = (sql: string) => statements.prepareReading(sql);
  return {
    qb,
    ...readers(statements, qb, prepare),
    prepared: <P extends BindParameters, R>(sql: string) => preparedRead<P, R>(statements, prepare(sql)),
  };
}

/** @param assertInside throws when no transaction of this handle is running */
export function createWriteTx<DB>(statements: Statements, assertInside: () => void): WriteTx<DB> {
  const qb = createQueryBuilder<DB>();
  const prepare = (sql: string) => {
    assertInside();
    return statements.prepare(sql);
  };
  return {
    qb,
    ...readers(statements, qb, prepare),
    run(query) {
      const { sql, parameters } = compile(query, qb);
      return statements.run(prepare(sql), parameters);
    },
    prepared: <P extends BindParameters, R>(sql: string) => preparedWrite<P, R>(statements, prepare(sql), assertInside),
  };
}

function readers<DB>(statements: Statements, qb: Kysely<DB>, prepare: (sql: string) => Statement) {
  const first = <O>(query: Query<O>): O | undefined => {
    const { sql, parameters } = compile(query, qb);
    return row<O>(statements.first(prepare(sql), parameters));
  };
  return {
    first,
    all<O>(query: Query<O>): O[] {
      const { sql, parameters } = compile(query, qb);
      return rows<O>(statements.all(prepare(sql), parameters));
    },
    mustFirst<O>(query: Query<O>): O {
      const found = first(query);
      if (found === undefined) throw new SatchelError('NOT_FOUND', 'A row that must exist was not found.');
      return found;
    },
  };
}

function preparedRead<P extends BindParameters, R>(statements: Statements, statement: Statement): PreparedRead<P, R> {
  return {
    all: (parameters) => rows<R>(statements.all(statement, parameters)),
    first: (parameters) => row<R>(statements.first(statement, parameters)),
  };
}

function preparedWrite<P extends BindParameters, R>(
  statements: Statements,
  statement: Statement,
  assertInside: () => void,
): PreparedWrite<P, R> {
  const guarded = <T>(run: () => T): T => {
    assertInside();
    return run();
  };
  return {
    all: (parameters) => guarded(() => rows<R>(statements.all(statement, parameters))),
    first: (parameters) => guarded(() => row<R>(statements.first(statement, parameters))),
    run: (parameters) => guarded(() => statements.run(statement, parameters)),
  };
}

function compile<DB>(query: Query<unknown>, qb: Kysely<DB>): { sql: string; parameters: readonly unknown[] } {
  return 'isRawBuilder' in query ? query.compile(qb) : query.compile();
}
