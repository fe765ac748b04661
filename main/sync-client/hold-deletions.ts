import { isKind, KIND_NAMES, type Kind } from '../../sync/model/kinds/all-kinds.ts';
import type { WireRow } from '../../sync/protocol/wire-row.ts';
import type { HeldDeletions } from '../contract/types.ts';
import type { ReadHandle, WriteTx } from '../db/handles.ts';
import { dropState, getState, setState } from '../db/local-seq.ts';
import type { Schema } from '../db/schema.ts';

/** Fewer are an ordinary day's work. */
const MANY_ROWS = 200;
const MANY_SHARE = 0.2;

/** Rows by kind; a kind without any is missing. */
export type Counts = Readonly<Partial<Record<Kind, number>>>;

/**
 * The brake on mass deletion: one pull may take away 20 % of a kind's live rows, or 200 of them, and no more before
 * the user has agreed. Counted over all pages until the head.
 */
export function deletionsToHold(read: ReadHandle<Schema>, removed: Counts): HeldDeletions['kinds'] {
  if (getState<boolean>(read, 'areDeletionsAccepted') === true) return [];
  const before = getState<Counts>(read, 'removedInPull') ?? {};
  const kinds = Object.entries(removed).map(([name, count]) => {
    const kind = name as Kind;
    const earlier = before[kind] ?? 0;
    return { kind, count: count + earlier, of: liveRows(read, kind) + earlier };
  });
  return kinds.filter(({ count, of }) => count >= MANY_ROWS && count > of * MANY_SHARE);
}

/** Live rows here that these rows would delete or take out of sight. */
export function countRemoved(read: ReadHandle<Schema>, rows: readonly WireRow[]): Counts {
  const counts: Partial<Record<Kind, number>> = {};
  for (const [kind, id, , , isDeleted, body] of rows) {
    if (!isKind(kind) || (body !== null && isDeleted === 0)) continue;
    const live = read.prepared<[string], { found: number }>(
      `select 1 as found from "${kind}" where id = ? and isDeleted = 0`,
    );
    if (live.first([id])) counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}

/** Live rows of these units. */
export function countInUnits(read: ReadHandle<Schema>, units: readonly string[]): Counts {
  if (units.length === 0) return {};
  const counts: Partial<Record<Kind, number>> = {};
  for (const kind of KIND_NAMES) {
    const live = read.prepared<[string], { count: number }>(
      `select count(*) as count from "${kind}" where isDeleted = 0 and orgId in (select value from json_each(?))`,
    );
    const count = live.first([JSON.stringify(units)])?.count ?? 0;
    if (count > 0) counts[kind] = count;
  }
  return counts;
}

export function addCounts(one: Counts, other: Counts): Counts {
  const added = Object.entries(other).map(([kind, count]) => [kind, count + (one[kind as Kind] ?? 0)] as const);
  return { ...one, ...Object.fromEntries(added) };
}

const liveRows = (read: ReadHandle<Schema>, kind: Kind): number =>
  read.prepared<[], { count: number }>(`select count(*) as count from "${kind}" where isDeleted = 0`).first([])
    ?.count ?? 0;

/** Adds up what a page is about to take away; at the head the next pull starts counting anew. */
export function countRemovals(tx: WriteTx<Schema>, removed: Counts): void {
  if (Object.keys(removed).length > 0)
    setState(tx, 'removedInPull', addCounts(getState<Counts>(tx, 'removedInPull') ?? {}, removed));
}

export const heldDeletions = (read: ReadHandle<Schema>): HeldDeletions | null =>
  getState<HeldDeletions>(read, 'heldDeletions') ?? null;

export const holdDeletions = (tx: WriteTx<Schema>, held: HeldDeletions): void => setState(tx, 'heldDeletions', held);

/** The user has seen what would go. It holds for the rest of this pull. */
export function acceptDeletions(tx: WriteTx<Schema>): void {
  if (heldDeletions(tx) === null) return;
  dropState(tx, 'heldDeletions');
  setState(tx, 'areDeletionsAccepted', true);
}

/** A page went through: nothing is held any more. At the head the agreement ends. */
export function endHold(tx: WriteTx<Schema>, isAtHead: boolean): void {
  dropState(tx, 'heldDeletions');
  if (!isAtHead) return;
  dropState(tx, 'areDeletionsAccepted');
  dropState(tx, 'removedInPull');
}
