import type { Ledger } from './ledger.ts';
import type { ServerLog } from './server-log.ts';
import type { Trace } from './trace.ts';
import type { World } from './world.ts';

/** One seed under way. */
export interface Run {
  readonly world: World;
  readonly ledger: Ledger;
  readonly trace: Trace;
  readonly log: ServerLog;
  /**
   * Laptops whose session was ended, with the last command before: their replica went with the receipts of what was
   * acknowledged, and only unsent work came back.
   */
  readonly ended: Map<string, number>;
  /** Changes that their users took back for good. */
  readonly discarded: Set<string>;
  /** One line of what happened, kept for the case that something is wrong. */
  note(line: string): void;
  countRefused(code: string | undefined): void;
  fail(message: string): void;
}
