import type { Standing } from '../store.ts';
import { sql, type Connection } from './connection.ts';

const HEADS = sql
  .selectFrom('tenant_head')
  .select(({ fn }) => [fn.countAll<number>().as('tenants'), fn.sum<number | null>('seq').as('changes')]);
/** The states of the partial index `charge_intent_unsettled`. */
const OPEN = sql
  .selectFrom('charge_intent')
  .select(({ fn }) => [fn.countAll<number>().as('count'), fn.min<number | null>('created_at_ms').as('oldestAtMs')])
  .where('state', 'in', ['open', 'consumed', 'refund']);

export function readStanding(connection: Connection): Standing {
  const heads = connection.first(HEADS);
  const open = connection.first(OPEN);
  return {
    tenants: heads?.tenants ?? 0,
    changes: heads?.changes ?? 0,
    openCharges: open?.count ?? 0,
    oldestOpenChargeAtMs: open?.oldestAtMs ?? null,
  };
}
