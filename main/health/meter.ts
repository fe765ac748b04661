import { BOUNDS_MS } from '../contract/health.ts';

/** One thing that happened. `series` comes from a closed set of names and never holds an id or a value. */
export interface Sample {
  readonly series: string;
  readonly ms: number;
  readonly isFailed?: boolean;
}

/** Samples of one series, added up. Plain data, so that it crosses from thread to thread. */
export interface Measured {
  readonly series: string;
  readonly count: number;
  readonly failed: number;
  readonly totalMs: number;
  /** By `BOUNDS_MS`, with one more place for what took longer. */
  readonly counts: readonly number[];
}

export interface Meter {
  /** Cheap enough for every call: no clock is read and nothing is stored. */
  record(sample: Sample): void;
  /** What another thread has measured. */
  merge(measured: readonly Measured[]): void;
  /** Everything since the last time. */
  take(): readonly Measured[];
}

/** More names than the contracts have; a mistake that makes names out of ids fills neither memory nor file. */
const MAX_SERIES = 120;

interface Open {
  count: number;
  failed: number;
  totalMs: number;
  readonly counts: number[];
}

const placeOf = (ms: number): number => {
  const place = BOUNDS_MS.findIndex((bound) => ms <= bound);
  return place === -1 ? BOUNDS_MS.length : place;
};

export function createMeter(): Meter {
  const open = new Map<string, Open>();

  function seriesOf(name: string): Open | undefined {
    const known = open.get(name);
    if (known !== undefined || open.size >= MAX_SERIES) return known;
    const made = { count: 0, failed: 0, totalMs: 0, counts: BOUNDS_MS.map(() => 0).concat(0) };
    open.set(name, made);
    return made;
  }

  return {
    record({ series, ms, isFailed = false }) {
      const into = seriesOf(series);
      if (into === undefined) return;
      const place = placeOf(ms);
      into.count += 1;
      into.failed += isFailed ? 1 : 0;
      into.totalMs += ms;
      into.counts[place] = (into.counts[place] ?? 0) + 1;
    },
    merge(measured) {
      for (const each of measured) {
        const into = seriesOf(each.series);
        if (into === undefined) continue;
        into.count += each.count;
        into.failed += each.failed;
        into.totalMs += each.totalMs;
        each.counts.forEach((count, place) => (into.counts[place] = (into.counts[place] ?? 0) + count));
      }
    },
    take() {
      const taken = [...open].map(([series, { count, failed, totalMs, counts }]) => ({
        series,
        count,
        failed,
        totalMs,
        counts,
      }));
      open.clear();
      return taken;
    },
  };
}
