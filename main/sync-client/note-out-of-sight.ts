import { refKey, type RecordRef } from '../../sync/model/row.ts';
import type { ErrorCode } from '../../sync/protocol/error-codes.ts';
import type { PushAnswer } from '../../sync/protocol/push.ts';
import type { WriteTx } from '../db/handles.ts';
import { getStoredRow } from '../db/replica-store.ts';
import type { Schema } from '../db/schema.ts';
import { noteLeft } from './leave-scope.ts';

/** The server shows what is in sight: a record that a change wrote and that is missing went out of it meanwhile. */
export function noteUnseen(tx: WriteTx<Schema>, written: readonly RecordRef[], shown: ReadonlySet<string>): void {
  for (const ref of written) if (!shown.has(refKey(ref))) noteLeft(tx, ref.id);
}

const UNKNOWN: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['NOT_FOUND', 'OUT_OF_SCOPE']);

/** What the server does not show and the replica does not hold any more went out of sight while the change waited. */
export function noteUnknown(
  tx: WriteTx<Schema>,
  answers: readonly PushAnswer[],
  recordsBy: ReadonlyMap<string, readonly RecordRef[]>,
): void {
  for (const { id, outcome } of answers) {
    const isUnknown =
      outcome.kind === 'decided' && outcome.verdict.kind === 'refused' && UNKNOWN.has(outcome.verdict.code);
    if (!isUnknown) continue;
    for (const ref of recordsBy.get(id) ?? []) {
      const isHere = (getStoredRow(tx, ref)?.serverSeq ?? null) !== null;
      if (!isHere) noteLeft(tx, ref.id);
    }
  }
}
