import type { Clock } from '../../sync/model/clock.ts';
import type { LocalStore } from '../db/local-store.ts';
import { dropOldBuckets, storeMeasured } from '../health/buckets.ts';
import type { Measured, Meter } from '../health/meter.ts';
import { SERIES } from '../health/series.ts';

export const STORE_EVERY_MS = 60_000;
/** Series to a transaction, so that a command of the user waits for a few milliseconds at most. */
const SLICE = 12;

export interface HealthMonitor {
  /** Takes the minute's sample of the lag and stores everything; called by the session's timer. */
  minute(lagMs: number | null): Promise<void>;
  /** Stores what was measured up to now, here and in the reader's thread. Never throws. */
  store(): Promise<void>;
}

/** Measurements of one session go from memory into the user's file, once a minute and in short transactions. */
export function createHealthMonitor({
  store: { db },
  clock,
  meter,
  measuredByReader,
}: {
  readonly store: LocalStore;
  readonly clock: Clock;
  readonly meter: Meter;
  readonly measuredByReader: () => Promise<readonly Measured[]>;
}): HealthMonitor {
  async function store(): Promise<void> {
    try {
      meter.merge(await measuredByReader());
      const measured = meter.take();
      const nowMs = clock.wallMs();
      for (let from = 0; from < measured.length; from += SLICE) {
        storeMeasured(db, measured.slice(from, from + SLICE), nowMs);
        await new Promise((resolve) => setImmediate(resolve));
      }
      if (measured.length > 0) dropOldBuckets(db, nowMs);
    } catch {
      // A full disk or a closed file costs a minute of numbers, never the command that comes next.
    }
  }
  return {
    store,
    minute(lagMs) {
      if (lagMs !== null) meter.record({ series: SERIES.lag, ms: Math.max(0, lagMs) });
      return store();
    },
  };
}
