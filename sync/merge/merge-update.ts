import type { Change } from '../model/change.ts';
import { groupKey } from '../model/envelope.ts';
import { groupsOfPatch, groupValue, ruleOfGroup, withGroupValue, type GroupValue } from '../model/field-groups.ts';
import { refKey, type RecordRef } from '../model/row.ts';
import { isSameValue } from '../model/same-value.ts';
import type { DecisionInput, GroupConflict } from './decision.ts';
import { isPossible } from './is-possible.ts';
import { mergeGroup, type MergedGroup } from './merge-group.ts';
import { seenSeq, unseenOthers } from './merge-whole.ts';
import type { Outcome } from './outcome.ts';
import { seenValue } from './seen-value.ts';
import { wantedValue } from './wanted-value.ts';

type Update = Extract<Change, { kind: 'update' }>;
type GroupOf = RecordRef & { readonly group: string };

interface Sides {
  readonly mine: GroupValue;
  readonly theirs: GroupValue;
}

/** Merges every group that a change sets; what others changed beside them stands, and it is said that it does. */
export function mergeUpdate(input: DecisionInput, change: Update, outcome: Outcome): void {
  const ref = { kind: change.of, id: change.row.id };
  const firstEntry = outcome.entries.length;
  const groups: string[] = [];
  let row = change.row;
  for (const group of groupsOfPatch(change.of, change.patch)) {
    const sides = sidesOf(input, change, { ...ref, group });
    outcome.values[groupKey({ ...ref, group })] = sides.mine;
    const merged = decideGroup(input, { ...ref, group }, sides);
    if (merged.kind === 'ask') {
      outcome.conflicts.push(conflictOf(input, { ...ref, group }, sides));
      continue;
    }
    noteMerge(input, { of: { ...ref, group }, orgId: row.orgId, merged, ...sides }, outcome);
    if (isSameValue(merged.value, sides.theirs)) continue;
    row = withGroupValue(row, group, merged.value);
    groups.push(group);
  }
  noteOthers(input, change, outcome, firstEntry);
  if (groups.length > 0) {
    outcome.writes.push({ of: change.of, row: { ...row, updatedAtMs: input.context.nowMs }, isNew: false, groups });
  }
}

function sidesOf({ envelope, stored }: DecisionInput, change: Update, of: GroupOf): Sides {
  return {
    mine: wantedValue(change, of.group, seenValue(envelope.seen, stored, of)),
    theirs: groupValue(change.of, change.row, of.group),
  };
}

function decideGroup({ envelope, stored, isProvisional }: DecisionInput, of: GroupOf, sides: Sides): MergedGroup {
  const seen = seenValue(envelope.seen, stored, of);
  // A provisional decision without a known base stands on what is shown: that is what the user is looking at.
  const versions = { seen: seen ?? (isProvisional === true ? sides.theirs : undefined), ...sides };
  const mine = { hlc: envelope.hlc, mutationId: envelope.id };
  const merged = mergeGroup(ruleOfGroup(of.kind, of.group), versions, { mine, theirs: stored.clock?.(of, of.group) });
  // Both sides together may be more than the field holds.
  const isAsked = merged.kind === 'ask' || (merged.kind === 'merged' && !isPossible(of.kind, of.group, merged.value));
  if (!isAsked) return merged;
  return isProvisional === true ? { kind: 'clean', value: sides.mine } : { kind: 'ask' };
}

function conflictOf({ envelope, stored }: DecisionInput, of: GroupOf, sides: Sides): GroupConflict {
  const clock = stored.clock?.(of, of.group);
  const seen = seenValue(envelope.seen, stored, of) ?? null;
  return { ...of, seen, ...sides, by: clock?.actorId ?? null, atMs: clock?.atMs ?? null };
}

interface Decided extends Sides {
  readonly of: GroupOf;
  readonly orgId: string | null;
  readonly merged: Exclude<MergedGroup, { kind: 'ask' }>;
}

/** History of one decided group: what changed, and both sides where two met, so that no value vanishes. */
function noteMerge({ stored }: DecisionInput, decided: Decided, { entries, notes }: Outcome): void {
  const { of, orgId, merged, mine, theirs } = decided;
  const entry = { recordKind: of.kind, recordId: of.id, orgId, group: of.group };
  if (merged.kind === 'clean') {
    if (isSameValue(mine, theirs)) return;
    entries.push({ ...entry, action: 'changed', before: theirs, after: merged.value, merge: null });
    return;
  }
  const clock = stored.clock?.(of, of.group);
  const [by, atMs] = [clock?.actorId ?? null, clock?.atMs ?? null];
  const rule = ruleOfGroup(of.kind, of.group);
  const outcome = merged.kind;
  notes.push({ ...of, outcome, rule, mine, theirs, by, atMs });
  const merge = { outcome, rule, mine, theirs, others: [{ group: of.group, by, atMs }] };
  const [before, after] = outcome === 'theirs-wins' ? [mine, theirs] : [theirs, merged.value];
  entries.push({ ...entry, action: outcome === 'merged' ? 'merged' : 'overruled', before, after, merge });
}

/** Two people changed different things of one record: nothing was decided, and both should know that both stand. */
function noteOthers(input: DecisionInput, change: Update, outcome: Outcome, firstEntry: number): void {
  const ref = { kind: change.of, id: change.row.id };
  const unseen = unseenOthers(input, ref);
  if (unseen.length === 0) return;
  outcome.seenUpTo[refKey(ref)] = seenSeq(input, ref) ?? 0;
  const own = new Set(groupsOfPatch(change.of, change.patch));
  const beside = unseen.filter(({ group }) => !own.has(group));
  if (beside.length === 0) return;
  const theirs = Object.fromEntries(
    beside.map(({ group }) => [group, groupValue(change.of, change.row, group)] as const),
  );
  const others = beside.map(({ group, clock }) => ({ group, by: clock.actorId, atMs: clock.atMs }));
  for (const other of others)
    outcome.notes.push({
      ...ref,
      ...other,
      outcome: 'beside',
      rule: null,
      mine: {},
      theirs: theirs[other.group] ?? {},
    });
  // An entry of a group that two sides met on says that already.
  const at = outcome.entries.findIndex((entry, index) => index >= firstEntry && entry.merge === null);
  const entry = outcome.entries[at];
  if (entry !== undefined)
    outcome.entries[at] = { ...entry, merge: { outcome: 'beside', rule: null, mine: null, theirs, others } };
}
