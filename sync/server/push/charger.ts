import type { Clock } from '../../model/clock.ts';
import { SatchelError, toSatchelError } from '../../protocol/satchel-error.ts';
import { limitOf, priceMilli, type CreditShortage } from '../../model/credit-rules.ts';
import type { ConsumeResult, CreditConfig } from '../../wrapper-api/billing.ts';
import type { WrapperClient } from '../../wrapper-api/client.ts';
import type { Logger } from '../logger.ts';
import type { ServerHooks } from '../server-hooks.ts';
import type { ChargeIntent, Store } from '../store/store.ts';
import type { ServiceToken } from '../wrapper/service-token.ts';
import type { TenantFacts } from '../wrapper/tenant-facts.ts';
import { chargeKey } from './paid-before.ts';
import type { Charge, ChargeNeed } from './push-job.ts';

export interface ChargerOptions {
  readonly store: Store;
  readonly wrapper: WrapperClient;
  readonly service: ServiceToken;
  readonly facts: TenantFacts;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly hooks: ServerHooks;
}

export interface Charger {
  /**
   * Charges what has a price or a limit, each mutation at most once however often it is asked for: the intent is
   * durable before the wrapper hears of it, and its key is the mutation's id. Never throws; what is not known is `unknown`.
   */
  charge(tenantId: string, needs: readonly ChargeNeed[]): Promise<ReadonlyMap<string, Charge>>;
}

/** Keys that were given back can never be consumed again; so many are tried before the client is asked to wait. */
const MAX_ATTEMPTS_AT_ONCE = 3;

export function createCharger(options: ChargerOptions): Charger {
  const { store, wrapper, service, facts, clock, logger, hooks } = options;

  async function chargeOnce(
    tenantId: string,
    needs: readonly ChargeNeed[],
    config: CreditConfig,
    results: Map<string, Charge>,
  ): Promise<void> {
    const intents = await openIntents(store, { tenantId, needs, config, nowMs: clock.wallMs() });
    const mutationIds = intents.map(({ mutationId }) => mutationId);
    await hooks.at?.('charge-opened', { tenantId, mutationIds });
    const items = intents.map(({ key, feature, count, amountMilli }) => ({ key, feature, count, amountMilli }));
    const answers = await service.use((token) => wrapper.consume({ token, tenantId, items }));
    await hooks.at?.('charge-consumed', { tenantId, mutationIds });
    for (const [index, intent] of intents.entries()) {
      const answer = answers[index];
      const charge = answer && chargeOf(answer, intent, clock.wallMs());
      if (charge) results.set(intent.mutationId, charge);
      else
        await store.moveIntent(
          tenantId,
          { ...intent, state: 'refunded' },
          ['open', 'consumed', 'refund'],
          clock.wallMs(),
        );
    }
  }

  async function chargeAll(
    tenantId: string,
    needs: readonly ChargeNeed[],
    results: Map<string, Charge>,
  ): Promise<void> {
    const { value: config, cachedAtMs, expiresAtMs } = await facts.creditConfig(tenantId);
    const evidence = { source: 'cache', fetchedAtMs: cachedAtMs, validUntilMs: expiresAtMs } as const;
    for (const need of needs) if (isFree(config, need)) results.set(need.mutationId, { kind: 'free', evidence });
    for (let attempt = 0; attempt < MAX_ATTEMPTS_AT_ONCE; attempt += 1) {
      const open = distinct(needs).filter(({ mutationId }) => !results.has(mutationId));
      if (open.length === 0) return;
      await chargeOnce(tenantId, open, config, results);
    }
  }

  return {
    async charge(tenantId, needs) {
      const results = new Map<string, Charge>();
      let failure = new SatchelError(
        'CHARGE_UNKNOWN',
        'The charge for this change is not settled yet; it is tried again.',
      );
      try {
        await chargeAll(tenantId, needs, results);
      } catch (error) {
        failure = unknownBecause(error);
        logger.warn('charge unknown', { tenantId, count: needs.length, code: toSatchelError(error).code });
      }
      for (const { mutationId } of needs)
        if (!results.has(mutationId)) results.set(mutationId, { kind: 'unknown', error: failure });
      return results;
    },
  };
}

const unknownBecause = (cause: unknown): SatchelError =>
  new SatchelError(
    'CHARGE_UNKNOWN',
    'The platform did not answer whether this change is paid for; it is tried again with the same key.',
    { cause },
  );

/** What has a limit is counted by the wrapper, also where it costs nothing. */
const isFree = (config: CreditConfig, need: ChargeNeed): boolean =>
  priceMilli(config, need) === 0 && limitOf(config, need.feature) === null;

/** The same mutation may come in two pushes at once. */
const distinct = (needs: readonly ChargeNeed[]): ChargeNeed[] => [
  ...new Map(needs.map((need) => [need.mutationId, need])).values(),
];

/** Undefined for a key that is used up. `mismatch`: paid under this key before, at the price of that day. */
function chargeOf(answer: ConsumeResult, intent: ChargeIntent, answeredAtMs: number): Charge | undefined {
  const { attempt } = intent;
  switch (answer.status) {
    case 'consumed':
    case 'duplicate':
    case 'mismatch':
      return { kind: 'held', attempt, answeredAtMs };
    case 'insufficient':
    case 'limit': {
      const code = answer.status === 'limit' ? 'LIMIT_EXCEEDED' : 'INSUFFICIENT_CREDITS';
      return { kind: 'short', code, shortage: shortageOf(answer, intent), attempt, answeredAtMs };
    }
    case 'refunded':
      return undefined;
  }
}

/** A wrapper that gives no numbers still said what was left. Nothing of the caller's is queued here: each is asked in turn. */
function shortageOf(
  { shortage, status, availableMilli }: ConsumeResult,
  { feature, count, amountMilli }: ChargeIntent,
): CreditShortage {
  if (shortage) return { ...shortage, queued: 0 };
  return status === 'limit'
    ? { what: feature, needed: count, available: 0, limit: null, queued: 0 }
    : { what: 'credits', needed: amountMilli / 1000, available: availableMilli / 1000, limit: null, queued: 0 };
}

interface OpenInput {
  readonly tenantId: string;
  readonly needs: readonly ChargeNeed[];
  readonly config: CreditConfig;
  readonly nowMs: number;
}

/** An intent that is still undecided is used again with its key and price; else the next attempt is opened. */
async function openIntents(
  store: Store,
  { tenantId, needs, config, nowMs }: OpenInput,
): Promise<readonly ChargeIntent[]> {
  const known = await store.readIntents(
    tenantId,
    needs.map(({ mutationId }) => mutationId),
  );
  const intents = needs.map(({ mutationId, feature, count }): ChargeIntent => {
    const last = known.filter((intent) => intent.mutationId === mutationId).at(-1);
    const isSame = last?.feature === feature && last.count === count;
    if (last && isSame && (last.state === 'open' || last.state === 'consumed')) return { ...last, updatedAtMs: nowMs };
    const attempt = last === undefined ? 0 : last.attempt + 1;
    return {
      tenantId,
      mutationId,
      attempt,
      key: chargeKey({ mutationId, attempt }),
      feature,
      count,
      amountMilli: priceMilli(config, { feature, count }),
      state: 'open',
      updatedAtMs: nowMs,
    };
  });
  await store.openIntents(intents);
  return intents;
}
