import { rowAfter, type Change } from '../model/change.ts';
import { deriveHistory, type HistoryEntry } from '../model/derive-history.ts';
import { groupKey } from '../model/envelope.ts';
import { groupsOfPatch, groupValue, WHOLE_RECORD } from '../model/field-groups.ts';
import { KINDS, type Kind } from '../model/kinds/all-kinds.ts';
import { refKey, type AnyRow, type RecordRef } from '../model/row.ts';
import type { Decision, DecisionInput, RowWrite } from './decision.ts';
import { mergeUpdate } from './merge-update.ts';
import { mergeWhole } from './merge-whole.ts';
import { emptyOutcome, wholeEntry, type Outcome } from './outcome.ts';

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

/**
 * Only a restore may change a deleted record, and who deletes one that is gone already has what he wanted; what hangs on
 * one may still be added (design, section 4).
 */
function deletedTarget({ mutation, args, rows }: DecisionInput): RecordRef | undefined {
  if (/\.(restore|delete)$/.test(mutation.name)) return undefined;
  const written = new Set(mutation.writes(args).map(refKey));
  return Object.entries({ ...mutation.reads(args), ...mutation.readsThen(rows, args) }).find(
    ([name, read]) => written.has(refKey(read)) && rows[name]?.isDeleted === true,
  )?.[1];
}

function mergeChanges(input: DecisionInput, changes: readonly Change[]): Decision {
  const outcome = emptyOutcome();
  for (const change of changes) {
    if (change.kind === 'update') mergeUpdate(input, change, outcome);
    else if (change.kind === 'insert') recordInsert(input, change, outcome);
    else mergeWhole(input, change, outcome);
  }
  if (outcome.conflicts.length > 0) return { kind: 'conflict', conflicts: outcome.conflicts };
  const { id, name, actorId } = input.envelope;
  const { entries, writes, notes, values, seenUpTo } = outcome;
  const history = deriveHistory(inUnitAfter(entries, writes), { id, name, actorId, atMs: input.context.nowMs });
  return { kind: 'applied', writes, history, notes, values, seenUpTo };
}

/** What happened to a record is seen by those who see the record, also where it has just been moved. */
function inUnitAfter(entries: readonly HistoryEntry[], writes: readonly RowWrite[]): readonly HistoryEntry[] {
  const unitOf = new Map(writes.map(({ of, row }) => [refKey({ kind: of, id: row.id }), row.orgId] as const));
  return entries.map((entry) => {
    const orgId = unitOf.get(refKey({ kind: entry.recordKind, id: entry.recordId }));
    return orgId === undefined || orgId === entry.orgId ? entry : { ...entry, orgId };
  });
}

function recordInsert(input: DecisionInput, change: Change, { writes, entries, notes, values }: Outcome): void {
  const row = rowAfter(change, input.context.nowMs);
  const groups = groupsOfPatch(change.of, row);
  writes.push({ of: change.of, row, isNew: true, groups });
  for (const group of groups)
    values[groupKey({ kind: change.of, id: row.id, group })] = groupValue(change.of, row, group);
  entries.push(wholeEntry(change.of, row, 'created'));
  const parent = deletedParent(input, change.of, row);
  if (parent === undefined) return;
  const last = input.stored.lastWrite?.(parent);
  notes.push({
    ...parent,
    group: WHOLE_RECORD,
    outcome: 'on-deleted',
    rule: null,
    mine: {},
    theirs: {},
    by: last?.actorId ?? null,
    atMs: last?.atMs ?? null,
  });
}

/**
 * The strongest record that a new row hangs on, where every one of them is deleted. The company is filled in from the
 * deal or the contact, so it counts only where it stands alone.
 */
function deletedParent({ rows }: DecisionInput, of: Kind, row: AnyRow): RecordRef | undefined {
  const parents = KINDS[of].parents as readonly (readonly [field: string, kind: Kind])[];
  const given = parents.filter(([field]) => typeof row[field] === 'string');
  const own = given.length > 1 ? given.filter(([, kind]) => kind !== 'company') : given;
  const isGone = ([field]: readonly [string, Kind]) =>
    Object.values(rows).some((each) => each?.id === row[field] && each?.isDeleted === true);
  const [first] = own;
  return first !== undefined && own.every(isGone) ? { kind: first[1], id: row[first[0]] as string } : undefined;
}
