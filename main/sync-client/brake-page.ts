import type { HeldDeletions } from '../contract/types.ts';
import type { CheckedPage } from './check-page.ts';
import {
  addCounts,
  countInUnits,
  countRemoved,
  deletionsToHold,
  heldDeletions,
  type Counts,
} from './hold-deletions.ts';
import type { SweepContext } from './sweep-replica.ts';

/**
 * What a page would take away, and of which kinds that is too much. A unit that the account service has taken away too is
 * no deletion; one that it still gives to the user is, because it may be the server's loss.
 */
export async function brakePage(
  context: SweepContext,
  page: CheckedPage,
): Promise<{ readonly removed: Counts; readonly kinds: HeldDeletions['kinds'] }> {
  const { read } = context.store.db;
  const brake = (orgIds: ReadonlySet<string>) => {
    const kept = page.purgeUnits.filter((unit) => orgIds.has(unit));
    const removed = addCounts(countRemoved(read, page.rows), countInUnits(read, kept));
    return { removed, kinds: deletionsToHold(read, removed) };
  };
  const braked = brake(context.orgIds());
  const isAsked = braked.kinds.length > 0 && page.purgeUnits.length > 0 && heldDeletions(read) === null;
  return isAsked ? brake(await context.askOrgIds()) : braked;
}
