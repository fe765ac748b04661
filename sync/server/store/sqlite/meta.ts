import { randomUUID } from 'node:crypto';
import { SatchelError } from '../../../protocol/satchel-error.ts';
import { noteFirstWrite } from './boots.ts';
import { sql, type Connection } from './connection.ts';

export function readHead(connection: Connection, tenantId: string): number {
  return connection.first(sql.selectFrom('tenant_head').select('seq').where('tenant_id', '=', tenantId))?.seq ?? 0;
}

export function writeHead(connection: Connection, tenantId: string, seq: number): void {
  noteFirstWrite(connection, tenantId, readHead(connection, tenantId));
  connection.run(
    sql
      .insertInto('tenant_head')
      .values({ tenant_id: tenantId, seq })
      .onConflict((conflict) => conflict.column('tenant_id').doUpdateSet({ seq })),
  );
}

export function readEpoch(connection: Connection): string {
  const found = connection.first(sql.selectFrom('server_meta').select('value').where('key', '=', 'epoch'));
  if (found) return found.value;
  throw new SatchelError('DATABASE_DAMAGED', 'The database holds no epoch.');
}

export function rotateEpoch(connection: Connection): string {
  const epoch = randomUUID();
  connection.run(sql.updateTable('server_meta').set({ value: epoch }).where('key', '=', 'epoch'));
  return epoch;
}
