import type { Random } from '../../sync/model/clock.ts';
import { refKey, type RecordRef } from '../../sync/model/row.ts';
import type { WireRow } from '../../sync/protocol/wire-row.ts';
import { commitFromSync, type LocalTx } from '../db/local-store.ts';
import { setState } from '../db/local-seq.ts';
import { dropProvisionalHistory } from '../outbox/discard.ts';
import type { OutboxContext } from '../outbox/outbox-context.ts';
import type { OutboxRow } from '../outbox/outbox-row.ts';
import { recordsOf } from '../outbox/outbox-store.ts';
import { rebase, standIn, type RebaseContext } from '../outbox/rebase.ts';
import { settle } from '../outbox/settle.ts';
import { applyServerRows } from './apply-server-rows.ts';
import { backoffMs } from './backoff.ts';
import type { CheckedAnswer, CheckedAnswers } from './check-answers.ts';
import { noteUnknown, noteUnseen } from './note-out-of-sight.ts';
import { quarantine } from './quarantine.ts';

/** All answers of a batch in one transaction: at most 100 changes, a few milliseconds. */
export function applyAnswers(
  { outbox, random }: { readonly outbox: OutboxContext; readonly random: Random },
  batch: readonly OutboxRow[],
  { answers, witness }: Pick<CheckedAnswers, 'answers' | 'witness'>,
): void {
  const nowMs = outbox.clock.wallMs();
  const retryAtMs = (attempts: number, retryAfterMs?: number) => nowMs + backoffMs(attempts, random, retryAfterMs);
  commitFromSync(outbox.store, (local) => {
    if (witness !== undefined) setState(local.tx, 'witness', witness);
    const context = { orgIds: outbox.orgIds(), localSeq: local.localSeq };
    const recordsBy = new Map(batch.map(({ id, ordinal }) => [id, recordsOf(local.tx, ordinal)] as const));
    const refs: RecordRef[] = [...recordsBy.values()].flat();
    const settled = new Set<string>();
    for (const [index, answer] of answers.entries()) {
      const change = batch[index];
      const own = recordsBy.get(answer.id) ?? [];
      settle(local, answer, { nowMs, retryAtMs });
      if (answer.outcome.kind !== 'decided' || change === undefined) continue;
      const applied = applyRows(local, { change, own, answer, rows: answer.outcome.rows }, context);
      refs.push(...applied.toRebase);
      for (const key of applied.settled) settled.add(key);
    }
    const toRebase = refs.filter((ref) => !settled.has(refKey(ref)));
    rebase(local.tx, toRebase, context);
    noteUnknown(local.tx, answers, recordsBy);
    local.touch(...refs.map(({ kind }) => kind));
  });
}

interface Decided {
  readonly change: OutboxRow;
  /** What the change wrote here. */
  readonly own: readonly RecordRef[];
  readonly answer: CheckedAnswer;
  readonly rows: readonly WireRow[];
}

function applyRows(local: LocalTx, { change, own, answer, rows }: Decided, context: RebaseContext) {
  const { id, outcome, quarantined } = answer;
  const isApplied = outcome.kind === 'decided' && outcome.verdict.kind === 'applied';
  if (isApplied) noteUnseen(local.tx, own, new Set([...rows.map(nameOf), ...quarantined]));
  else dropProvisionalHistory(local, id);
  const applied = applyServerRows(local, rows.filter(isForAnswer(own)));
  quarantine(local.tx, quarantined);
  const bad = new Set(quarantined);
  const missing = own.filter((ref) => bad.has(refKey(ref)));
  if (isApplied && missing.length > 0) standIn(local.tx, change, missing, context);
  return applied;
}

const nameOf = ([kind, id]: WireRow): string => `${kind}:${id}`;

/** What the change wrote is shown as the server has it now; any other record is the pull's business, and its brake's. */
function isForAnswer(own: readonly RecordRef[]): (row: WireRow) => boolean {
  const keys = new Set(own.map(refKey));
  return (row) => keys.has(nameOf(row));
}
