import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { WrapperClient } from '../wrapper-api/client.ts';
import type { WrapperCallEvent } from '../wrapper-api/resilient-caller.ts';
import type { EventHub } from './events/event-hub.ts';
import type { Standing, Store } from './store/store.ts';
import type { CacheOutcome } from './wrapper/ttl-cache.ts';

/** What is looked at only when somebody asks for the numbers. */
export interface Looked {
  readonly store: Pick<Store, 'standing'>;
  readonly wrapper: Pick<WrapperClient, 'status'>;
  readonly nowMs: number;
}

export interface Metrics {
  readonly contentType: string;
  /** Prometheus text. Answers without the database too, and says so in `satchel_database_up`. */
  text(looked: Looked): Promise<string>;
  request(
    labels: { readonly route: string; readonly method: string; readonly status: number },
    durationMs: number,
  ): void;
  answer(kind: string): void;
  group(mutationCount: number): void;
  rowsSent(count: number): void;
  /** A laptop found that rows differ and asked for them again; many of them at once speak of damage here. */
  bucketSent(): void;
  wrapperCall(event: WrapperCallEvent): void;
  cacheRead(cache: string, outcome: CacheOutcome): void;
}

const SECONDS = [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10];
/** The promise of one second is a bound of its own; calls end with their deadline. */
const WRAPPER_SECONDS = [0.005, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2];
const BREAKER_STATES = ['closed', 'half-open', 'open'] as const;

/**
 * One registry a server, so that several can run in one process. Labels are names from closed sets, never ids: tenants
 * are counted and their heads summed, because who is a customer, and how busy, is nothing for a monitoring system.
 */
export function createMetrics(events: Pick<EventHub, 'count'>): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const counter = <Label extends string>(name: string, help: string, labelNames: readonly Label[] = []) =>
    new Counter({ name, help, labelNames: [...labelNames], registers });
  const requests = new Histogram({
    name: 'satchel_http_request_seconds',
    help: 'Time to answer',
    labelNames: ['route', 'method', 'status'],
    buckets: SECONDS,
    registers,
  });
  const wrapperTimes = new Histogram({
    name: 'satchel_wrapper_call_seconds',
    help: 'Time of one attempt at the wrapper that went out',
    labelNames: ['endpoint'],
    buckets: WRAPPER_SECONDS,
    registers,
  });
  const groups = new Histogram({
    name: 'satchel_push_group_mutations',
    help: 'Mutations written by one transaction',
    buckets: [1, 5, 20, 100, 400],
    registers,
  });
  const answers = counter('satchel_push_answers_total', 'Mutations answered, by outcome', ['kind']);
  const rows = counter('satchel_pull_rows_total', 'Rows sent');
  const buckets = counter('satchel_buckets_sent_total', 'Buckets of rows that a client found to differ');
  const attempts = counter('satchel_wrapper_calls_total', 'Attempts at the wrapper', ['endpoint', 'code']);
  const cacheReads = counter('satchel_wrapper_cache_reads_total', 'Reads of cached wrapper data', ['cache', 'outcome']);
  const look = createGauges(registry, events);
  return {
    contentType: registry.contentType,
    async text(looked) {
      await look(looked);
      return registry.metrics();
    },
    request: ({ route, method, status }, durationMs) =>
      requests.observe({ route, method, status: String(status) }, durationMs / 1000),
    answer: (kind) => answers.inc({ kind }),
    group: (mutationCount) => groups.observe(mutationCount),
    rowsSent: (count) => rows.inc(count),
    bucketSent: () => buckets.inc(),
    wrapperCall({ endpoint, code, durationMs, wasSent }) {
      attempts.inc({ endpoint, code: code ?? 'OK' });
      if (wasSent) wrapperTimes.observe({ endpoint }, durationMs / 1000);
    },
    cacheRead: (cache, outcome) => cacheReads.inc({ cache, outcome }),
  };
}

function createGauges(registry: Registry, events: Pick<EventHub, 'count'>): (looked: Looked) => Promise<void> {
  const gauge = (name: string, help: string, labelNames: readonly string[] = []) =>
    new Gauge({ name, help, labelNames: [...labelNames], registers: [registry] });
  const listeners = gauge('satchel_event_listeners', 'Open event streams');
  const breaker = gauge('satchel_wrapper_breaker', '1 for the state of the circuit breaker', ['state']);
  const queue = gauge('satchel_wrapper_queue_waiting', 'Requests that wait for the end of a pause');
  const isUp = gauge('satchel_database_up', '1 while the database answers');
  const tenants = gauge('satchel_tenants', 'Tenants with records');
  const changes = gauge('satchel_changes', 'Sum of the heads of all tenants');
  const charges = gauge('satchel_charges_open', 'Charges with neither an effect nor a refund');
  const oldest = gauge('satchel_charges_oldest_seconds', 'Age of the oldest of them; 0 without one');

  function setStanding(standing: Standing, nowMs: number): void {
    const { oldestOpenChargeAtMs: oldestAtMs } = standing;
    tenants.set(standing.tenants);
    changes.set(standing.changes);
    charges.set(standing.openCharges);
    oldest.set(oldestAtMs === null ? 0 : Math.max(0, nowMs - oldestAtMs) / 1000);
  }

  return async ({ store, wrapper, nowMs }) => {
    const status = wrapper.status();
    listeners.set(events.count());
    queue.set(status.waitingCount);
    for (const state of BREAKER_STATES) breaker.set({ state }, status.breaker === state ? 1 : 0);
    const standing = await store.standing().catch(() => null);
    isUp.set(standing === null ? 0 : 1);
    if (standing !== null) setStanding(standing, nowMs);
  };
}
