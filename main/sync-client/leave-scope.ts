import { KIND_NAMES } from '../../sync/model/kinds/all-kinds.ts';
import type { RecordRef } from '../../sync/model/row.ts';
import type { WriteTx } from '../db/handles.ts';
import type { LocalTx } from '../db/local-store.ts';
import { getStoredRow, removeRow } from '../db/replica-store.ts';
import type { Schema } from '../db/schema.ts';
import { patchAndKeep } from '../outbox/journal-records.ts';
import type { OutboxRow } from '../outbox/outbox-row.ts';
import { listUnsettledOn } from '../outbox/outbox-store.ts';
import { refusalWords } from '../outbox/refusal-words.ts';

/**
 * Takes a record away that the user may no longer see; what else is known of it goes with `forgetLeft`. Pending changes
 * wait for the user, but for those that were sent: the server may have applied them, and only its answer can tell.
 */
export function leaveScope(local: LocalTx, ref: RecordRef): void {
  const changes = listUnsettledOn(local.tx, ref);
  if (changes.length === 0 && getStoredRow(local.tx, ref) === undefined) return;
  noteLeft(local.tx, ref.id);
  for (const change of changes) {
    if (mayBeApplied(change)) continue;
    const reason = { code: 'OUT_OF_SCOPE' as const, message: refusalWords('OUT_OF_SCOPE') };
    patchAndKeep(local, change.id, { state: 'parked', reason });
  }
  dropOwnHistory(local, ref.id);
  removeRow(local.tx, ref, local.localSeq);
}

/** The record is to be forgotten at the next head. Durable, because a crash in between must not end it. */
export function noteLeft(tx: WriteTx<Schema>, id: string): void {
  tx.prepared<[string], never>('insert or ignore into leftScope (id) values (?)').run([id]);
}

/**
 * For a replica that is new under an old queue: whatever was pending on records that the next head does not bring was
 * captured from rows that are out of sight by now.
 */
export function noteNamed(tx: WriteTx<Schema>): void {
  tx.prepared<[], never>(
    `insert or ignore into leftScope (id)
       select id from mutationRow where kind || ':' || id not in (select value from mutation, json_each(creates))`,
  ).run([]);
}

/** What is pending on a record that is there again, or still, keeps what it was captured with. */
export function keepPresent(tx: WriteTx<Schema>): void {
  for (const kind of KIND_NAMES)
    tx.prepared<[string], never>(
      `delete from leftScope where id in
         (select "${kind}".id from mutationRow join "${kind}" using (id) where mutationRow.kind = ?)`,
    ).run([kind]);
}

const mayBeApplied = ({ state, sentAtMs }: OutboxRow): boolean =>
  sentAtMs !== null && (state === 'sending' || state === 'queued' || state === 'held');

/** What own pending changes would leave in the record's history says what it held before. */
function dropOwnHistory(local: LocalTx, recordId: string): void {
  const rows = local.tx
    .prepared<[string], { id: string }>('select id from history where recordId = ? and serverSeq is null')
    .all([recordId]);
  for (const { id } of rows) removeRow(local.tx, { kind: 'history', id }, local.localSeq);
  if (rows.length > 0) local.touch('history');
}
