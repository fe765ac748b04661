import { z } from 'zod';
import { WireRow } from './wire-row.ts';

export const MAX_ROWS_PER_PULL = 5000;

export const PullRequest = z.object({
  /** As the last answer gave it; null for the first pull. Opaque to the client. */
  cursor: z.string().max(100_000).nullable(),
  /** As the last answer to a pull or a push gave it; a server that was set back is known by it. Opaque to the client. */
  witness: z.string().max(2000).optional(),
  limit: z.int().min(1).max(MAX_ROWS_PER_PULL).default(1000),
  /** Only rows of these kinds; a cursor belongs to the kinds it was made with. */
  kinds: z.array(z.string().max(40)).max(100).optional(),
});
export type PullRequest = z.input<typeof PullRequest>;

export const PullResponse = z.object({
  /** A name of the server's history; another one after the operator said that numbers are not to be trusted. */
  epoch: z.string(),
  /** Store it in the same transaction as the rows. */
  cursor: z.string(),
  /** Store it with the rows, and send it with every pull and push. */
  witness: z.string().max(2000).optional(),
  /**
   * True when the server was set back behind what the client was told: this page is the first of all; what is not in it
   * or a later one is gone. The queue stays.
   */
  isReset: z.boolean(),
  /** With a reset: numbers up to here mean what they meant; changes that were applied at higher ones are lost. */
  sharedSeq: z.int().min(0).default(0),
  /** False when the server may have forgotten its answers to changes sent before: sent again they could count twice. */
  areAnswersKept: z.boolean().default(true),
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
