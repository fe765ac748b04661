import type { ErrorCode } from '../protocol/error-codes.ts';
import { rowAfter, type Change } from '../model/change.ts';
import { deriveHistory, type HistoryEntry } from '../model/derive-history.ts';
import { groupKey, type Envelope } from '../model/envelope.ts';
import {
  groupsOfPatch,
  groupValue,
  ruleOfGroup,
  withGroupValue,
  WHOLE_RECORD,
  type GroupValue,
} from '../model/field-groups.ts';
import type { Kind } from '../model/kinds/all-kinds.ts';
import type { LoadedRows, Mutation, MutationContext } from '../model/mutations/define-mutation.ts';
import { refKey, type AnyRow, type RecordRef } from '../model/row.ts';
import { isSameValue } from '../model/same-value.ts';
import { mergeGroup, type GroupClock, type MergedGroup } from './merge-group.ts';
import { wantedValue } from './wanted-value.ts';

/** What one side knows of the stored rows beyond their values. A laptop knows no clocks and passes none. */
export interface StoredFacts {
  readonly clock?: (ref: RecordRef, group: string) => GroupClock | undefined;
  /** The value that a remembered own mutation left in a group. */
  readonly mine?: (mutationId: string, key: string) => GroupValue | undefined;
  /** Sequence number of the stored row, and the one an own mutation gave it. */
  readonly seq?: (ref: RecordRef) => number | undefined;
  readonly seqOfMine?: (mutationId: string, ref: RecordRef) => number | undefined;
  /** Last writer of the row, for telling a person what happened to a record that was to be deleted. */
  readonly lastWrite?: (ref: RecordRef) => GroupClock | undefined;
}

export interface GroupConflict extends RecordRef {
  readonly group: string;
  readonly seen: GroupValue | null;
  readonly mine: GroupValue | null;
  readonly theirs: GroupValue | null;
  readonly by: string | null;
  readonly atMs: number | null;
}

export interface MergeNote extends RecordRef {
  readonly group: string;
  readonly outcome: 'merged' | 'mine-wins' | 'theirs-wins';
  readonly mine: GroupValue;
  readonly theirs: GroupValue;
  readonly by: string | null;
  readonly atMs: number | null;
}

/** A row as it will stand, with the groups that the mutation itself set. */
export interface RowWrite {
  readonly of: Kind;
  readonly row: AnyRow;
  readonly isNew: boolean;
  readonly groups: readonly string[];
}

export type Decision =
  | { readonly kind: 'refused'; readonly code: ErrorCode; readonly field?: string; readonly record?: RecordRef }
  | { readonly kind: 'conflict'; readonly conflicts: readonly GroupConflict[] }
  | {
      readonly kind: 'applied';
      readonly writes: readonly RowWrite[];
      readonly history: readonly AnyRow[];
      readonly notes: readonly MergeNote[];
      /** Value of every group after the decision, by group key; what a later `{ mine }` is compared with. */
      readonly values: Readonly<Record<string, GroupValue>>;
    };

export interface DecisionInput {
  readonly mutation: Mutation;
  readonly envelope: Omit<Envelope, 'pass'>;
  /** Parsed and of the current version. */
  readonly args: unknown;
  readonly rows: LoadedRows;
  readonly context: MutationContext;
  readonly stored: StoredFacts;
  /** A record of this id exists already, visible or not. */
  readonly isTaken: (ref: RecordRef) => boolean;
  /** On a laptop, before the server has spoken: where a person would be asked, the user's own value is shown. */
  readonly isProvisional?: boolean;
}

/**
 * The decision on one mutation: missing and deleted rows, the mutation's own check, the merge of every field group,
 * and the rows and history that follow. Pure, and the same on both sides for the same rows and facts.
 */
export function decideMutation(input: DecisionInput): Decision {
  const missing = missingRow(input);
  if (missing) return { kind: 'refused', code: 'NOT_FOUND', record: missing };
  const deleted = deletedTarget(input);
  if (deleted) return { kind: 'refused', code: 'DELETED', record: deleted };
  const verdict = input.mutation.check(input.rows, input.args, input.context);
  if (verdict.kind === 'refused') return verdict;
  const changes = input.mutation.apply(input.rows, input.args, input.context);
  const taken = changes.find(
    (change) => change.kind === 'insert' && input.isTaken({ kind: change.of, id: change.row.id }),
  );
  if (taken) return { kind: 'refused', code: 'ID_TAKEN', record: { kind: taken.of, id: taken.row.id } };
  return mergeChanges(input, changes);
}

