import { groupKey, type SeenByGroup } from '../../sync/model/envelope.ts';
import { WHOLE_RECORD } from '../../sync/model/field-groups.ts';
import { mustGetMutation, readCaptured } from '../../sync/model/mutations/registry.ts';
import { SatchelError } from '../../sync/protocol/satchel-error.ts';
import type { RunResult } from '../contract/types.ts';
import type { LocalTx } from '../db/local-store.ts';
import { getStoredRow } from '../db/replica-store.ts';
import { dropProvisionalHistory, rebaseAll } from './discard.ts';
import { patchAndKeep } from './journal-records.ts';
import type { OutboxContext } from './outbox-context.ts';
import type { OutboxRow } from './outbox-row.ts';
import { moveDependents, moveToEnd, mustGetMutationRow } from './outbox-store.ts';
import { runInside, type ParsedInput } from './run-mutation.ts';

/** Takes a change out of the queue for another that comes instead; its place is free afterwards. */
export function makeWay(local: LocalTx, context: OutboxContext, row: OutboxRow): void {
  patchAndKeep(local, row.id, { state: 'discarded', stateBefore: row.state });
  dropProvisionalHistory(local, row.id);
  rebaseAll(local, context, [row]);
  moveToEnd(local.tx, row);
}

/** The place of a change that made way, which goes to the end instead: places taken so one after the other are in order. */
export function takePlace({ tx }: LocalTx, { id }: OutboxRow): number {
  const { ordinal } = mustGetMutationRow(tx, id);
  moveToEnd(tx, { id, ordinal });
  return ordinal;
}

type Instead = Pick<ParsedInput, 'mutation' | 'args' | 'ordinal' | 'isAfterRestore'>;

/**
 * Runs the change that comes instead of one that made way; those that waited for that one wait for this one.
 * @throws SatchelError INVALID when it is refused: nothing may be half done
 */
export function runInstead(local: LocalTx, context: OutboxContext, row: OutboxRow, instead: Instead): RunResult {
  const { seen } = readCaptured(mustGetMutation(row.name), row);
  const result = mustRun(local, context, {
    ...instead,
    name: instead.mutation.name,
    replaces: row.id,
    seen: { ...seen, ...seenByDecision(local, row) },
  });
  moveDependents(local.tx, row.id, result.mutationId);
  rebaseAll(local, context, [mustGetMutationRow(local.tx, result.mutationId)]);
  return result;
}

/** @throws SatchelError INVALID when the change is refused */
export function mustRun(local: LocalTx, context: OutboxContext, input: ParsedInput): RunResult {
  const result = runInside(local, context, input);
  if (result.status !== 'refused') return result;
  throw new SatchelError('INVALID', result.message ?? 'It cannot be sent like this.', { data: { ...result } });
}

/** The user has now seen the server's side: that is what the new change is compared with. */
function seenByDecision({ tx }: LocalTx, { reason }: OutboxRow): SeenByGroup {
  const conflicts = reason?.conflicts ?? [];
  return Object.fromEntries(
    conflicts.flatMap((conflict) => {
      const whole = groupKey({ ...conflict, group: WHOLE_RECORD });
      const record = [whole, { kind: 'seq', seq: getStoredRow(tx, conflict)?.serverSeq ?? 0 }] as const;
      if (conflict.group === WHOLE_RECORD) return [record];
      return [record, [groupKey(conflict), { kind: 'value', value: conflict.theirs ?? {} }] as const];
    }),
  );
}
