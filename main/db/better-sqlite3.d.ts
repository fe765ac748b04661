/**
 * The part of the driver that the project uses. The package's own types are not found through its `exports`, and they
 * are loose where this is strict.
 */
declare module 'better-sqlite3' {
  namespace Sqlite {
    interface Options {
      readonly readonly?: boolean;
      readonly fileMustExist?: boolean;
      /** Milliseconds to wait for another connection's lock; 5000 if left out. */
      readonly timeout?: number;
    }
    interface Statement<P extends readonly unknown[] = readonly unknown[], R = unknown> {
      readonly source: string;
      /** Gives rows. */
      readonly reader: boolean;
      /** Changes no file; `begin` counts as such. */
      readonly readonly: boolean;
      all(...parameters: P): R[];
      get(...parameters: P): R | undefined;
      run(...parameters: P): { readonly changes: number; readonly lastInsertRowid: number | bigint };
      iterate(...parameters: P): IterableIterator<R>;
      pluck(isOn?: boolean): this;
      raw(isOn?: boolean): this;
    }
    interface Database {
      readonly open: boolean;
      readonly inTransaction: boolean;
      readonly readonly: boolean;
      readonly name: string;
      prepare<P extends readonly unknown[] = readonly unknown[], R = unknown>(sql: string): Statement<P, R>;
      exec(sql: string): this;
      pragma(sql: string, options?: { readonly simple?: boolean }): unknown;
      function(
        name: string,
        options: { readonly deterministic?: boolean },
        run: (...values: unknown[]) => unknown,
      ): this;
      close(): this;
    }
  }
  interface SqliteConstructor {
    new (path: string, options?: Sqlite.Options): Sqlite.Database;
  }
  const Sqlite: SqliteConstructor;
  export = Sqlite;
}
