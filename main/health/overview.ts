import type { HealthSpan, HealthStep, Histogram, Measures } from '../contract/health.ts';
import type { ReadHandle } from '../db/handles.ts';
import type { Schema } from '../db/schema.ts';
import { addUp, HOUR_MS, measuredSinceMs, readBuckets, startOf, stepOf, type Bucket } from './buckets.ts';
import { histogramOf, sumOf } from './histogram.ts';
import type { Measured } from './meter.ts';
import { nameIn, SERIES } from './series.ts';
import { targetsOf } from './targets.ts';

/** What was measured in the last `hours`, out of the stored minutes or hours. */
export function measuresOverview(read: ReadHandle<Schema>, span: HealthSpan): Measures {
  const buckets = readBuckets(read, span);
  const measured = addUp(buckets);
  return {
    sinceMs: measuredSinceMs(read),
    stepMs: stepOf(span.hours),
    targets: targetsOf(measured),
    endpoints: namedIn('wrapper', measured),
    caches: namedIn('cache', measured),
    reads: namedIn('read', measured),
    writes: namedIn('write', measured),
    steps: stepsOf(buckets, span),
    heldBack: measured.find(({ series }) => series === SERIES.heldBack)?.count ?? 0,
  };
}

/** Most used first. Calls of the contract are added up by topic: `contacts.page` and `contacts.get` are `contacts`. */
function namedIn(group: 'wrapper' | 'cache' | 'read' | 'write', measured: readonly Measured[]): readonly Histogram[] {
  const byName = Map.groupBy(measured, ({ series }) => nameIn(group, series)?.split('.', 1)[0]);
  return [...byName]
    .flatMap(([name, each]) => (name === undefined ? [] : [histogramOf(sumOf(each, name), name)]))
    .toSorted((a, b) => b.count - a.count || a.name.localeCompare(b.name));
}

/** Every step of the span, those without anything too: a gap is part of the picture. */
function stepsOf(buckets: readonly Bucket[], { hours, untilMs }: HealthSpan): readonly HealthStep[] {
  const stepMs = stepOf(hours);
  const byStart = Map.groupBy(buckets, ({ startMs }) => startMs);
  const last = startOf(untilMs, stepMs);
  const length = (hours * HOUR_MS) / stepMs;
  return Array.from({ length }, (_, index) => {
    const startMs = last - (length - 1 - index) * stepMs;
    return stepFrom(startMs, byStart.get(startMs) ?? []);
  });
}

function stepFrom(startMs: number, buckets: readonly Bucket[]): HealthStep {
  const group = (name: 'wrapper' | 'cache'): Measured =>
    sumOf(
      buckets.filter(({ series }) => nameIn(name, series) !== undefined),
      name,
    );
  const [wrapper, cache] = [group('wrapper'), group('cache')];
  const lag = buckets.find(({ series }) => series === SERIES.lag);
  return {
    startMs,
    wrapperCalls: wrapper.count,
    wrapperFailed: wrapper.failed,
    cacheReads: cache.count,
    cacheHits: cache.count - cache.failed,
    lagMs: lag === undefined ? null : lag.totalMs / lag.count,
  };
}
