import { SatchelError } from '../../sync/protocol/satchel-error.ts';
import type { DraftSummary } from '../contract/types.ts';
import { commitLocal } from '../db/local-store.ts';
import type { BindValue, ReadHandle } from '../db/handles.ts';
import type { MutationTable, Schema } from '../db/schema.ts';
import { letGo } from './hold.ts';
import { patchAndKeep } from './journal-records.ts';
import { outboxItem } from './list-outbox.ts';
import type { OutboxContext } from './outbox-context.ts';
import { decodeOutboxRow, type OutboxRow } from './outbox-row.ts';
import { findMutationRow, listAfter, listByState, listDependents } from './outbox-store.ts';

/** Which drafts a person wants to go: these, or all but the ones that he keeps and what builds on those. */
export type WhichDrafts = 'all' | readonly string[];

/**
 * The drafts that have to go along because the chosen ones build on them, in queue order.
 * @throws SatchelError NOT_FOUND when a chosen one is not a draft any more
 */
export function draftsBelow(read: ReadHandle<Schema>, chosen: readonly string[]): readonly OutboxRow[] {
  const found = new Map<string, OutboxRow>();
  const look = (id: string): void => {
    for (const afterId of listAfter(read, id)) {
      const row = findMutationRow(read, afterId);
      if (row?.state !== 'held' || found.has(afterId)) continue;
      found.set(afterId, row);
      look(afterId);
    }
  };
  for (const id of chosen) {
    mustBeDraft(read, id);
    look(id);
  }
  return inOrder([...found.values()].filter(({ id }) => !chosen.includes(id)));
}

/**
 * Lets drafts go now, with those that they build on.
 * @returns what was let go, in queue order
 * @throws SatchelError NOT_FOUND
 */
export function applyDrafts(context: OutboxContext, which: WhichDrafts): readonly OutboxRow[] {
  const applied = commitLocal(context.store, (local) => {
    const rows =
      which === 'all'
        ? allButKept(local.tx)
        : inOrder([...which.map((id) => mustBeDraft(local.tx, id)), ...draftsBelow(local.tx, which)]);
    return letGo(local, context, rows);
  });
  context.wake();
  return applied;
}

function allButKept(read: ReadHandle<Schema>): readonly OutboxRow[] {
  const held = listByState(read, ['held']);
  const kept = held.filter(({ reason }) => reason?.code === 'HELD_BY_USER').map(({ id }) => id);
  const behind = kept.flatMap((id) => listDependents(read, id).map((row) => row.id));
  const out = new Set([...kept, ...behind]);
  return held.filter(({ id }) => !out.has(id));
}

/** What became of the drafts that were let go since the last summary was put away; null when there is nothing to say. */
export function draftSummary(read: ReadHandle<Schema>): DraftSummary | null {
  const released = read
    .prepared<[], Released>('select id, state, releasedAtMs as atMs from mutation where releasedAtMs is not null')
    .all([])
    .filter(({ state }) => state !== 'discarded');
  if (released.length === 0) return null;
  const notApplied = listReleased(read, ['parked']);
  const behind = new Set(notApplied.flatMap(({ id }) => listDependents(read, id).map((row) => row.id)));
  const count = (isMeant: (row: Released) => boolean): number => released.filter(isMeant).length;
  const isWaiting = ({ state }: Released): boolean => state === 'queued' || state === 'sending';
  return {
    atMs: Math.max(...released.map(({ atMs }) => atMs)),
    appliedCount: count(({ state }) => state === 'acknowledged'),
    waitingCount: count((row) => isWaiting(row) && !behind.has(row.id)),
    behindCount: count((row) => isWaiting(row) && behind.has(row.id)),
    keptCount: count(({ state }) => state === 'held'),
    notApplied: notApplied.map((row) => outboxItem(read, row)),
  };
}

interface Released {
  readonly id: string;
  readonly state: OutboxRow['state'];
  readonly atMs: number;
}

/** The summary was seen. What is still on its way stays in the next one. */
export function dismissDraftSummary(context: OutboxContext): void {
  commitLocal(context.store, (local) => {
    for (const { id } of listReleased(local.tx, ['acknowledged', 'parked', 'held', 'discarded']))
      patchAndKeep(local, id, { releasedAtMs: null });
  });
}

function listReleased(read: ReadHandle<Schema>, states: readonly OutboxRow['state'][]): readonly OutboxRow[] {
  const marks = states.map(() => '?').join(', ');
  return read
    .prepared<BindValue[], MutationTable>(
      `select * from mutation where releasedAtMs is not null and state in (${marks}) order by ordinal`,
    )
    .all([...states])
    .map(decodeOutboxRow);
}

const inOrder = (rows: readonly OutboxRow[]): readonly OutboxRow[] => rows.toSorted((a, b) => a.ordinal - b.ordinal);

function mustBeDraft(read: ReadHandle<Schema>, id: string): OutboxRow {
  const row = findMutationRow(read, id);
  if (row?.state === 'held') return row;
  throw new SatchelError('NOT_FOUND', 'This draft is not here any more.', { data: { mutationId: id } });
}
