import { SatchelError } from '../../sync/protocol/satchel-error.ts';
import { commitLocal, type LocalTx } from '../db/local-store.ts';
import { rebaseAll } from './discard.ts';
import { patchAndKeep } from './journal-records.ts';
import type { OutboxContext } from './outbox-context.ts';
import type { OutboxRow } from './outbox-row.ts';
import { listByState, listDependents, mustGetMutationRow } from './outbox-store.ts';

/** Keeps a change, and with it those that build on it, from being sent. @throws SatchelError NOT_FOUND | INVALID */
export function holdMutation(context: OutboxContext, mutationId: string): void {
  commitLocal(context.store, (local) => {
    const row = mustGetMutationRow(local.tx, mutationId);
    if ((row.state !== 'queued' && row.state !== 'held') || row.sentAtMs !== null) {
      throw new SatchelError('INVALID', 'Only a change that was not sent yet can be held.', {
        data: { mutationId, state: row.state },
      });
    }
    const reason = { code: 'HELD_BY_USER' as const, message: 'Held by you.' };
    patchAndKeep(local, row.id, { state: 'held', isHeldByUser: true, reason });
    const behind = listDependents(local.tx, mutationId).filter(
      ({ state, sentAtMs }) => state === 'queued' && sentAtMs === null,
    );
    for (const { id } of behind) holdBehind(local, id, mutationId);
    rebaseAll(local, context, [row, ...behind]);
  });
}

/** Lets a held change go; the gate decides again what it may do now. @throws SatchelError NOT_FOUND | INVALID */
export function releaseMutation(context: OutboxContext, mutationId: string): void {
  commitLocal(context.store, (local) => {
    const row = mustGetMutationRow(local.tx, mutationId);
    if (row.state !== 'held') {
      throw new SatchelError('INVALID', 'This change is not held.', { data: { mutationId, state: row.state } });
    }
    const reason = { code: 'NEEDS_LIVE_CHECK' as const, message: 'Checked as soon as the account service answers.' };
    patchAndKeep(local, row.id, { isHeldByUser: false, reason });
  });
  context.wake();
}

function holdBehind(local: LocalTx, id: string, by: string): void {
  const reason = { code: 'BEHIND_DRAFT' as const, message: 'It builds on a draft and goes with it.', by };
  patchAndKeep(local, id, { state: 'held', reason });
}

/**
 * The wrapper and the server answer: every draft that the user does not hold himself goes out to be decided, in order.
 * What a person holds keeps back only what builds on it.
 * @returns the drafts that were let go
 */
export function releaseDrafts(context: OutboxContext): readonly OutboxRow[] {
  const held = listByState(context.store.db.read, ['held']);
  if (held.every(({ isHeldByUser }) => isHeldByUser)) return [];
  return commitLocal(context.store, (local) => {
    const kept = new Set<string>();
    for (const row of held.filter(({ isHeldByUser }) => isHeldByUser)) {
      kept.add(row.id);
      for (const { id } of listDependents(local.tx, row.id)) kept.add(id);
    }
    return letGo(
      local,
      context,
      held.filter(({ id }) => !kept.has(id)),
    );
  });
}

/** Sends drafts to be decided. Whatever their kind, they were not allowed when they were written, so they ask live. */
export function letGo(local: LocalTx, context: OutboxContext, drafts: readonly OutboxRow[]): readonly OutboxRow[] {
  const releasedAtMs = context.clock.wallMs();
  for (const { id } of drafts) {
    const fresh = { isLive: true, isHeldByUser: false, reason: null, notBeforeMs: 0, releasedAtMs };
    patchAndKeep(local, id, { state: 'queued', ...fresh });
  }
  rebaseAll(local, context, drafts);
  return drafts;
}

/** The connection is gone: what counts only after a live answer and was not sent becomes a draft again. */
export function holdUnansweredLive(context: OutboxContext): void {
  const waiting = listByState(context.store.db.read, ['queued']).filter(
    ({ isLive, sentAtMs }) => isLive && sentAtMs === null,
  );
  if (waiting.length === 0) return;
  commitLocal(context.store, (local) => {
    const reason = { code: 'NEEDS_LIVE_CHECK' as const, message: 'Checked as soon as the account service answers.' };
    for (const row of waiting) {
      patchAndKeep(local, row.id, { state: 'held', reason });
      const behind = listDependents(local.tx, row.id).filter(
        ({ state, sentAtMs }) => state === 'queued' && sentAtMs === null,
      );
      for (const { id } of behind) holdBehind(local, id, row.id);
    }
    rebaseAll(local, context, waiting);
  });
}
