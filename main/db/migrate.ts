import type Sqlite from 'better-sqlite3';
import { SatchelError } from '../../sync/protocol/satchel-error.ts';
import { toDatabaseError } from './database-error.ts';

/** Literal SQL, frozen once released. */
export interface Migration {
  /** In tens, rising. */
  readonly version: number;
  /** Builds whose number is lower must refuse the file from now on. */
  readonly minSafeVersion: number;
  /** @param run takes one or more statements; no `begin` or `commit` */
  readonly up: (run: (sql: string) => void) => void;
}

export interface Build {
  readonly migrations: readonly Migration[];
  /** The number compared with a file's `minSafeVersion`: the highest schema version this program was written for. */
  readonly buildVersion: number;
  /** The program's own version, kept in the file so that an older program can say which one to get. */
  readonly appVersion: string;
}

/** The row type of the table `meta` that every file has. */
export interface MetaTable {
  readonly key: string;
  readonly value: string | number;
}

export interface FileVersion {
  /** 0: not migrated yet. */
  readonly schemaVersion: number;
  readonly minSafeVersion: number;
  readonly appVersion: string;
}

/** `isEmpty`: no table yet, so there is nothing a copy could save. */
export interface MigrationPlan {
  readonly from: FileVersion;
  readonly pending: readonly Migration[];
  readonly isEmpty: boolean;
}

/** @throws SatchelError FILE_TOO_NEW with the program's version to get in its message and in `data.appVersion` */
export function planMigrations(connection: Sqlite.Database, build: Build, path: string): MigrationPlan {
  assertRising(build.migrations);
  const from = readFileVersion(connection);
  if (from.minSafeVersion > build.buildVersion) throw tooNew(from, build, path);
  const pending = build.migrations.filter(({ version }) => version > from.schemaVersion);
  return { from, pending, isEmpty: connection.prepare('select 1 from sqlite_schema limit 1').get() === undefined };
}

/** All pending migrations in one transaction: after a failure or a crash the file is as it was. */
export function migrate(
  connection: Sqlite.Database,
  plan: MigrationPlan,
  build: Build & { readonly path: string },
): void {
  if (plan.pending.length === 0) return;
  connection.pragma('synchronous = full');
  connection.exec('begin immediate');
  try {
    for (const migration of plan.pending) runOne(connection, migration);
    writeFileVersion(connection, plan, build.appVersion);
    connection.exec('commit');
  } catch (error) {
    if (connection.inTransaction) connection.exec('rollback');
    throw toDatabaseError(error, build.path);
  }
}

function runOne(connection: Sqlite.Database, migration: Migration): void {
  migration.up((sql) => connection.exec(sql));
  if (connection.inTransaction) return;
  throw new SatchelError('INTERNAL', `Migration ${migration.version} ended the transaction it runs in.`);
}

function readFileVersion(connection: Sqlite.Database): FileVersion {
  const hasMeta = connection.prepare(`select 1 from sqlite_schema where type = 'table' and name = 'meta'`).get();
  const stored = hasMeta === undefined ? [] : connection.prepare<[], MetaTable>('select key, value from meta').all();
  const meta = new Map(stored.map(({ key, value }) => [key, value]));
  return {
    schemaVersion: Number(meta.get('schemaVersion') ?? 0),
    minSafeVersion: Number(meta.get('minSafeVersion') ?? 0),
    appVersion: String(meta.get('appVersion') ?? ''),
  };
}

function writeFileVersion(connection: Sqlite.Database, plan: MigrationPlan, appVersion: string): void {
  connection.exec('create table if not exists meta (key text primary key not null, value not null) without rowid');
  const put = connection.prepare(
    'insert into meta (key, value) values (?, ?) on conflict (key) do update set value = excluded.value',
  );
  put.run('schemaVersion', Math.max(...plan.pending.map(({ version }) => version)));
  put.run('minSafeVersion', Math.max(plan.from.minSafeVersion, ...plan.pending.map((each) => each.minSafeVersion)));
  put.run('appVersion', appVersion);
}

function assertRising(migrations: readonly Migration[]): void {
  migrations.forEach(({ version, minSafeVersion }, index) => {
    const isRising = version > (migrations[index - 1]?.version ?? 0);
    if (isRising && version % 10 === 0 && minSafeVersion <= version) return;
    throw new SatchelError(
      'INTERNAL',
      `Migration ${version} breaks the order: tens, rising, minSafeVersion not above version.`,
    );
  });
}

function tooNew(from: FileVersion, build: Build, path: string): SatchelError {
  const message =
    `The data in ${path} was changed by Satchel ${from.appVersion}, which this version (${build.appVersion}) cannot read ` +
    `safely. Nothing was changed. Install Satchel ${from.appVersion} or a later one.`;
  return new SatchelError('FILE_TOO_NEW', message, { data: { path, buildVersion: build.buildVersion, ...from } });
}
