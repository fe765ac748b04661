import { oc, type } from '@orpc/contract';
import { z } from 'zod';
import type { Agreement, CacheFreshness, ConnectionKind } from './types.ts';

/** Upper bounds of the histograms in milliseconds; every target is one of them. What lies above the last has its own place. */
export const BOUNDS_MS = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 60_000, 300_000,
] as const satisfies readonly number[];

export interface Histogram {
  /** The endpoint, cache or topic that was measured. */
  readonly name: string;
  readonly count: number;
  readonly failed: number;
  /** Half of all took at most about this long; null while nothing was measured. Read off the histogram, so not exact. */
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  /** By `BOUNDS_MS`, with one more place for what took longer. */
  readonly counts: readonly number[];
}

export type TargetId =
  | 'sign-in'
  | 'permission-page'
  | 'cached-answer'
  | 'wrapper-call'
  | 'hit-rate'
  | 'sync-lag'
  | 'wrapper-failures'
  | 'availability';

/** A promise of the product beside what was measured. Times are met when 95 of 100 are under the limit. */
export interface Target {
  readonly id: TargetId;
  readonly unit: 'ms' | 'share';
  readonly isMetWhen: 'under' | 'over';
  readonly limit: number;
  /** The 95th percentile or the share; null while nothing was measured. */
  readonly value: number | null;
  readonly count: number;
  readonly isMet: boolean | null;
}

/** One piece of the time that is shown, for charts along time. */
export interface HealthStep {
  readonly startMs: number;
  readonly wrapperCalls: number;
  readonly wrapperFailed: number;
  readonly cacheReads: number;
  readonly cacheHits: number;
  /** Mean of the samples; null where the engine did not run. */
  readonly lagMs: number | null;
}

export interface Measures {
  /** Since when there is anything; null while nothing was measured. */
  readonly sinceMs: number | null;
  readonly stepMs: number;
  readonly targets: readonly Target[];
  readonly endpoints: readonly Histogram[];
  readonly caches: readonly Histogram[];
  readonly reads: readonly Histogram[];
  readonly writes: readonly Histogram[];
  readonly steps: readonly HealthStep[];
  /** Calls that the open circuit breaker answered without the network. */
  readonly heldBack: number;
}

export type HealthAlert =
  | { readonly kind: 'breaker-open' }
  | { readonly kind: 'sign-in-needed' }
  | { readonly kind: 'stale-cache'; readonly topic: CacheFreshness['topic']; readonly sinceMs: number }
  | { readonly kind: 'behind'; readonly lagMs: number }
  | { readonly kind: 'queue-waits'; readonly count: number; readonly oldestMs: number }
  /** Rows that differed from the server's, and of these the ones that still do. */
  | { readonly kind: 'diverged'; readonly rows: number; readonly kept: number; readonly agoMs: number };

/** How things stand at this moment. */
export interface HealthNow {
  readonly nowMs: number;
  readonly connection: ConnectionKind;
  readonly breaker: 'closed' | 'open' | 'half-open';
  /** Requests that wait for the end of a pause that the account service asked for. */
  readonly waitingRequests: number;
  readonly upToDateAtMs: number | null;
  /** Everything that the server does not have yet. */
  readonly unsent: number;
  /** Of these, what goes out by itself. */
  readonly queued: number;
  readonly oldestQueuedAtMs: number | null;
  readonly caches: readonly CacheFreshness[];
  readonly agreement: Agreement;
  readonly alerts: readonly HealthAlert[];
}

/** A declared score that the measured use contradicts by two or more; both are 1-5. */
export interface PlacementHint {
  readonly score: 'accessFrequency' | 'dataVolume';
  readonly declared: number;
  readonly measured: number;
}

/** What was measured of one data type of the placement registry; null where it cannot be counted. */
export interface MeasuredType {
  readonly id: string;
  /** Local reads in the span; of what is asked live the calls; null where it is not read on its own. */
  readonly reads: number | null;
  /** Local changes in the span; null where it is not written on its own, or not here. */
  readonly writes: number | null;
  readonly rows: number | null;
  /** Of the rows as text, estimated from the newest 200. */
  readonly bytes: number | null;
  /** Null unless it is cached and was read. */
  readonly hitRate: number | null;
  /** When it was last known to be right. */
  readonly freshAtMs: number | null;
  readonly hints: readonly PlacementHint[];
}

export interface MeasuredPlacement {
  readonly types: readonly MeasuredType[];
  /** Less than a day was measured, so no hint is given about how often something is read. */
  readonly isTooEarly: boolean;
}

const Span = z.object({
  hours: z.literal([1, 24, 168]),
  /** The engine's time, from `health.now`. */
  untilMs: z.int().min(0),
});
export type HealthSpan = z.infer<typeof Span>;

/** Answered by the engine; what was measured up to now is stored first. */
export const health = {
  now: oc.output(type<HealthNow>()),
};

/** A week of measurements out of the database, read in the reader's thread. */
export const measures = {
  overview: oc.input(Span).output(type<Measures>()),
  placement: oc.input(Span).output(type<MeasuredPlacement>()),
};
