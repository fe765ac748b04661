import type { Database } from '../db/database.ts';
import type { ReadHandle, WriteTx } from '../db/handles.ts';
import type { Schema } from '../db/schema.ts';
import { createMeter, type Measured } from './meter.ts';

const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;

/** Minutes for a look at the last hour, hours for the week; with at most 120 series some 35,000 short rows. */
const KEPT = [
  { spanMs: MINUTE_MS, forMs: 2 * HOUR_MS },
  { spanMs: HOUR_MS, forMs: 7 * 24 * HOUR_MS },
] as const;

interface BucketRow {
  readonly startMs: number;
  readonly series: string;
  readonly count: number;
  readonly failed: number;
  readonly totalMs: number;
  readonly counts: string;
}

/** What happened in one piece of time. */
export interface Bucket extends Measured {
  readonly startMs: number;
}

/** Adds up with what the minute and the hour already hold. One transaction: give a few series at a time. */
export function storeMeasured(db: Database<Schema>, measured: readonly Measured[], nowMs: number): void {
  db.write('normal', (tx) => {
    for (const { spanMs } of KEPT)
      for (const each of measured) addTo(tx, spanMs, { ...each, startMs: startOf(nowMs, spanMs) });
  });
}

/** A clock that was set back leaves buckets of a time to come; they would never grow old, so they go as well. */
export function dropOldBuckets(db: Database<Schema>, nowMs: number): void {
  db.write('normal', (tx) => {
    for (const { spanMs, forMs } of KEPT) {
      const drop = (where: string, ms: number): void =>
        void tx
          .prepared<[number, number], never>(`delete from healthBucket where spanMs = ? and startMs ${where} ?`)
          .run([spanMs, ms]);
      drop('<', nowMs - forMs);
      drop('>', nowMs);
    }
  });
}

function addTo(tx: WriteTx<Schema>, spanMs: number, bucket: Bucket): void {
  const known = tx
    .prepared<[number, number, string], BucketRow>(
      'select startMs, series, count, failed, totalMs, counts from healthBucket where spanMs = ? and startMs = ? and series = ?',
    )
    .first([spanMs, bucket.startMs, bucket.series]);
  const meter = createMeter();
  meter.merge(known === undefined ? [bucket] : [toBucket(known), bucket]);
  for (const { series, count, failed, totalMs, counts } of meter.take()) {
    tx.prepared<[number, number, string, number, number, number, string], never>(
      'insert or replace into healthBucket (spanMs, startMs, series, count, failed, totalMs, counts) values (?, ?, ?, ?, ?, ?, ?)',
    ).run([spanMs, bucket.startMs, series, count, failed, totalMs, JSON.stringify(counts)]);
  }
}

/** By minute up to an hour, by hour above. */
export const stepOf = (hours: number): number => (hours <= 1 ? MINUTE_MS : HOUR_MS);

export const startOf = (atMs: number, spanMs: number): number => Math.floor(atMs / spanMs) * spanMs;

/** Oldest first. */
export function readBuckets(
  read: ReadHandle<Schema>,
  { hours, untilMs }: { readonly hours: number; readonly untilMs: number },
): readonly Bucket[] {
  return read
    .prepared<[number, number, number], BucketRow>(
      `select startMs, series, count, failed, totalMs, counts from healthBucket
       where spanMs = ? and startMs > ? and startMs <= ? order by startMs, series`,
    )
    .all([stepOf(hours), untilMs - hours * HOUR_MS, untilMs])
    .map(toBucket);
}

/** When the oldest kept hour began; null while nothing was measured. */
export function measuredSinceMs(read: ReadHandle<Schema>): number | null {
  return (
    read
      .prepared<[number], { startMs: number | null }>(
        'select min(startMs) as startMs from healthBucket where spanMs = ?',
      )
      .first([HOUR_MS])?.startMs ?? null
  );
}

const toBucket = (row: BucketRow): Bucket => ({ ...row, counts: JSON.parse(row.counts) as readonly number[] });

/** By series. */
export function addUp(buckets: readonly Measured[]): readonly Measured[] {
  const meter = createMeter();
  meter.merge(buckets);
  return meter.take();
}
