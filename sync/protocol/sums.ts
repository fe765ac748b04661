import { z } from 'zod';
import type { Digest } from './row-digest.ts';
import { WireRow } from './wire-row.ts';

/** Rows of one bucket; an answer holds about as many. */
export const BUCKET_ROWS = 1000;

const Seq = z.int().min(0);
/** An organisation unit, or null for the rows of the whole tenant. */
const Unit = z.string().max(40).nullable();
const Half = z.int().min(0).max(0xffff_ffff);

/** Rows of one unit with `fromSeq < seq <= toSeq`, of all kinds. */
export const Bucket = z.object({ unit: Unit, fromSeq: Seq, toSeq: Seq });
export type Bucket = z.infer<typeof Bucket>;

/** How many rows, and the sum of their digests by halves, each modulo 2^32. */
const Sum = z.tuple([z.int().min(0), Half, Half]);
export type Sum = z.infer<typeof Sum>;

/**
 * What both sides count: rows in the cursor's scope that have had a number up to `seq` and have not changed since, but
 * for deleted ones up to `tombstonesUpTo`, which one side may have dropped.
 */
const Counted = z.object({
  seq: Seq,
  tombstonesUpTo: Seq,
  /** `kind:id` of rows in sight that changed after `seq`: an earlier state of them is not counted. */
  changedSince: z.array(z.string().max(90)),
});

export const SumsRequest = z.object({
  /** Of a pull that was at the head, for all kinds. */
  cursor: z.string().max(100_000),
  /** `next` of the answer before; null for the first. */
  from: z.object({ unit: Unit, seq: Seq }).nullable(),
});
export type SumsRequest = z.infer<typeof SumsRequest>;

export const SumsResponse = Counted.extend({
  /** Without gaps from where it was asked; sums by kind, where a kind without rows is missing. */
  buckets: z.array(Bucket.extend({ sums: z.record(z.string(), Sum) })),
  /** Where the next answer begins; null when this was the last. */
  next: z.object({ unit: Unit, seq: Seq }).nullable(),
});
export type SumsResponse = z.infer<typeof SumsResponse>;

export const BucketRequest = z.object({ cursor: z.string().max(100_000), bucket: Bucket });
export type BucketRequest = z.infer<typeof BucketRequest>;

export const BucketResponse = Counted.extend({
  rows: z.array(WireRow),
  /** The rows reach up to here; less than was asked for when there were too many. */
  toSeq: Seq,
});
export type BucketResponse = z.infer<typeof BucketResponse>;

export const NO_ROWS: Sum = [0, 0, 0];

export const addDigest = ([count, high, low]: Sum, [addedHigh, addedLow]: Digest): Sum => [
  count + 1,
  (high + addedHigh) >>> 0,
  (low + addedLow) >>> 0,
];

export const isSameSum = (one: Sum, other: Sum): boolean => one.every((part, index) => part === other[index]);
