import type { OutboxItem, OutboxState } from '../contract/types.ts';
import type { BindValue, ReadHandle } from '../db/handles.ts';
import { getStoredRow } from '../db/replica-store.ts';
import type { MutationTable, Schema } from '../db/schema.ts';
import type { RecordRef } from '../../sync/model/row.ts';
import { decodeOutboxRow, type OutboxRow } from './outbox-row.ts';
import { listAfter, recordsOf } from './outbox-store.ts';

/**
 * In queue order; settled ones newest first, because nobody looks for the oldest. What was replaced by a decision of the
 * user lives on in the change that took its place and is not listed.
 */
export function listOutbox(
  read: ReadHandle<Schema>,
  states: readonly OutboxState[],
  limit: number,
): readonly OutboxItem[] {
  const isSettled = states.every((state) => state === 'acknowledged' || state === 'discarded');
  const marks = states.map(() => '?').join(', ');
  return read
    .prepared<BindValue[], MutationTable>(
      `select * from mutation where state in (${marks}) and not exists (select 1 from mutation as next where next.replaces = mutation.id)
       order by ordinal ${isSettled ? 'desc' : 'asc'} limit ?`,
    )
    .all([...states, limit])
    .map((stored) => outboxItem(read, decodeOutboxRow(stored)));
}

export function outboxItem(read: ReadHandle<Schema>, row: OutboxRow): OutboxItem {
  return {
    mutationId: row.id,
    ordinal: row.ordinal,
    name: row.name,
    args: row.args,
    state: row.state,
    isLive: row.isLive,
    isHeldByUser: row.isHeldByUser,
    words: row.words,
    differences: row.differences,
    records: recordsIn(read, row),
    reason: row.reason,
    after: listAfter(read, row.id),
    pass: row.pass,
    serverPass: row.serverPass,
    wallMs: row.wallMs,
    sentAtMs: row.sentAtMs,
    decidedAtMs: row.decidedAtMs,
    attempts: row.attempts,
    serverSeq: row.serverSeq,
    notes: row.notes,
    deletedParent: deletedParentOf(read, row),
    localSeq: row.localSeq,
  };
}

/** The deleted record that a settled change hangs on, until it is restored or the user has said that it may stay so. */
export function deletedParentOf(read: ReadHandle<Schema>, { notes }: OutboxRow): RecordRef | null {
  const note = notes.find(({ outcome }) => outcome === 'on-deleted');
  if (note === undefined || getStoredRow(read, note)?.row.isDeleted !== true) return null;
  return { kind: note.kind, id: note.id };
}

/** How many additions to deleted records wait for a word of the user. */
export function countOnDeleted(read: ReadHandle<Schema>): number {
  return read
    .prepared<[], MutationTable>(`select * from mutation where instr(notes, '"on-deleted"') > 0 order by ordinal`)
    .all([])
    .filter((stored) => deletedParentOf(read, decodeOutboxRow(stored)) !== null).length;
}

/** Of a settled change the links are gone; its group keys still name the records. */
function recordsIn(read: ReadHandle<Schema>, row: OutboxRow): OutboxItem['records'] {
  const linked = recordsOf(read, row.ordinal);
  if (linked.length > 0) return linked;
  const keys = new Set(row.writes.map((key) => key.split(':').slice(0, 2).join(':')));
  return [...keys].map((key) => {
    const [kind = '', id = ''] = key.split(':');
    return { kind: kind as OutboxItem['records'][number]['kind'], id };
  });
}
