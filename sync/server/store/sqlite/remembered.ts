import type { PushVerdict } from '../../../protocol/push.ts';
import type { Remembered, RememberedValues } from '../store.ts';
import type { RememberedTable } from '../tables.ts';
import { PLACE, sql, type Connection } from './connection.ts';

const READ = sql
  .selectFrom('remembered')
  .selectAll()
  .where('tenant_id', '=', PLACE)
  .where('mutation_id', '=', PLACE)
  .compile().sql;
const COLUMNS = [
  'tenant_id',
  'mutation_id',
  'actor_id',
  'args_hash',
  'verdict',
  'seq',
  'values',
  'at_ms',
] as const satisfies readonly (keyof RememberedTable)[];
const INSERT = sql
  .insertInto('remembered')
  .columns([...COLUMNS])
  .values(Object.fromEntries(COLUMNS.map((column) => [column, PLACE])) as unknown as RememberedTable)
  .onConflict((conflict) => conflict.doNothing())
  .compile().sql;

export function readRemembered(connection: Connection, tenantId: string, ids: readonly string[]): Remembered[] {
  const statement = connection.prepare<RememberedTable>(READ);
  return ids.flatMap((id) => {
    const found = statement.get(tenantId, id);
    return found === undefined ? [] : [rememberedOf(found)];
  });
}

/** @returns false when the mutation has an answer already, which stands */
export function insertRemembered(connection: Connection, tenantId: string, entry: Remembered): boolean {
  const { mutationId, actorId, argsHash, verdict, seq, values, atMs } = entry;
  const row = [tenantId, mutationId, actorId, argsHash, JSON.stringify(verdict), seq, JSON.stringify(values), atMs];
  return connection.prepare(INSERT).run(...row).changes > 0;
}

function rememberedOf(found: RememberedTable): Remembered {
  return {
    mutationId: found.mutation_id,
    actorId: found.actor_id,
    argsHash: found.args_hash,
    verdict: JSON.parse(found.verdict) as PushVerdict,
    seq: found.seq,
    values: JSON.parse(found.values) as RememberedValues,
    atMs: found.at_ms,
  };
}
