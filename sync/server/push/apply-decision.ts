import type { Applied, RowWrite } from '../../merge/decision.ts';
import type { GroupClock } from '../../merge/merge-group.ts';
import { WHOLE_RECORD, type GroupValue } from '../../model/field-groups.ts';
import { clampHlc } from '../../model/hlc.ts';
import type { Kind } from '../../model/kinds/all-kinds.ts';
import { refKey, type AnyRow, type RecordRef } from '../../model/row.ts';
import { normaliseEmail } from '../../model/text.ts';
import type { PushVerdict, WirePass } from '../../protocol/push.ts';
import type { GroupClocks, StoredRow } from '../store/store.ts';
import { moveFollowers, noteMove } from './follow-record.ts';
import type { Layer } from './layer.ts';
import type { Loader } from './loader.ts';
import type { PreparedMutation } from './prepare-mutation.ts';
import type { PushJob } from './push-job.ts';

interface ApplyInput {
  readonly job: PushJob;
  readonly prepared: PreparedMutation;
  readonly layer: Layer;
  readonly decision: Applied;
  readonly pass: WirePass;
}

/** Lays the decision over the layer: each row and each history row gets a number of its own, rising. */
export function applyDecision({ job, prepared, layer, decision, pass }: ApplyInput): {
  readonly verdict: PushVerdict;
  readonly refs: readonly RecordRef[];
} {
  const { wire, argsHash } = prepared;
  const { employeeId: actorId } = job.session;
  const clock = {
    hlc: clampHlc(wire.hlc, job.receivedAtMs),
    mutationId: wire.id,
    actorId,
    atMs: Math.min(wire.wallMs, job.receivedAtMs),
  };
  const values = Object.assign(Object.create(null), decision.values) as Record<string, GroupValue | number>;
  for (const write of decision.writes) {
    const stored = writeRow(layer, write, clock);
    const ref = { kind: write.of, id: write.row.id };
    values[seqKey(ref)] = decision.seenUpTo[refKey(ref)] ?? stored.seq;
  }
  for (const row of decision.history) layer.setRow(storedRow('history', row, layer.nextSeq(), clock));
  const verdict: PushVerdict = {
    kind: 'applied',
    seq: layer.head,
    notes: decision.notes.map((note) => ({ ...note })),
    pass,
  };
  layer.remember({
    mutationId: wire.id,
    actorId,
    argsHash,
    verdict,
    seq: layer.head,
    values,
    atMs: job.receivedAtMs,
  });
  return { verdict, refs: decision.writes.map(({ of: kind, row }) => ({ kind, id: row.id })) };
}

/**
 * Where a remembered mutation keeps up to which number its user has seen a row: the one it gave it, or an earlier one
 * where somebody else had changed the row meanwhile.
 */
export const seqKey = (ref: RecordRef): string => `seq:${refKey(ref)}`;

function writeRow(layer: Layer, write: RowWrite, clock: GroupClock): StoredRow {
  const before = layer.row({ kind: write.of, id: write.row.id });
  const seq = layer.nextSeq();
  const stored: StoredRow = {
    ...storedRow(write.of, write.row, seq, clock),
    clocks: clocksAfter(before?.clocks ?? {}, write, { ...clock, seq }),
  };
  layer.setRow(stored);
  const { orgId } = write.row;
  if (before !== undefined && orgId !== null && before.row.orgId !== orgId) {
    noteMove(layer, before, { orgId, seq });
    moveFollowers(layer, write.row.id, orgId);
  }
  if (write.of === 'contact') moveEmail(layer, before?.row, write.row);
  return stored;
}

/** A new row has one clock for all its groups. Deleting and restoring set no field, so they win over no edit. */
function clocksAfter(before: GroupClocks, { isNew, groups }: RowWrite, clock: GroupClock): GroupClocks {
  if (isNew) return { [WHOLE_RECORD]: clock };
  const written = groups.filter((group) => group !== WHOLE_RECORD).map((group) => [group, clock] as const);
  return { ...before, ...Object.fromEntries(written) };
}

const storedRow = (kind: Kind, row: AnyRow, seq: number, clock: GroupClock): StoredRow => ({
  kind,
  row,
  seq,
  clocks: {},
  lastMutationId: clock.mutationId,
  lastActorId: clock.actorId,
  lastAtMs: clock.atMs,
});

/** The e-mail by which a contact is found unique; a deleted contact holds none. */
const emailKeyOf = (row: AnyRow | undefined): string | null =>
  row === undefined || row.isDeleted ? null : normaliseEmail(row['email'] as string | null);

function moveEmail(layer: Layer, before: AnyRow | undefined, after: AnyRow): void {
  const [was, is] = [emailKeyOf(before), emailKeyOf(after)];
  if (was === is) return;
  if (was !== null) layer.holders.set(was, new Set([...layer.holdersOf(was)].filter((id) => id !== after.id)));
  if (is !== null) layer.holders.set(is, new Set([...layer.holdersOf(is), after.id]));
}

/** An address that a contact would come to hold beside another one: by an edit, by a merge or by being restored. */
export async function takenEmail(
  job: PushJob,
  { writes }: Applied,
  layer: Layer,
  loader: Loader,
): Promise<string | undefined> {
  const contacts = writes
    .filter(({ of }) => of === 'contact')
    .map(({ row }) => ({ row, before: layer.row({ kind: 'contact', id: row.id })?.row }));
  const moved = contacts.filter(({ row, before }) => emailKeyOf(row) !== emailKeyOf(before));
  const emails = moved
    .flatMap(({ row, before }) => [emailKeyOf(row), emailKeyOf(before)])
    .filter((email) => email !== null);
  await loader.emails(emails); // needed for the effect even where duplicates are allowed
  if (job.isDuplicateEmailAllowed) return undefined;
  const taken = moved.find(({ row }) => [...layer.holdersOf(emailKeyOf(row) ?? '')].some((id) => id !== row.id));
  return taken && (emailKeyOf(taken.row) ?? undefined);
}