function missingRow({ mutation, args, rows }: DecisionInput): RecordRef | undefined {
  const first = Object.entries(mutation.reads(args)).find(([name, read]) => !read.optional && rows[name] === undefined);
  if (first) return first[1];
  const then = mutation.readsThen(rows, args);
  return Object.entries(then).find(([name, read]) => !read.optional && rows[name] === undefined)?.[1];
}

/** Only a restore may touch a deleted record; what hangs on one may still be added (design, section 4). */
function deletedTarget({ mutation, args, rows }: DecisionInput): RecordRef | undefined {
  if (mutation.name.endsWith('.restore')) return undefined;
  const written = new Set(mutation.writes(args).map(refKey));
  return Object.entries({ ...mutation.reads(args), ...mutation.readsThen(rows, args) }).find(
    ([name, read]) => written.has(refKey(read)) && rows[name]?.isDeleted === true,
  )?.[1];
}

interface Outcome {
  readonly writes: RowWrite[];
  readonly entries: HistoryEntry[];
  readonly notes: MergeNote[];
  readonly conflicts: GroupConflict[];
  readonly values: Record<string, GroupValue>;
}

function mergeChanges(input: DecisionInput, changes: readonly Change[]): Decision {
  const outcome: Outcome = { writes: [], entries: [], notes: [], conflicts: [], values: {} };
  for (const change of changes) {
    if (change.kind === 'update') mergeUpdate(input, change, outcome);
    else if (change.kind === 'insert') recordInsert(input, change, outcome);
    else mergeWhole(input, change, outcome);
  }
  if (outcome.conflicts.length > 0) return { kind: 'conflict', conflicts: outcome.conflicts };
  const { id, name, actorId } = input.envelope;
  const history = deriveHistory(outcome.entries, { id, name, actorId, atMs: input.context.nowMs });
  return { kind: 'applied', writes: outcome.writes, history, notes: outcome.notes, values: outcome.values };
}

function recordInsert(input: DecisionInput, change: Change, { writes, entries, values }: Outcome): void {
  const row = rowAfter(change, input.context.nowMs);
  const groups = groupsOfPatch(change.of, row);
  writes.push({ of: change.of, row, isNew: true, groups });
  for (const group of groups)
    values[groupKey({ kind: change.of, id: row.id, group })] = groupValue(change.of, row, group);
  entries.push({ ...entryOf(change.of, row), action: 'created', group: null, before: null, after: null });
}

/** Delete and restore carry the row's sequence number as it was seen; if that moved, the user is asked. */
function mergeWhole(input: DecisionInput, change: Change, { writes, entries, conflicts }: Outcome): void {
  const ref = { kind: change.of, id: change.row.id };
  const { stored } = input;
  const seen = input.envelope.seen[groupKey({ ...ref, group: WHOLE_RECORD })];
  const now = stored.seq?.(ref);
  const then =
    seen?.kind === 'seq' ? seen.seq : seen?.kind === 'mine' ? stored.seqOfMine?.(seen.mutationId, ref) : undefined;
  if (change.kind === 'delete' && now !== undefined && then !== now) {
    const last = stored.lastWrite?.(ref);
    conflicts.push({
      ...ref,
      group: WHOLE_RECORD,
      seen: null,
      mine: null,
      theirs: null,
      by: last?.actorId ?? null,
      atMs: last?.atMs ?? null,
    });
    return;
  }
  const row = rowAfter(change, input.context.nowMs);
  writes.push({ of: change.of, row, isNew: false, groups: [WHOLE_RECORD] });
  entries.push({
    ...entryOf(change.of, row),
    action: change.kind === 'delete' ? 'deleted' : 'restored',
    group: null,
    before: null,
    after: null,
  });
}

