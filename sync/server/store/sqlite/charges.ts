import type { Feature } from '../../../wrapper-api/billing.ts';
import type { ChargeChange, ChargeIntent, ChargeState } from '../store.ts';
import type { ChargeIntentTable } from '../tables.ts';
import { PLACE, sql, type Connection } from './connection.ts';

/** States whose effect has not been decided yet. */
export const UNDECIDED: readonly ChargeState[] = ['open', 'consumed'];

const READ = sql
  .selectFrom('charge_intent')
  .selectAll()
  .where('tenant_id', '=', PLACE)
  .where('mutation_id', '=', PLACE)
  .orderBy('attempt')
  .compile().sql;

export function readIntents(connection: Connection, tenantId: string, mutationIds: readonly string[]): ChargeIntent[] {
  const statement = connection.prepare<ChargeIntentTable>(READ);
  return mutationIds.flatMap((id) => statement.all(tenantId, id).map(intentOf));
}

const COLUMNS = [
  'tenant_id',
  'mutation_id',
  'attempt',
  'key',
  'feature',
  'count',
  'amount_milli',
  'state',
  'created_at_ms',
  'updated_at_ms',
] as const satisfies readonly (keyof ChargeIntentTable)[];
const OPEN = sql
  .insertInto('charge_intent')
  .columns([...COLUMNS])
  .values(Object.fromEntries(COLUMNS.map((column) => [column, PLACE])) as unknown as ChargeIntentTable)
  .onConflict((conflict) =>
    conflict
      .columns(['tenant_id', 'mutation_id', 'attempt'])
      .doUpdateSet((eb) => ({ updated_at_ms: eb.ref('excluded.updated_at_ms') })),
  )
  .compile().sql;

export function openIntent(connection: Connection, intent: ChargeIntent): void {
  const { tenantId, mutationId, attempt, key, feature, count, amountMilli, state, updatedAtMs } = intent;
  const statement = connection.prepare(OPEN);
  statement.run(tenantId, mutationId, attempt, key, feature, count, amountMilli, state, updatedAtMs, updatedAtMs);
}

export function giveBack(connection: Connection, intents: readonly ChargeIntent[], atMs: number): void {
  const mark = connection.prepare(
    `update charge_intent set state = 'refund', updated_at_ms = ?
     where tenant_id = ? and mutation_id = ? and state in ('open', 'consumed')`,
  );
  for (const intent of intents) {
    openIntent(connection, intent);
    mark.run(atMs, intent.tenantId, intent.mutationId);
  }
}

/** Whether the intent was in one of the states `from` and now is in the new one. */
export function moveIntent(
  connection: Connection,
  tenantId: string,
  { mutationId, attempt, state }: ChargeChange,
  { from, atMs }: { readonly from: readonly ChargeState[]; readonly atMs: number },
): boolean {
  const changes = connection.run(
    sql
      .updateTable('charge_intent')
      .set({ state, updated_at_ms: atMs })
      .where('tenant_id', '=', tenantId)
      .where('mutation_id', '=', mutationId)
      .where('attempt', '=', attempt)
      .where('state', 'in', from),
  );
  return changes > 0;
}

export function dueRefunds(connection: Connection, olderThanMs: number, limit: number): ChargeIntent[] {
  const all = sql.selectFrom('charge_intent').selectAll().limit(limit);
  const marked = connection.all(all.where('state', '=', 'refund'));
  const stuck = connection.all(all.where('state', 'in', UNDECIDED).where('updated_at_ms', '<', olderThanMs));
  return [...marked, ...stuck].slice(0, limit).map(intentOf);
}

function intentOf(found: ChargeIntentTable): ChargeIntent {
  return {
    tenantId: found.tenant_id,
    mutationId: found.mutation_id,
    attempt: found.attempt,
    key: found.key,
    feature: found.feature as Feature,
    count: found.count,
    amountMilli: found.amount_milli,
    state: found.state as ChargeState,
    updatedAtMs: found.updated_at_ms,
  };
}
