import type { UnitMove } from '../store.ts';
import type { Connection } from './connection.ts';

const ENTER = 'delete from scope_exit where tenant_id = ? and kind = ? and id = ? and org_id = ?';
const LEAVE = `insert into scope_exit (tenant_id, kind, id, org_id, seq) values (?, ?, ?, ?, ?)
  on conflict do update set seq = excluded.seq`;

/** One row for every unit that a record was in and is no longer: each of them has readers that have to be told. */
export function writeMoves(connection: Connection, tenantId: string, moves: readonly UnitMove[]): void {
  for (const { kind, id, fromOrgId, toOrgId, seq } of moves) {
    connection.prepare(ENTER).run(tenantId, kind, id, toOrgId);
    connection.prepare(LEAVE).run(tenantId, kind, id, fromOrgId, seq);
  }
}
