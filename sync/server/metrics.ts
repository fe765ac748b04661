import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { EventHub } from './events/event-hub.ts';

export interface Metrics {
  readonly registry: Registry;
  request(
    labels: { readonly route: string; readonly method: string; readonly status: number },
    durationMs: number,
  ): void;
  answer(kind: string): void;
  group(mutationCount: number): void;
  rowsSent(count: number): void;
  wrapperCall(endpoint: string, code: string): void;
}

const SECONDS = [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10];

/** One registry a server, so that several can run in one process. Labels are names from closed sets, never ids. */
export function createMetrics(events: Pick<EventHub, 'count'>): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const requests = new Histogram({
    name: 'satchel_http_request_seconds',
    help: 'Time to answer',
    labelNames: ['route', 'method', 'status'],
    buckets: SECONDS,
    registers,
  });
  const answers = new Counter({
    name: 'satchel_push_answers_total',
    help: 'Mutations answered, by outcome',
    labelNames: ['kind'],
    registers,
  });
  const groups = new Histogram({
    name: 'satchel_push_group_mutations',
    help: 'Mutations written by one transaction',
    buckets: [1, 5, 20, 100, 400],
    registers,
  });
  const rows = new Counter({ name: 'satchel_pull_rows_total', help: 'Rows sent', registers });
  const wrapper = new Counter({
    name: 'satchel_wrapper_calls_total',
    help: 'Attempts at the wrapper',
    labelNames: ['endpoint', 'code'],
    registers,
  });
  new Gauge({
    name: 'satchel_event_listeners',
    help: 'Open event streams',
    registers,
    collect() {
      this.set(events.count());
    },
  });
  return {
    registry,
    request: ({ route, method, status }, durationMs) =>
      requests.observe({ route, method, status: String(status) }, durationMs / 1000),
    answer: (kind) => answers.inc({ kind }),
    group: (mutationCount) => groups.observe(mutationCount),
    rowsSent: (count) => rows.inc(count),
    wrapperCall: (endpoint, code) => wrapper.inc({ endpoint, code }),
  };
}
