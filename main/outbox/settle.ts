import type { WritePass } from '../../sync/model/envelope.ts';
import type { RecordRef } from '../../sync/model/row.ts';
import type { PushAnswer } from '../../sync/protocol/push.ts';
import type { GroupConflict, MergeNote } from '../contract/conflict.ts';
import type { OutboxReason } from '../contract/types.ts';
import type { LocalTx } from '../db/local-store.ts';
import { shortageWords } from '../gate/shortage-words.ts';
import { patchAndKeep } from './journal-records.ts';
import { findQueued, freeDependents, type Queued } from './outbox-store.ts';
import { refusalWords } from './refusal-words.ts';

export interface SettleInput {
  readonly nowMs: number;
  /** When a change that was answered `later` or `blocked` may be sent again. */
  readonly retryAtMs: (attempts: number, retryAfterMs: number | undefined) => number;
}

/** What the server answered about one change, brought into the queue. Rows are applied by the caller. */
export function settle(local: LocalTx, answer: PushAnswer, input: SettleInput): void {
  const row = findQueued(local.tx, answer.id);
  if (row === undefined || row.state === 'acknowledged') return;
  const { outcome } = answer;
  switch (outcome.kind) {
    case 'decided':
      settleDecided(local, row, outcome.verdict, input.nowMs);
      break;
    case 'blocked':
      patchAndKeep(local, row.id, {
        state: 'queued',
        reason: { code: 'BLOCKED', message: 'It waits for an earlier change.', by: outcome.by },
        attempts: row.attempts + 1,
        notBeforeMs: input.retryAtMs(row.attempts, undefined),
      });
      break;
    case 'later':
      patchAndKeep(local, row.id, {
        state: 'queued',
        reason: { code: outcome.code, message: outcome.message },
        attempts: row.attempts + 1,
        notBeforeMs: input.retryAtMs(row.attempts, outcome.retryAfterMs),
      });
      break;
  }
}

type Verdict = Extract<PushAnswer['outcome'], { kind: 'decided' }>['verdict'];

function settleDecided(local: LocalTx, row: Queued, verdict: Verdict, nowMs: number): void {
  const serverPass = (verdict.pass ?? null) as WritePass | null;
  if (verdict.kind === 'applied') {
    const notes = verdict.notes as unknown as readonly MergeNote[];
    patchAndKeep(local, row.id, {
      state: 'acknowledged',
      reason: null,
      decidedAtMs: nowMs,
      serverSeq: verdict.seq,
      notes,
      serverPass,
    });
    local.tx.prepared<[number], never>('delete from mutationRow where ordinal = ?').run([row.ordinal]);
    freeDependents(local.tx, row.id);
    return;
  }
  patchAndKeep(local, row.id, { state: 'parked', decidedAtMs: nowMs, reason: reasonOf(verdict), serverPass });
}

function reasonOf(verdict: Exclude<Verdict, { kind: 'applied' }>): OutboxReason {
  if (verdict.kind === 'conflict') {
    const conflicts = verdict.conflicts as unknown as readonly GroupConflict[];
    return { code: 'CONFLICT', message: refusalWords('CONFLICT'), conflicts };
  }
  const { code, field, shortage, record } = verdict;
  return {
    code,
    message: shortage === undefined ? refusalWords(code) : shortageWords(shortage),
    ...(field === undefined ? {} : { field }),
    ...(shortage === undefined ? {} : { shortage }),
    ...(record === undefined ? {} : { record: record as RecordRef }),
  };
}
