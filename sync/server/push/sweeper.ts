import type { Clock } from '../../model/clock.ts';
import type { WrapperClient } from '../../wrapper-api/client.ts';
import type { Logger } from '../logger.ts';
import type { ServerHooks } from '../server-hooks.ts';
import type { ChargeIntent, Store } from '../store/store.ts';
import type { ServiceToken } from '../wrapper/service-token.ts';
import { furtherAttempts } from './paid-before.ts';

const SWEEP_EVERY_MS = 30_000;
/** An open intent older than this belongs to no push any more: its server died, or its client gave up. */
const INTENT_LIFE_MS = 15 * 60_000;
const BATCH = 500;

export interface Sweeper {
  /** Gives back what was paid without an effect; resolves when this round is over. Never throws. */
  sweep(): Promise<void>;
  close(): void;
}

interface SweeperOptions {
  readonly store: Store;
  readonly wrapper: WrapperClient;
  readonly service: ServiceToken;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly hooks: ServerHooks;
}

/**
 * Runs at the start and every 30 s. An intent is marked before the wrapper is asked, and an effect is only committed on
 * an unmarked one, so that nothing is both given back and applied. A refund repeated after a crash changes nothing.
 */
export function createSweeper({ store, wrapper, service, clock, logger, hooks }: SweeperOptions): Sweeper {
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  let cancelTimer: (() => void) | undefined;
  let isClosed = false;

  async function mark(intent: ChargeIntent): Promise<boolean> {
    return (
      intent.state === 'refund' ||
      store.moveIntent(intent.tenantId, { ...intent, state: 'refund' }, ['open', 'consumed'], clock.wallMs())
    );
  }

  async function refund(tenantId: string, intents: readonly ChargeIntent[]): Promise<void> {
    const mutationIds = intents.map(({ mutationId }) => mutationId);
    await hooks.at?.('refund-marked', { tenantId, mutationIds });
    const answers = await service.use((token) =>
      wrapper.refund({ token, tenantId, keys: intents.map(({ key }) => key) }),
    );
    await hooks.at?.('refund-sent', { tenantId, mutationIds });
    await store.openIntents(furtherAttempts(intents, answers, clock.wallMs()));
    for (const intent of intents)
      await store.moveIntent(tenantId, { ...intent, state: 'refunded' }, ['refund'], clock.wallMs());
  }

  async function round(): Promise<void> {
    const due = await store.dueRefunds(clock.wallMs() - INTENT_LIFE_MS, BATCH);
    const marked: ChargeIntent[] = [];
    for (const intent of due) if (await mark(intent)) marked.push(intent);
    for (const [tenantId, intents] of Map.groupBy(marked, (intent) => intent.tenantId)) await refund(tenantId, intents);
  }

  function start(): Promise<void> {
    if (isClosed) return Promise.resolve();
    running = round()
      .catch((error: unknown) => logger.warn('refunds wait', { error: String(error) }))
      .finally(() => (running = undefined));
    return running;
  }

  /** What became due after the running round looked is found by one more, however many ask for it. */
  function sweep(): Promise<void> {
    if (running === undefined) return start();
    next ??= running.then(() => {
      next = undefined;
      return start();
    });
    return next;
  }

  function arm(): void {
    cancelTimer = clock.setTimer(() => {
      void sweep();
      arm();
    }, SWEEP_EVERY_MS);
  }

  arm();
  void sweep();
  return {
    sweep,
    close() {
      isClosed = true;
      cancelTimer?.();
    },
  };
}
