import type { SeenByGroup } from '../../sync/model/envelope.ts';
import { groupKey } from '../../sync/model/envelope.ts';
import { WHOLE_RECORD } from '../../sync/model/field-groups.ts';
import { mustGetMutation, parseArgs } from '../../sync/model/mutations/registry.ts';
import { SatchelError } from '../../sync/protocol/satchel-error.ts';
import type { RunResult } from '../contract/types.ts';
import { commitLocal, type LocalTx } from '../db/local-store.ts';
import { getStoredRow } from '../db/replica-store.ts';
import { discardInside, dropProvisionalHistory, rebaseAll } from './discard.ts';
import { patchAndKeep } from './journal-records.ts';
import type { OutboxContext } from './outbox-context.ts';
import type { OutboxRow } from './outbox-row.ts';
import { moveDependents, moveToEnd, mustGetMutationRow } from './outbox-store.ts';
import { runInside } from './run-mutation.ts';

export type Choice = 'mine' | 'theirs' | 'edit' | 'retry';
export type Resolved = RunResult | { readonly status: 'discarded'; readonly discarded: readonly string[] };

/**
 * Ends a parked change. A new change takes its place and its dependents; the parked one stays in history as discarded.
 * @throws SatchelError NOT_FOUND | INVALID (not parked, nothing to keep) | BAD_REQUEST (edited arguments)
 */
export function resolveMutation(
  context: OutboxContext,
  input: { mutationId: string; choice: Choice; args?: unknown },
): Resolved {
  const result = commitLocal(context.store, (local): Resolved => {
    const row = mustGetMutationRow(local.tx, input.mutationId);
    if (row.state !== 'parked') {
      throw new SatchelError('INVALID', 'This change does not wait for you.', {
        data: { mutationId: row.id, state: row.state },
      });
    }
    if (input.choice === 'theirs') return { status: 'discarded', discarded: discardInside(local, context, row.id) };
    return replace(local, context, row, input.choice === 'edit' ? input.args : row.args);
  });
  context.wake();
  return result;
}

function replace(local: LocalTx, context: OutboxContext, row: OutboxRow, storedArgs: unknown): Resolved {
  const mutation = mustGetMutation(row.name);
  const args = parseArgs(mutation, storedArgs === row.args ? row.version : mutation.version, storedArgs);
  patchAndKeep(local, row.id, { state: 'discarded', stateBefore: 'parked' });
  dropProvisionalHistory(local, row.id);
  rebaseAll(local, context, [row]);
  moveToEnd(local.tx, row);
  const seen = { ...row.seen, ...seenByDecision(local, row) };
  const result = runInside(local, context, { name: row.name, args, mutation, replaces: row, seen });
  // Nothing may be half done: a refused replacement leaves the parked change where it was.
  if (result.status === 'refused') {
    throw new SatchelError('INVALID', result.message ?? 'It cannot be sent like this.', { data: { ...result } });
  }
  moveDependents(local.tx, row.id, result.mutationId);
  rebaseAll(local, context, [mustGetMutationRow(local.tx, result.mutationId)]);
  return result;
}

/** The user has now seen the server's side: that is what the new change is compared with. */
function seenByDecision({ tx }: LocalTx, { reason }: OutboxRow): SeenByGroup {
  const conflicts = reason?.conflicts ?? [];
  return Object.fromEntries(
    conflicts.map((conflict) => {
      const key = groupKey(conflict);
      if (conflict.group === WHOLE_RECORD)
        return [key, { kind: 'seq', seq: getStoredRow(tx, conflict)?.serverSeq ?? 0 }] as const;
      return [key, { kind: 'value', value: conflict.theirs ?? {} }] as const;
    }),
  );
}
