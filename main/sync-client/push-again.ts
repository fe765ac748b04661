import { isKind } from '../../sync/model/kinds/all-kinds.ts';
import type { RecordRef } from '../../sync/model/row.ts';
import type { LocalTx } from '../db/local-store.ts';
import type { MutationTable } from '../db/schema.ts';
import { captureAfter } from '../outbox/capture.ts';
import { patchAndKeep, type JournalRecord } from '../outbox/journal-records.ts';
import { decodeOutboxRow, type OutboxRow } from '../outbox/outbox-row.ts';
import { linkMutation, recordsOf } from '../outbox/outbox-store.ts';
import { readableOf, rebase } from '../outbox/rebase.ts';

/** Some milliseconds for a slice: changes that the user makes meanwhile do not wait. */
const SLICE = 50;

/** Changes of a time: those up to this place in the queue. */
interface Slice {
  readonly upTo: number;
  readonly orgIds: ReadonlySet<string>;
}

const FORGOTTEN = {
  code: 'CURSOR_EXPIRED' as const,
  message: 'This laptop was away so long that the server may have forgotten it has this. Look before you send it.',
};

/**
 * The server may have applied these and forgotten it, so nothing but a person can say whether they are still to be sent.
 * @returns whether none is left
 */
export function holdForgotten(local: LocalTx, { upTo, orgIds }: Slice): boolean {
  const rows = local.tx
    .prepared<[number, number], MutationTable>(
      `select * from mutation where state in ('queued', 'sending') and ordinal <= ? order by ordinal limit ?`,
    )
    .all([upTo, SLICE])
    .map(decodeOutboxRow);
  for (const { id } of rows) patchAndKeep(local, id, { state: 'held', isHeldByUser: true, reason: FORGOTTEN });
  rebaseOf(local, rows, orgIds);
  return rows.length < SLICE;
}

/**
 * What the server had applied and lost goes again, under the ids it had: one that it did keep is answered `duplicate`.
 * Receipts that were shrunk are beyond that. @returns whether none is left
 */
export function queueLost(local: LocalTx, sharedSeq: number, { upTo, orgIds }: Slice): boolean {
  const rows = local.tx
    .prepared<[number, number, number], MutationTable>(
      `select * from mutation where state = 'acknowledged' and serverSeq > ? and args <> 'null' and ordinal <= ?
       order by ordinal limit ?`,
    )
    .all([sharedSeq, upTo, SLICE])
    .map(decodeOutboxRow);
  for (const row of rows) {
    const records = recordsNamed(row);
    linkMutation(local.tx, row, { after: [], records });
    const record: JournalRecord = { t: 'mutation', row, after: [], records };
    local.keep(record);
    patchAndKeep(local, row.id, {
      state: 'queued',
      reason: null,
      notes: [],
      attempts: 0,
      notBeforeMs: 0,
      decidedAtMs: null,
      serverSeq: null,
    });
  }
  rebaseOf(local, rows, orgIds);
  return rows.length < SLICE;
}

/**
 * A receipt's dependencies were dropped when it was acknowledged; now that it waits again, others wait for it again.
 * @returns the place in the queue that was reached; null at the end
 */
export function linkAgain({ tx }: LocalTx, fromOrdinal: number, upTo: number): number | null {
  const rows = tx
    .prepared<[number, number, number], MutationTable>(
      `select * from mutation where state in ('queued', 'held', 'parked') and ordinal > ? and ordinal <= ?
       order by ordinal limit ?`,
    )
    .all([fromOrdinal, upTo, SLICE])
    .map(decodeOutboxRow);
  for (const row of rows) {
    const captured = readableOf(row);
    const before = captured === undefined ? [] : captureAfter(tx, captured.mutation, captured.args);
    const after = before.filter(({ ordinal, state }) => ordinal < row.ordinal && state === 'queued');
    linkMutation(tx, row, { after: after.map(({ id }) => id), records: [] });
  }
  return rows.length < SLICE ? null : (rows.at(-1)?.ordinal ?? null);
}

/** Of an acknowledged change the links are gone; its group keys still name the records. */
function recordsNamed({ writes, creates }: OutboxRow): readonly RecordRef[] {
  const names = new Set([...writes.map((key) => key.split(':').slice(0, 2).join(':')), ...creates]);
  return [...names].flatMap((name) => {
    const [kind = '', id = ''] = name.split(':');
    return isKind(kind) ? [{ kind, id }] : [];
  });
}

function rebaseOf(local: LocalTx, rows: readonly OutboxRow[], orgIds: ReadonlySet<string>): void {
  const refs = rows.flatMap(({ ordinal }) => recordsOf(local.tx, ordinal));
  rebase(local.tx, refs, { orgIds, localSeq: local.localSeq });
  local.touch(...refs.map(({ kind }) => kind));
}
