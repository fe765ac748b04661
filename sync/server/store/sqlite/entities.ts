import type { Kind } from '../../../model/kinds/all-kinds.ts';
import type { AnyRow, RecordRef } from '../../../model/row.ts';
import { hangsOn } from '../hangs-on.ts';
import { bodyOf } from '../row-body.ts';
import type { StoredRow } from '../store.ts';
import type { EntityTable } from '../tables.ts';
import { PLACE, sql, type Connection } from './connection.ts';

const READ = sql
  .selectFrom('entity')
  .selectAll()
  .where('tenant_id', '=', PLACE)
  .where('kind', '=', PLACE)
  .where('id', '=', PLACE)
  .compile().sql;

const COLUMNS = [
  'tenant_id',
  'kind',
  'id',
  'seq',
  'org_id',
  'is_deleted',
  'body',
  'clocks',
  'last_mutation_id',
  'last_actor_id',
  'last_at_ms',
  'hangs_on',
] as const satisfies readonly (keyof EntityTable)[];
const KEY = ['tenant_id', 'kind', 'id'] as const;

const INSERT = sql
  .insertInto('entity')
  .columns([...COLUMNS])
  .values(Object.fromEntries(COLUMNS.map((column) => [column, PLACE])) as unknown as EntityTable);
const WRITE = INSERT.onConflict((conflict) =>
  conflict
    .columns([...KEY])
    .doUpdateSet((eb) =>
      Object.fromEntries(
        COLUMNS.filter((column) => !KEY.includes(column as never)).map((column) => [
          column,
          eb.ref(`excluded.${column}`),
        ]),
      ),
    ),
).compile().sql;
const LOAD = INSERT.compile().sql;

/** One lookup by key a row: measured faster than lists of ids, and the text never changes. */
export function readRows(connection: Connection, tenantId: string, refs: readonly RecordRef[]): StoredRow[] {
  const statement = connection.prepare<EntityTable>(READ);
  return refs.flatMap(({ kind, id }) => {
    const found = id === '' ? undefined : statement.get(tenantId, kind, id);
    return found === undefined ? [] : [storedOf(found)];
  });
}

/** What follows a record into its unit: what hangs on it as the strongest of its records, and what happened to it. */
const HANGING = 'select * from entity where tenant_id = ? and hangs_on = ?';

export function readHanging(connection: Connection, tenantId: string, ids: readonly string[]): StoredRow[] {
  const statement = connection.prepare<EntityTable>(HANGING);
  return ids.flatMap((id) => statement.all(tenantId, id).map(storedOf));
}

export function writeRows(connection: Connection, tenantId: string, rows: readonly StoredRow[]): void {
  const statement = connection.prepare(WRITE);
  for (const stored of rows) statement.run(...columnsOf(tenantId, stored));
}

/** The fast way into an empty tenant: no row can exist. */
export function insertRow(connection: Connection, tenantId: string, stored: StoredRow): void {
  connection.prepare(LOAD).run(...columnsOf(tenantId, stored));
}

function columnsOf(tenantId: string, { kind, row, seq, clocks, ...last }: StoredRow): unknown[] {
  return [
    tenantId,
    kind,
    row.id,
    seq,
    row.orgId,
    row.isDeleted ? 1 : 0,
    JSON.stringify(bodyOf(row)),
    JSON.stringify(clocks),
    last.lastMutationId,
    last.lastActorId,
    last.lastAtMs,
    hangsOn(kind, row),
  ];
}

function storedOf(found: EntityTable): StoredRow {
  const body = JSON.parse(found.body) as Readonly<Record<string, unknown>>;
  const base = { id: found.id, orgId: found.org_id, isDeleted: found.is_deleted === 1 };
  return {
    kind: found.kind as Kind,
    row: { ...body, ...base } as unknown as AnyRow,
    seq: found.seq,
    clocks: JSON.parse(found.clocks) as StoredRow['clocks'],
    lastMutationId: found.last_mutation_id,
    lastActorId: found.last_actor_id,
    lastAtMs: found.last_at_ms,
  };
}
