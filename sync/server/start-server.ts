import type { FastifyInstance } from 'fastify';
import type { Clock, Random } from '../model/clock.ts';
import type { ServerEvent } from '../protocol/events.ts';
import { SatchelError } from '../protocol/satchel-error.ts';
import { createWrapperClient } from '../wrapper-api/client.ts';
import { createAccessLog } from './access/access-log.ts';
import { createEventHub } from './events/event-hub.ts';
import { createNeighbours } from './events/neighbours.ts';
import { createApp } from './http/create-app.ts';
import { silentLogger, type Logger } from './logger.ts';
import { createMetrics } from './metrics.ts';
import { createPullService } from './pull/pull-service.ts';
import { createWitnesses } from './pull/witness.ts';
import { createCharger } from './push/charger.ts';
import { createPushService } from './push/push-service.ts';
import { createSweeper } from './push/sweeper.ts';
import { createTenantQueue, type TenantQueue } from './push/tenant-queue.ts';
import type { ServerHooks } from './server-hooks.ts';
import { createCompactor, MIN_RETENTION_MS } from './store/compactor.ts';
import { openStore } from './store/open-store.ts';
import type { Store } from './store/store.ts';
import { systemClock } from './system-clock.ts';
import { createServiceToken, type ServiceCredentials } from './wrapper/service-token.ts';
import { createSessions } from './wrapper/sessions.ts';
import { createTenantFacts } from './wrapper/tenant-facts.ts';
import { createSumsService } from './sums/sums-service.ts';
import { createTtlCache } from './wrapper/ttl-cache.ts';
import { createWebhookService } from './wrapper/webhook-service.ts';

export interface ServerOptions {
  /** `sqlite:PATH` or `sqlite::memory:`. */
  readonly databaseUrl: string;
  readonly wrapperUrl: string;
  readonly serviceCredentials: ServiceCredentials;
  readonly webhookSecret: string;
  /** 0: any free port. */
  readonly port: number;
  readonly host?: string;
  readonly clock?: Clock;
  /** For calls to the wrapper. */
  readonly fetch?: typeof globalThis.fetch;
  readonly random?: Random;
  readonly logger?: Logger;
  /** How long tombstones are kept; at least `MIN_RETENTION_MS` outside of tests. */
  readonly retentionMs?: number;
  /**
   * All clients are told to rebuild their replicas. A restored database is noticed by itself; this is for one that was
   * changed in a way that its boots do not show.
   */
  readonly isRestored?: boolean;
  /** By one bearer token; 1000 when missing. */
  readonly requestsPerSecond?: number;
  /** For tests that stop the server between two steps. */
  readonly hooks?: ServerHooks;
}

export interface SyncServer {
  readonly url: string;
  /** Answers a request as `url` does, without a socket; for tests that own time and network. */
  readonly inject: FastifyInstance['inject'];
  /** For loading demo rows and for tests. */
  readonly store: Store;
  /** Sends an event to everybody of a tenant who listens. */
  tell(tenantId: string, event: ServerEvent): void;
  /** Gives back what is due now instead of in half a minute. */
  sweepCharges(): Promise<void>;
  /** Takes away what is past its retention at `nowMs` (the clock's time when missing), instead of at the daily time. */
  compactNow(nowMs?: number): Promise<void>;
  /** Ends event streams and connections, finishes nothing that waits, closes the database. */
  close(): Promise<void>;
}

/** @throws SatchelError PORT_OCCUPIED | FILE_TOO_NEW | BAD_REQUEST (addresses) */
export async function startServer(options: ServerOptions): Promise<SyncServer> {
  const store = await openStore(options.databaseUrl);
  try {
    return await startOn(store, options);
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function startOn(store: Store, options: ServerOptions): Promise<SyncServer> {
  const { clock = systemClock, logger = silentLogger, hooks = {} } = options;
  let epoch = options.isRestored === true ? await store.rotateEpoch() : await store.epoch();
  const events = createEventHub(clock);
  const metrics = createMetrics(events);
  const wrapper = createWrapperClient({
    baseUrl: options.wrapperUrl,
    fetch: options.fetch ?? globalThis.fetch,
    clock,
    ...(options.random === undefined ? {} : { random: options.random }),
    observe: (event) => metrics.wrapperCall(event),
  });
  const service = createServiceToken(wrapper, options.serviceCredentials, clock);
  const cache = createTtlCache({ store, clock, logger, onRead: metrics.cacheRead });
  const facts = createTenantFacts(wrapper, service, cache);
  const sessions = createSessions({ wrapper, facts, clock, catchUp: () => neighbours.catchUp() });
  const webhooks = createWebhookService({ secret: options.webhookSecret, store, cache, sessions, events, clock });
  const neighbours = createNeighbours({
    store,
    clock,
    logger,
    hear: (body) => webhooks.hear(body),
    async onChanged() {
      epoch = await store.epoch();
      for (const tenantId of events.tenants()) events.newer(tenantId, await store.head(tenantId));
    },
  });
  const shared = { store, wrapper, service, facts, clock, logger, hooks };
  const charger = createCharger(shared);
  const sweeper = createSweeper(shared);
  const witnesses = createWitnesses(store, () => epoch);
  const compactor = createCompactor({ store, clock, logger, retentionMs: options.retentionMs ?? MIN_RETENTION_MS });
  const access = createAccessLog({ store, clock, logger });
  const queueOf = keyed((tenantId): TenantQueue => {
    const onCommitted = (head: number, mutationCount: number): void => {
      metrics.group(mutationCount);
      events.newer(tenantId, head);
    };
    return createTenantQueue({
      tenantId,
      store,
      charger,
      clock,
      logger,
      hooks,
      onCommitted,
      onRefund: () => void sweeper.sweep(),
    });
  });
  const app = await createApp({
    store,
    wrapper,
    sessions,
    access,
    events,
    metrics,
    clock,
    logger,
    epoch: () => epoch,
    requestsPerSecond: options.requestsPerSecond ?? 1000,
    push: createPushService({ sessions, facts, clock, store, witnesses, queueOf }),
    pull: createPullService({ store, clock, epoch: () => epoch, witnesses }),
    sums: createSumsService({ store, witnesses }),
    webhooks,
  });
  const close = async (): Promise<void> => {
    neighbours.close();
    sweeper.close();
    await compactor.close();
    events.close();
    wrapper.close();
    await app.close();
    await access.close();
    await store.close();
  };
  try {
    const url = await app.listen({ port: options.port, host: options.host ?? '127.0.0.1' });
    return {
      url,
      inject: app.inject.bind(app),
      store,
      tell: events.tell,
      sweepCharges: () => sweeper.sweep(),
      compactNow: compactor.compact,
      close,
    };
  } catch (error) {
    neighbours.close();
    sweeper.close();
    await compactor.close();
    wrapper.close();
    throw occupied(error, options.port);
  }
}

function occupied(error: unknown, port: number): unknown {
  if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') return error;
  return new SatchelError('PORT_OCCUPIED', `Port ${port} is in use by another program; choose another with --port.`, {
    cause: error,
  });
}

function keyed<T>(make: (key: string) => T): (key: string) => T {
  const made = new Map<string, T>();
  return (key) => {
    const known = made.get(key);
    if (known !== undefined) return known;
    const value = make(key);
    made.set(key, value);
    return value;
  };
}
