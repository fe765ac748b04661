import { rowAfter, type Change } from '../model/change.ts';
import { groupKey } from '../model/envelope.ts';
import { WHOLE_RECORD } from '../model/field-groups.ts';
import type { RecordRef } from '../model/row.ts';
import type { DecisionInput, GroupConflict, GroupWriter } from './decision.ts';
import { wholeEntry, type Outcome } from './outcome.ts';

/** A delete carries the row's sequence number as it was seen; if that moved, the user is asked. */
export function mergeWhole(input: DecisionInput, change: Change, { writes, entries, conflicts }: Outcome): void {
  const ref = { kind: change.of, id: change.row.id };
  const now = input.stored.seq?.(ref);
  const then = seenSeq(input, ref);
  if (change.kind === 'delete' && now !== undefined && then !== now) {
    conflicts.push(conflictOf(input, ref, then));
    return;
  }
  const row = rowAfter(change, input.context.nowMs);
  writes.push({ of: change.of, row, isNew: false, groups: [WHOLE_RECORD] });
  entries.push(wholeEntry(change.of, row, change.kind === 'delete' ? 'deleted' : 'restored'));
}

/** The number up to which the user had seen a row; undefined where that cannot be told. */
export function seenSeq({ envelope, stored }: DecisionInput, ref: RecordRef): number | undefined {
  const seen = envelope.seen[groupKey({ ...ref, group: WHOLE_RECORD })];
  if (seen?.kind === 'seq') return seen.seq;
  return seen?.kind === 'mine' ? stored.seqOfMine?.(seen.mutationId, ref) : undefined;
}

/** Groups that others wrote since the user saw the row. */
export function unseenOthers(input: DecisionInput, ref: RecordRef): readonly GroupWriter[] {
  const then = seenSeq(input, ref);
  const written = then === undefined ? [] : (input.stored.writtenSince?.(ref, then) ?? []);
  return written.filter(({ group, clock }) => group !== WHOLE_RECORD && clock.actorId !== input.envelope.actorId);
}

/** Others' changes are named before one's own from another laptop, which are only named where there is nothing else. */
function conflictOf(input: DecisionInput, ref: RecordRef, then: number | undefined): GroupConflict {
  const { stored } = input;
  const others = unseenOthers(input, ref);
  const written = others.length > 0 || then === undefined ? others : (stored.writtenSince?.(ref, then) ?? []);
  const last = stored.lastWrite?.(ref);
  return {
    ...ref,
    group: WHOLE_RECORD,
    seen: null,
    mine: null,
    theirs: null,
    by: last?.actorId ?? null,
    atMs: last?.atMs ?? null,
    changed: written
      .filter(({ group }) => group !== WHOLE_RECORD)
      .map(({ group, clock }) => ({ group, by: clock.actorId, atMs: clock.atMs })),
  };
}
