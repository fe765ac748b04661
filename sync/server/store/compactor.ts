import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../../model/clock.ts';
import type { Logger } from '../logger.ts';
import type { Store } from './store.ts';

const DAY_MS = 24 * 60 * 60_000;
/** Tombstones live at least so long (failures.md, 5). */
export const MIN_RETENTION_MS = 90 * DAY_MS;
/** Answers outlive tombstones by so much: a device that has to rebuild its replica can still ask for them. */
const ANSWERS_LONGER_MS = 90 * DAY_MS;
/** Lines of the access log name people and what they looked for, so they go after a year. */
const ACCESS_KEPT_MS = 365 * DAY_MS;
/** Some milliseconds for a slice, so that no push waits for the whole of it. */
const SLICE_ROWS = 500;

interface CompactorOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly retentionMs: number;
}

export interface Compactor {
  /** Never two at once. @throws the database's error; the slices before it are done, and the next run goes on */
  compact(nowMs?: number): Promise<void>;
  /** Ends after the slice under way. */
  close(): Promise<void>;
}

/** At the start and then daily: takes away tombstones, answers and lines of the access log that are past their time, slice by slice. */
export function createCompactor({ store, clock, logger, retentionMs }: CompactorOptions): Compactor {
  let running: Promise<void> = Promise.resolve();
  let isClosed = false;
  let cancelTimer = (): void => {};

  async function inSlices(slice: () => Promise<boolean>): Promise<void> {
    for (let isDone = false; !isDone && !isClosed;) {
      isDone = await slice();
      await nextTurn();
    }
  }

  async function run(nowMs: number): Promise<void> {
    if (isClosed) return;
    const tombstonesMs = nowMs - retentionMs;
    const answersMs = tombstonesMs - ANSWERS_LONGER_MS;
    await store.markHeads(nowMs);
    for (const tenantId of await store.tenants())
      await inSlices(() => store.compactTombstones(tenantId, tombstonesMs, SLICE_ROWS));
    await inSlices(() => store.compactAnswers(answersMs, SLICE_ROWS));
    await inSlices(() => store.compactAccess(nowMs - ACCESS_KEPT_MS, SLICE_ROWS));
    if (!isClosed) await store.dropMarks(answersMs);
  }

  function compact(nowMs = clock.wallMs()): Promise<void> {
    const next = running.then(() => run(nowMs));
    running = next.catch(() => undefined);
    return next;
  }

  function daily(): void {
    compact().catch((error: unknown) => logger.warn('compaction failed and is tried again', { error: String(error) }));
    cancelTimer = clock.setTimer(daily, DAY_MS);
  }

  daily();
  return {
    compact,
    async close() {
      isClosed = true;
      cancelTimer();
      await running;
    },
  };
}
