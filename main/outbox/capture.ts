import { isMerging } from '../../sync/merge/seen-value.ts';
import type { Change } from '../../sync/model/change.ts';
import { groupKey, type Seen, type SeenByGroup } from '../../sync/model/envelope.ts';
import { groupsOfPatch, groupValue, WHOLE_RECORD } from '../../sync/model/field-groups.ts';
import type { GroupRef, Mutation } from '../../sync/model/mutations/define-mutation.ts';
import { refKey, type AnyRow, type RecordRef } from '../../sync/model/row.ts';
import type { FieldDifference } from '../contract/types.ts';
import type { ReadHandle } from '../db/handles.ts';
import { getStoredRow } from '../db/replica-store.ts';
import type { Schema } from '../db/schema.ts';
import type { OutboxRow } from './outbox-row.ts';
import { listUnsettledOn } from './outbox-store.ts';

/**
 * What the user saw of every field group that the changes set, captured once and never rewritten. Where the value came
 * from an own change that is not acknowledged, that change is named: the server knows what it made of it.
 */
export function captureSeen(read: ReadHandle<Schema>, changes: readonly Change[]): SeenByGroup {
  const seen: Record<string, Seen> = {};
  for (const change of changes) {
    if (change.kind === 'insert') continue;
    const ref = { kind: change.of, id: change.row.id };
    const own = listUnsettledOn(read, ref);
    const groups = change.kind === 'update' ? groupsOfPatch(change.of, change.patch) : [WHOLE_RECORD];
    for (const group of groups) seen[groupKey({ ...ref, group })] = seenOf(read, ref, { group, own, row: change.row });
    // Lets the server say what others changed beside this.
    if (change.kind === 'update') seen[groupKey({ ...ref, group: WHOLE_RECORD })] = seqOf(read, ref);
  }
  return seen;
}

interface SeenFrom {
  readonly group: string;
  readonly own: readonly OutboxRow[];
  readonly row: AnyRow;
}

function seenOf(read: ReadHandle<Schema>, ref: RecordRef, { group, own, row }: SeenFrom): Seen {
  const key = groupKey({ ...ref, group });
  const mine = own.findLast(
    ({ state, creates, groupValues }) =>
      (state !== 'parked' || creates.length > 0) && (group === WHOLE_RECORD || Object.hasOwn(groupValues, key)),
  );
  const value = groupValue(ref.kind, row, group);
  if (mine) return { kind: 'mine', mutationId: mine.id, ...(isMerging({ ...ref, group }) ? { shown: value } : {}) };
  return group === WHOLE_RECORD ? seqOf(read, ref) : { kind: 'value', value };
}

const seqOf = (read: ReadHandle<Schema>, ref: RecordRef): Seen => ({
  kind: 'seq',
  seq: getStoredRow(read, ref)?.serverSeq ?? 0,
});

/**
 * Earlier unsettled changes that have to go first: those that write a field group this one writes, and those that make
 * a record this one writes or refers to. Nothing else: what hangs on a record never waits behind a conflict on it.
 */
export function captureAfter(read: ReadHandle<Schema>, mutation: Mutation, args: unknown): readonly OutboxRow[] {
  const before = new Map<string, OutboxRow>();
  for (const ref of mutation.writes(args)) {
    for (const change of listUnsettledOn(read, ref)) {
      if (sharesGroup(change, ref, mutation) || change.creates.includes(refKey(ref))) before.set(change.id, change);
    }
  }
  for (const ref of mutation.refers(args)) {
    for (const change of listUnsettledOn(read, ref)) {
      if (change.creates.includes(refKey(ref))) before.set(change.id, change);
    }
  }
  return [...before.values()].sort((a, b) => a.ordinal - b.ordinal);
}

/** A restore waits for the deletion alone: edits of a deleted record wait for the restore. */
function sharesGroup({ writes }: OutboxRow, ref: GroupRef, { name }: Mutation): boolean {
  const prefix = `${refKey(ref)}:`;
  if (ref.group === WHOLE_RECORD && !name.endsWith('.restore')) return writes.some((key) => key.startsWith(prefix));
  return writes.includes(prefix + ref.group) || writes.includes(prefix + WHOLE_RECORD);
}

/** The change field by field, for the queue. A new record lists what was filled in. */
export function differencesOf(changes: readonly Change[]): readonly FieldDifference[] {
  return changes.flatMap((change): readonly FieldDifference[] => {
    const at = { kind: change.of, id: change.row.id };
    if (change.kind === 'update') {
      return Object.entries(change.patch)
        .map(([field, after]) => ({ ...at, field, before: change.row[field] ?? null, after }))
        .filter(({ before, after }) => JSON.stringify(before) !== JSON.stringify(after));
    }
    if (change.kind !== 'insert') return [];
    const fields = Object.entries(change.row).filter(([field, value]) => !FRAMEWORK.has(field) && isFilled(value));
    return fields.map(([field, after]) => ({ ...at, field, before: null, after }));
  });
}

const FRAMEWORK: ReadonlySet<string> = new Set(['id', 'orgId', 'createdBy', 'createdAtMs', 'updatedAtMs', 'isDeleted']);

function isFilled(value: unknown): boolean {
  if (value === null || value === '' || value === false || value === undefined) return false;
  return typeof value !== 'object' || Object.keys(value).length > 0;
}
