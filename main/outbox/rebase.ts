import { decideMutation } from '../../sync/merge/decide-mutation.ts';
import type { GroupValue } from '../../sync/model/field-groups.ts';
import type { Mutation } from '../../sync/model/mutations/define-mutation.ts';
import { findMutation, readCaptured } from '../../sync/model/mutations/registry.ts';
import { refKey, type AnyRow, type RecordRef } from '../../sync/model/row.ts';
import { SatchelError } from '../../sync/protocol/satchel-error.ts';
import type { WriteTx } from '../db/handles.ts';
import { getStoredRow, putRow, removeRow, type StoredRow } from '../db/replica-store.ts';
import type { Schema } from '../db/schema.ts';
import { isShown, strongestPending } from './is-shown.ts';
import { loadRows } from './load-rows.ts';
import type { OutboxRow } from './outbox-row.ts';
import { findByOrdinal, listUnsettledOrdinals, recordsOf } from './outbox-store.ts';

export interface RebaseContext {
  readonly orgIds: ReadonlySet<string>;
  readonly localSeq: number;
}

interface Overlay {
  readonly stored: Map<string, StoredRow | undefined>;
  readonly rows: Map<string, AnyRow | undefined>;
}

/**
 * What is shown of a record is the server's row with the unsettled changes on top, in queue order. Called whenever
 * either side of that moved. Works through every record that shares a change with the given ones.
 */
export function rebase(tx: WriteTx<Schema>, refs: readonly RecordRef[], context: RebaseContext): void {
  const { records, changes, changesOn } = collect(tx, refs);
  const overlay: Overlay = { stored: new Map(), rows: new Map() };
  for (const ref of records.values()) {
    const stored = getStoredRow(tx, ref);
    overlay.stored.set(refKey(ref), stored);
    overlay.rows.set(refKey(ref), serverRowOf(stored));
  }
  replay(tx, [...changes.values()].filter(isShown), overlay, context);
  for (const [key, ref] of records) writeBack(tx, ref, overlay, changesOn.get(key) ?? [], context);
}

/**
 * The server has applied a change and what it shows of these records cannot be stored: what the change makes of the rows
 * that are here stands in for its rows until better ones come. Any row of the server is newer than a new record's 0.
 */
export function standIn(
  tx: WriteTx<Schema>,
  change: OutboxRow,
  refs: readonly RecordRef[],
  context: RebaseContext,
): void {
  const { localSeq } = context;
  const stored = new Map(refs.map((ref) => [refKey(ref), getStoredRow(tx, ref)] as const));
  const rows = new Map(refs.map((ref) => [refKey(ref), serverRowOf(stored.get(refKey(ref)))] as const));
  replay(tx, [change], { stored, rows }, context);
  for (const ref of refs) {
    const [row, before] = [rows.get(refKey(ref)), stored.get(refKey(ref))];
    if (row === undefined) continue;
    const serverSeq = before?.serverSeq ?? 0;
    putRow(tx, ref.kind, before?.row ?? row, { localSeq, serverSeq, pending: before?.pending ?? null, serverRow: row });
  }
}

/** The row as the server has it; undefined for one that only exists here. */
export function serverRowOf(stored: StoredRow | undefined): AnyRow | undefined {
  if (stored === undefined || stored.serverSeq === null) return undefined;
  return stored.serverRow ?? stored.row;
}

function collect(tx: WriteTx<Schema>, refs: readonly RecordRef[]) {
  const records = new Map<string, RecordRef>();
  const byOrdinal = new Map<number, OutboxRow>();
  const changesOn = new Map<string, OutboxRow[]>();
  const open = [...refs];
  for (let ref = open.pop(); ref !== undefined; ref = open.pop()) {
    if (records.has(refKey(ref))) continue;
    records.set(refKey(ref), { kind: ref.kind, id: ref.id });
    for (const ordinal of listUnsettledOrdinals(tx, ref)) {
      const change = byOrdinal.has(ordinal) ? undefined : findByOrdinal(tx, ordinal);
      if (change === undefined) continue;
      byOrdinal.set(ordinal, change);
      const written = recordsOf(tx, ordinal);
      for (const record of written) changesOn.set(refKey(record), [...(changesOn.get(refKey(record)) ?? []), change]);
      open.push(...written);
    }
  }
  const changes = new Map([...byOrdinal].sort(([a], [b]) => a - b));
  return { records, changes, changesOn };
}

function replay(tx: WriteTx<Schema>, changes: readonly OutboxRow[], overlay: Overlay, { orgIds }: RebaseContext): void {
  const source = (ref: RecordRef): AnyRow | undefined =>
    overlay.rows.has(refKey(ref)) ? overlay.rows.get(refKey(ref)) : getStoredRow(tx, ref)?.row;
  const values = new Map<string, Readonly<Record<string, GroupValue>>>();
  for (const change of changes) {
    const captured = readableOf(change);
    if (captured === undefined) continue;
    const { mutation, args, seen } = captured;
    const decision = decideMutation({
      mutation,
      envelope: { ...change, seen },
      args,
      rows: loadRows(mutation, args, source),
      context: { actor: { employeeId: change.actorId, orgIds }, nowMs: change.wallMs, facts: {} },
      stored: { mine: (id, key) => values.get(id)?.[key] },
      isTaken: (ref) => overlay.rows.get(refKey(ref)) !== undefined,
      isProvisional: true,
    });
    // Refused on top of the server's new row: the server will say so and the change will be parked; nothing is shown.
    if (decision.kind !== 'applied') continue;
    values.set(change.id, decision.values);
    for (const { of, row } of decision.writes) overlay.rows.set(refKey({ kind: of, id: row.id }), row);
  }
}

/** Undefined for what another build queued and this one cannot read: it shows nothing, and the server decides about it. */
export function readableOf(
  change: OutboxRow,
): ({ readonly mutation: Mutation } & ReturnType<typeof readCaptured>) | undefined {
  const mutation = findMutation(change.name);
  try {
    return mutation && { mutation, ...readCaptured(mutation, change) };
  } catch (error) {
    if (error instanceof SatchelError) return undefined;
    throw error;
  }
}

function writeBack(
  tx: WriteTx<Schema>,
  ref: RecordRef,
  overlay: Overlay,
  own: readonly OutboxRow[],
  { localSeq }: RebaseContext,
): void {
  const stored = overlay.stored.get(refKey(ref));
  const shown = overlay.rows.get(refKey(ref));
  if (shown === undefined) return removeRow(tx, ref, localSeq);
  const pending = strongestPending(own);
  putRow(tx, ref.kind, shown, {
    localSeq,
    serverSeq: stored?.serverSeq ?? null,
    pending,
    serverRow: pending === null ? null : (serverRowOf(stored) ?? null),
  });
}
