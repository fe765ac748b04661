import { z } from 'zod';
import { WireRow } from './wire-row.ts';

export const MAX_ROWS_PER_PULL = 5000;

export const PullRequest = z.object({
  /** As the last answer gave it; null for the first pull. Opaque to the client. */
  cursor: z.string().max(100_000).nullable(),
  limit: z.int().min(1).max(MAX_ROWS_PER_PULL).default(1000),
  /** Only rows of these kinds; a cursor belongs to the kinds it was made with. */
  kinds: z.array(z.string().max(40)).max(100).optional(),
});
export type PullRequest = z.input<typeof PullRequest>;

export const PullResponse = z.object({
  /** Changes when the server was restored from a backup: what was pulled before is no longer its history. */
  epoch: z.string(),
  /** Store it in the same transaction as the rows. */
  cursor: z.string(),
  /** True when the epoch changed since the cursor was made: drop the replica, keep the queue, store these rows. */
  isReset: z.boolean(),
  /** Units whose rows the reader may no longer see; drop them before storing the rows. */
  purgeUnits: z.array(z.string()),
  rows: z.array(WireRow),
  /** True while the tenant holds newer rows than the last of this page. */
  more: z.boolean(),
  /** The tenant's highest sequence number when the page was read. */
  head: z.int().min(0),
  /** Rows that are still to come, for a progress display. */
  remaining: z.int().min(0),
  serverTimeMs: z.number(),
});
export type PullResponse = z.infer<typeof PullResponse>;
