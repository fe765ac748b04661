import { oc, type } from '@orpc/contract';
import { z } from 'zod';
import { uuid } from './inputs.ts';
import type { DraftSummary, OutboxItem, Resolved } from './types.ts';

const State = z.literal(['queued', 'sending', 'acknowledged', 'held', 'parked', 'discarded']);
const many = z.array(uuid).min(1).max(1000);
const one = z.object({ mutationId: uuid });

export const outbox = {
  /** In queue order; acknowledged ones newest first. */
  list: oc
    .input(z.object({ states: z.array(State).min(1), limit: z.int().min(1).max(1000).default(200) }))
    .output(type<readonly OutboxItem[]>()),
  /** @throws NOT_FOUND */
  get: oc.input(one).output(type<OutboxItem>()),
  /** What would go with it: the changes that build on it, in queue order. */
  dependents: oc.input(one).output(type<readonly OutboxItem[]>()),
  /**
   * Takes a change and everything built on it back. `expect` lists the dependents the user was shown.
   * @throws NOT_FOUND | INVALID (under way, already decided, or other dependents than shown)
   */
  discard: oc
    .input(one.extend({ expect: z.array(uuid).optional() }))
    .output(type<{ readonly discarded: readonly string[] }>()),
  /** Undo of discard, for 30 days. @throws NOT_FOUND | INVALID */
  undiscard: oc.input(z.object({ mutationIds: many })).output(type<{ readonly restored: readonly string[] }>()),
  /** Keeps a change from being sent until it is released. @throws NOT_FOUND | INVALID */
  hold: oc.input(one).output(type<OutboxItem>()),
  release: oc.input(one).output(type<OutboxItem>()),
  /** The drafts that these ones build on, in queue order: they would have to go along. @throws NOT_FOUND */
  below: oc.input(z.object({ mutationIds: many })).output(type<readonly OutboxItem[]>()),
  /**
   * Sends drafts to be checked and applied, with those they build on; `all` leaves out what the user keeps as a draft.
   * @throws OFFLINE (nobody is there to check them) | NOT_FOUND
   */
  apply: oc
    .input(z.object({ which: z.union([z.literal('all'), many]) }))
    .output(type<{ readonly applied: readonly string[] }>()),
  /** What became of the drafts that were let go; null when there is nothing to say. */
  summary: oc.output(type<DraftSummary | null>()),
  dismissSummary: oc.output(type<null>()),
  /** Whether drafts wait for the user's word when the connection is back. */
  review: oc.input(z.object({ isOn: z.boolean() })).output(type<{ readonly isOn: boolean }>()),
  /**
   * Ends a parked change. `mine` sends the user's value again, now over the server's; `theirs` drops it;
   * `edit` puts other arguments in (also of a draft, which stays one); `retry` sends it again as it is (after a limit was raised, say);
   * `restore` takes the deletion of its record back and sends it behind that; `merge` puts a new contact whose e-mail is
   * taken into the contact that has it. Of what was added to a deleted record (`deletedParent`): `restore` or `theirs`.
   * @throws NOT_FOUND | INVALID | BAD_REQUEST
   */
  resolve: oc
    .input(
      one.extend({
        choice: z.literal(['mine', 'theirs', 'edit', 'retry', 'restore', 'merge']),
        args: z.unknown().optional(),
      }),
    )
    .output(type<Resolved>()),
};
