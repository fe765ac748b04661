import { SatchelError } from '../../sync/protocol/satchel-error.ts';
import type { RecordRef } from '../../sync/model/row.ts';
import { commitLocal, type LocalTx } from '../db/local-store.ts';
import type { ReadHandle } from '../db/handles.ts';
import { removeRow } from '../db/replica-store.ts';
import type { Schema } from '../db/schema.ts';
import { patchAndKeep } from './journal-records.ts';
import type { OutboxContext } from './outbox-context.ts';
import type { OutboxRow } from './outbox-row.ts';
import {
  findMutationRow,
  listAfter,
  listDependents,
  mustGetMutationRow,
  recordsOf,
  replacementOf,
} from './outbox-store.ts';
import { rebase } from './rebase.ts';

/**
 * Takes a change and everything built on it back; kept under "discarded" for 30 days.
 * @throws SatchelError NOT_FOUND | INVALID when it is under way or settled, or other changes depend on it than shown
 */
export function discardMutation(
  context: OutboxContext,
  mutationId: string,
  expect?: readonly string[],
): readonly string[] {
  return commitLocal(context.store, (local) => discardInside(local, context, mutationId, expect));
}

export function discardInside(
  local: LocalTx,
  context: OutboxContext,
  mutationId: string,
  expect?: readonly string[],
): readonly string[] {
  const row = mustGetMutationRow(local.tx, mutationId);
  const dependents = listDependents(local.tx, mutationId);
  assertAsShown(dependents, expect);
  const all = [row, ...dependents];
  assertDiscardable(row);
  // The server runs nothing that waits for what it refused: whatever became of the answer, that was not applied.
  dependents.filter(({ state }) => row.state !== 'parked' || state !== 'queued').forEach(assertDiscardable);
  for (const { id, state } of all)
    patchAndKeep(local, id, { state: 'discarded', stateBefore: state, decidedAtMs: context.clock.wallMs() });
  for (const { id } of all) dropProvisionalHistory(local, id);
  rebaseAll(local, context, all);
  return all.map(({ id }) => id);
}

/**
 * Undo of discard. What they build on comes back with them, or they would wait for ever; what waited for an answer asks
 * again.
 * @returns all that came back, in queue order
 * @throws SatchelError NOT_FOUND | INVALID
 */
export function undiscardMutations(context: OutboxContext, mutationIds: readonly string[]): readonly string[] {
  const restored = commitLocal(context.store, (local) => {
    const rows = withDiscardedBelow(local.tx, mutationIds).sort((a, b) => a.ordinal - b.ordinal);
    for (const row of rows) {
      if (row.state !== 'discarded') throw invalid(row, 'It was not discarded.');
      if (replacementOf(local.tx, row.id) !== row.id) throw invalid(row, 'Another change took its place.');
      patchAndKeep(local, row.id, { state: row.stateBefore ?? 'queued', stateBefore: null, decidedAtMs: null });
    }
    rebaseAll(local, context, rows);
    return rows.map(({ id }) => id);
  });
  context.wake();
  return restored;
}

function withDiscardedBelow(read: ReadHandle<Schema>, mutationIds: readonly string[]): OutboxRow[] {
  const found = new Map(mutationIds.map((id) => [id, mustGetMutationRow(read, id)] as const));
  for (const id of found.keys()) {
    const below = listAfter(read, id).map((afterId) => findMutationRow(read, afterId));
    for (const row of below) if (row?.state === 'discarded' && !found.has(row.id)) found.set(row.id, row);
  }
  return [...found.values()];
}

function assertAsShown(dependents: readonly OutboxRow[], expect: readonly string[] | undefined): void {
  if (expect === undefined) return;
  const isAsShown = dependents.length === expect.length && dependents.every(({ id }) => expect.includes(id));
  if (isAsShown) return;
  throw new SatchelError('INVALID', 'Other changes build on this one by now. Look at them and decide again.', {
    data: { dependents: dependents.map(({ id }) => id) },
  });
}

/** A change that was sent may have been applied: only the server's answer can tell. */
function assertDiscardable(row: OutboxRow): void {
  if (row.state === 'sending') throw invalid(row, 'It is under way. Wait for the answer.');
  if (row.state === 'acknowledged' || row.state === 'discarded') throw invalid(row, 'It is settled already.');
  if (row.state === 'queued' && row.sentAtMs !== null) {
    throw invalid(row, 'It was sent, and the answer was lost. It is asked for again; change the record afterwards.');
  }
}

const invalid = ({ id, state }: OutboxRow, why: string): SatchelError =>
  new SatchelError('INVALID', `This change cannot be taken back now. ${why}`, { data: { mutationId: id, state } });

export function rebaseAll(local: LocalTx, context: OutboxContext, rows: readonly OutboxRow[]): void {
  const refs: RecordRef[] = rows.flatMap(({ ordinal }) => recordsOf(local.tx, ordinal));
  rebase(local.tx, refs, { orgIds: context.orgIds(), localSeq: local.localSeq });
  local.touch(...refs.map(({ kind }) => kind));
}

/** What a change would have left in history; the server's rows have the same ids and are never touched. */
export function dropProvisionalHistory(local: LocalTx, mutationId: string): void {
  const rows = local.tx
    .prepared<[string], { id: string }>('select id from history where mutationId = ? and serverSeq is null')
    .all([mutationId]);
  for (const { id } of rows) removeRow(local.tx, { kind: 'history', id }, local.localSeq);
  if (rows.length > 0) local.touch('history');
}
