import { eventIterator, oc, type } from '@orpc/contract';
import { z } from 'zod';
import type { SyncOutcome, SyncStatus, VerifyOutcome } from './types.ts';

export const sync = {
  /** Until at the head and the queue is drained, or the reason why not. */
  now: oc.output(type<SyncOutcome>()),
  status: oc.output(type<SyncStatus>()),
  /** The status now and whenever it changes; the ticking of the window alone is no change. */
  watch: oc.output(eventIterator(type<SyncStatus>())),
  /** The user has seen `heldDeletions` and wants them: this one pull goes through. */
  acceptDeletions: oc.output(type<SyncOutcome>()),
  /** Compares every row with the server's, after a sync, and puts right what differs. */
  verify: oc.output(type<VerifyOutcome>()),
  /** The user's own switch. The window runs as in any other loss of the network. */
  workOffline: oc.input(z.object({ isOn: z.boolean() })).output(type<SyncStatus>()),
};
