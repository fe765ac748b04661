import { mustGetMutation, parseArgs, readCaptured } from '../../sync/model/mutations/registry.ts';
import { restoreOf } from '../../sync/model/mutations/restore-of.ts';
import type { RecordRef } from '../../sync/model/row.ts';
import { SatchelError } from '../../sync/protocol/satchel-error.ts';
import type { Resolved, RunResult } from '../contract/types.ts';
import { commitLocal, type LocalTx } from '../db/local-store.ts';
import { getStoredRow } from '../db/replica-store.ts';
import { discardInside, rebaseAll } from './discard.ts';
import { patchAndKeep } from './journal-records.ts';
import { deletedParentOf } from './list-outbox.ts';
import { mergeIntoHolder } from './merge-into-holder.ts';
import type { OutboxContext } from './outbox-context.ts';
import type { OutboxRow } from './outbox-row.ts';
import { findMutationRow, listDependents, moveToEnd, mustGetMutationRow, recordsOf } from './outbox-store.ts';
import { makeWay, mustRun, runInstead, takePlace } from './replace.ts';

interface ResolveInput {
  readonly mutationId: string;
  readonly choice: 'mine' | 'theirs' | 'edit' | 'retry' | 'restore' | 'merge';
  readonly args?: unknown;
}

/**
 * Ends a parked change, or edits a draft. A new change takes its place and its dependents; the parked one stays in history as discarded.
 * Also says what becomes of something that was added to a deleted record.
 * @throws SatchelError NOT_FOUND | INVALID (does not wait, nothing to keep) | BAD_REQUEST (edited arguments)
 */
export function resolveMutation(context: OutboxContext, input: ResolveInput): Resolved {
  const result = commitLocal(context.store, (local) => {
    const row = mustGetMutationRow(local.tx, input.mutationId);
    if (row.state === 'held' && input.choice === 'edit') return editDraft(local, context, row, input);
    return row.state === 'parked' ? endParked(local, context, row, input) : endOrphan(local, context, row, input);
  });
  context.wake();
  return result;
}

function endParked(local: LocalTx, context: OutboxContext, row: OutboxRow, { choice, args }: ResolveInput): Resolved {
  switch (choice) {
    case 'theirs':
      return { status: 'discarded', discarded: discardInside(local, context, row.id) };
    case 'restore':
      return sendBehindRestore(local, context, row);
    case 'merge':
      return mergeIntoHolder(local, context, row);
    case 'edit':
      return sendAgain(local, context, row, { args });
    case 'mine':
    case 'retry':
      return sendAgain(local, context, row, null);
  }
}

function sendAgain(
  local: LocalTx,
  context: OutboxContext,
  row: OutboxRow,
  edited: { readonly args: unknown } | null,
): RunResult {
  const mutation = mustGetMutation(row.name);
  const args = edited ? parseArgs(mutation, mutation.version, edited.args) : readCaptured(mutation, row).args;
  makeWay(local, context, row);
  return runInstead(local, context, row, { mutation, args, ordinal: row.ordinal });
}

/**
 * A draft that was never sent may be replaced: the new one takes its place in the queue and stays a draft, for the same
 * reason, until the drafts are let go.
 * @throws SatchelError INVALID when it was sent before and may have been applied
 */
function editDraft(local: LocalTx, context: OutboxContext, row: OutboxRow, { args }: ResolveInput): RunResult {
  if (row.sentAtMs !== null) throw notWaiting(row);
  const { isHeldByUser, reason } = row;
  const result = sendAgain(local, context, row, { args });
  const draft = findMutationRow(local.tx, result.mutationId);
  if (draft === undefined) return result;
  patchAndKeep(local, draft.id, { state: 'held', isHeldByUser, reason });
  rebaseAll(local, context, [draft]);
  return { ...result, status: 'held', ...(reason === null ? {} : { code: reason.code, message: reason.message }) };
}

/** The record is restored first, then comes the change, then everything that waited for it. */
function sendBehindRestore(local: LocalTx, context: OutboxContext, row: OutboxRow): RunResult {
  const mutation = mustGetMutation(row.name);
  const { args } = readCaptured(mutation, row);
  const deleted = recordsOf(local.tx, row.ordinal).filter((ref) => getStoredRow(local.tx, ref)?.row.isDeleted === true);
  makeWay(local, context, row);
  const places = deleted.map((ref) => ({ ref, ordinal: takePlace(local, row) }));
  const ordinal = takePlace(local, row);
  for (const dependent of listDependents(local.tx, row.id)) moveToEnd(local.tx, dependent);
  for (const place of places) restore(local, context, place.ref, place);
  return runInstead(local, context, row, { mutation, args, ordinal, isAfterRestore: true });
}

function restore(
  local: LocalTx,
  context: OutboxContext,
  ref: RecordRef,
  place: { readonly ordinal?: number } = {},
): RunResult {
  const found = restoreOf(ref);
  if (found === undefined) throw new SatchelError('INVALID', 'This record cannot be restored.', { data: { ...ref } });
  const mutation = mustGetMutation(found.name);
  return mustRun(local, context, {
    name: found.name,
    mutation,
    args: parseArgs(mutation, mutation.version, found.args),
    ...(place.ordinal === undefined ? {} : { ordinal: place.ordinal }),
  });
}

/** What was added to a deleted record stands: the record comes back, or the user leaves it as it is. */
function endOrphan(local: LocalTx, context: OutboxContext, row: OutboxRow, { choice }: ResolveInput): Resolved {
  const parent = deletedParentOf(local.tx, row);
  if (parent === null || (choice !== 'restore' && choice !== 'theirs')) throw notWaiting(row);
  if (choice === 'restore') return restore(local, context, parent);
  patchAndKeep(local, row.id, { notes: row.notes.filter(({ outcome }) => outcome !== 'on-deleted') });
  return { status: 'discarded', discarded: [] };
}

const notWaiting = ({ id, state }: OutboxRow): SatchelError =>
  new SatchelError('INVALID', 'This change does not wait for you.', { data: { mutationId: id, state } });
