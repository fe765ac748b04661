import Sqlite from 'better-sqlite3';
import type { Value } from './intents.ts';

/** A row of the server's database as its file has it. */
export interface ServerRow {
  readonly tenantId: string;
  readonly of: string;
  readonly id: string;
  readonly seq: number;
  readonly orgId: string | null;
  readonly isDeleted: boolean;
  readonly body: Value;
  readonly lastMutationId: string;
}

interface Stored {
  readonly tenant_id: string;
  readonly kind: string;
  readonly id: string;
  readonly seq: number;
  readonly org_id: string | null;
  readonly is_deleted: number;
  readonly body: string;
  readonly last_mutation_id: string;
}

const rowOf = (stored: Stored): ServerRow => ({
  tenantId: stored.tenant_id,
  of: stored.kind,
  id: stored.id,
  seq: stored.seq,
  orgId: stored.org_id,
  isDeleted: stored.is_deleted === 1,
  body: JSON.parse(stored.body) as Value,
  lastMutationId: stored.last_mutation_id,
});

const keyOf = ({ tenantId, of, id }: Pick<ServerRow, 'tenantId' | 'of' | 'id'>): string => `${tenantId}:${of}:${id}`;

/** All rows of all tenants, straight from the file. */
export function readServerRows(path: string): readonly ServerRow[] {
  const database = new Sqlite(path, { readonly: true });
  try {
    return database.prepare<[], Stored>('select * from entity order by tenant_id, seq').all().map(rowOf);
  } finally {
    database.close();
  }
}

/** Every state that a row of the server ever had, so that whatever a window showed can be looked up. */
export interface ServerLog {
  /** Takes down what was committed since the last look. */
  look(path: string): void;
  /** The database is another one now: numbers start below what was seen. */
  restart(): void;
  /** What the server had under this number, in any of its lives. */
  versions(of: string, id: string, seq: number): readonly ServerRow[];
  /** Rows with the numbers that they were given first: what follows a record into another unit gets new ones. */
  asWritten(rows: readonly ServerRow[]): readonly ServerRow[];
  /** The unit that a row is in by now; undefined for one that was never there. */
  unitOf(row: Pick<ServerRow, 'tenantId' | 'of' | 'id'>): string | null | undefined;
  /** The number that a mutation gave a row; undefined where it wrote none. */
  seqBy(mutationId: string, of: string, id: string): number | undefined;
  /** Tombstones that the server has taken away, as they were; asked for after every compaction. */
  compacted(path: string): readonly ServerRow[];
  close(): void;
}

export function createServerLog(): ServerLog {
  const versions = new Map<string, ServerRow[]>();
  const bySource = new Map<string, number>();
  const gone = new Map<string, ServerRow>();
  let newest = new Map<string, ServerRow>();
  let firstSeqs = new Map<string, number>();
  let before = new Map<string, number>();
  let heads = new Map<string, number>();
  let open: { readonly path: string; readonly database: Sqlite.Database } | undefined;

  function databaseAt(path: string): Sqlite.Database {
    if (open?.path === path) return open.database;
    open?.database.close();
    open = { path, database: new Sqlite(path, { readonly: true }) };
    return open.database;
  }

  return {
    look(path) {
      const database = databaseAt(path);
      const tenants = database.prepare<[], { tenant_id: string; seq: number }>('select * from tenant_head').all();
      const newer = database.prepare<[string, number], Stored>('select * from entity where tenant_id = ? and seq > ?');
      for (const { tenant_id: tenantId, seq } of tenants) {
        for (const stored of newer.all(tenantId, heads.get(tenantId) ?? 0)) {
          const row = rowOf(stored);
          const key = `${row.of}:${row.id}:${row.seq}`;
          versions.set(key, [...(versions.get(key) ?? []), row]);
          newest.set(keyOf(row), row);
          if (!firstSeqs.has(keyOf(row))) firstSeqs.set(keyOf(row), before.get(keyOf(row)) ?? row.seq);
          // a row that follows another one into its unit gets a new number and keeps who wrote it
          const source = `${row.lastMutationId}:${row.of}:${row.id}`;
          if (!bySource.has(source)) bySource.set(source, row.seq);
        }
        heads.set(tenantId, seq);
      }
      before = new Map();
    },
    restart() {
      open?.database.close();
      open = undefined;
      heads = new Map();
      newest = new Map();
      // rows of the copy keep theirs; what is not in it may come again and be given others
      before = firstSeqs;
      firstSeqs = new Map();
    },
    versions: (of, id, seq) => versions.get(`${of}:${id}:${seq}`) ?? [],
    asWritten: (rows) => rows.map((row) => ({ ...row, seq: firstSeqs.get(keyOf(row)) ?? row.seq })),
    unitOf: (row) => newest.get(keyOf(row))?.orgId,
    seqBy: (mutationId, of, id) => bySource.get(`${mutationId}:${of}:${id}`),
    compacted(path) {
      const there = new Set(readServerRows(path).map(keyOf));
      for (const [key, row] of newest) if (row.isDeleted && !there.has(key)) gone.set(key, row);
      return [...gone].flatMap(([key, row]) => (there.has(key) ? [] : [row]));
    },
    close() {
      open?.database.close();
      open = undefined;
    },
  };
}