function mergeUpdate(input: DecisionInput, change: Extract<Change, { kind: 'update' }>, outcome: Outcome): void {
  const ref = { kind: change.of, id: change.row.id };
  let row = change.row;
  const groups: string[] = [];
  for (const group of groupsOfPatch(change.of, change.patch)) {
    const mine = wantedValue(change, group, seenValue(input.envelope.seen, input.stored, { ...ref, group }));
    const theirs = groupValue(change.of, change.row, group);
    const merged = decideGroup(input, ref, group, { mine, theirs });
    if (merged.kind === 'ask') {
      outcome.conflicts.push(conflictOf(input, ref, group, { mine, theirs }));
      continue;
    }
    outcome.values[groupKey({ ...ref, group })] = merged.value;
    noteMerge(input, { ...ref, group }, merged, { mine, theirs }, change.row.orgId, outcome);
    if (isSameValue(merged.value, theirs)) continue;
    row = withGroupValue(row, group, merged.value);
    groups.push(group);
  }
  if (groups.length > 0) {
    outcome.writes.push({ of: change.of, row: { ...row, updatedAtMs: input.context.nowMs }, isNew: false, groups });
  }
}

const entryOf = (recordKind: Kind, row: AnyRow) => ({ recordKind, recordId: row.id, orgId: row.orgId });

interface Sides {
  readonly mine: GroupValue;
  readonly theirs: GroupValue;
}

function decideGroup(
  { envelope, stored, isProvisional }: DecisionInput,
  ref: RecordRef,
  group: string,
  sides: Sides,
): MergedGroup {
  const seen = seenValue(envelope.seen, stored, { ...ref, group });
  // A provisional decision without a known base stands on what is shown: that is what the user is looking at.
  const versions = { seen: seen ?? (isProvisional === true ? sides.theirs : undefined), ...sides };
  const mine = { hlc: envelope.hlc, mutationId: envelope.id };
  const merged = mergeGroup(ruleOfGroup(ref.kind, group), versions, { mine, theirs: stored.clock?.(ref, group) });
  return merged.kind === 'ask' && isProvisional === true ? { kind: 'clean', value: sides.mine } : merged;
}

function seenValue(
  seen: Envelope['seen'],
  stored: StoredFacts,
  ref: RecordRef & { readonly group: string },
): GroupValue | undefined {
  const key = groupKey(ref);
  const entry = seen[key];
  if (entry?.kind === 'value') return entry.value;
  if (entry?.kind === 'mine') return stored.mine?.(entry.mutationId, key);
  return undefined;
}

function conflictOf({ envelope, stored }: DecisionInput, ref: RecordRef, group: string, sides: Sides): GroupConflict {
  const clock = stored.clock?.(ref, group);
  const seen = seenValue(envelope.seen, stored, { ...ref, group }) ?? null;
  return { ...ref, group, seen, ...sides, by: clock?.actorId ?? null, atMs: clock?.atMs ?? null };
}

/** History of one decided group: what changed, and the side that lost, so that no value vanishes. */
function noteMerge(
  { stored }: DecisionInput,
  ref: RecordRef & { readonly group: string },
  merged: Exclude<MergedGroup, { kind: 'ask' }>,
  { mine, theirs }: Sides,
  orgId: string | null,
  { entries, notes }: Outcome,
): void {
  const entry = { recordKind: ref.kind, recordId: ref.id, orgId, group: ref.group };
  if (merged.kind === 'clean') {
    if (!isSameValue(mine, theirs)) entries.push({ ...entry, action: 'changed', before: theirs, after: merged.value });
    return;
  }
  const clock = stored.clock?.({ kind: ref.kind, id: ref.id }, ref.group);
  notes.push({ ...ref, outcome: merged.kind, mine, theirs, by: clock?.actorId ?? null, atMs: clock?.atMs ?? null });
  if (merged.kind === 'theirs-wins') entries.push({ ...entry, action: 'overruled', before: mine, after: theirs });
  else if (merged.kind === 'merged') entries.push({ ...entry, action: 'merged', before: theirs, after: merged.value });
  else entries.push({ ...entry, action: 'overruled', before: theirs, after: merged.value });
}
