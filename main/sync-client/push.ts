import type { Random } from '../../sync/model/clock.ts';
import { MAX_MUTATIONS_PER_PUSH } from '../../sync/protocol/push.ts';
import type { ErrorCode } from '../../sync/protocol/error-codes.ts';
import { SatchelError } from '../../sync/protocol/satchel-error.ts';
import type { ReadHandle } from '../db/handles.ts';
import { getState } from '../db/local-seq.ts';
import { commitFromSync, commitLocal } from '../db/local-store.ts';
import type { MutationTable, Schema } from '../db/schema.ts';
import { compactIfLarge, patchAndKeep } from '../outbox/journal-records.ts';
import type { OutboxContext } from '../outbox/outbox-context.ts';
import { decodeOutboxRow, type OutboxRow } from '../outbox/outbox-row.ts';
import { applyAnswers } from './apply-answers.ts';
import { AnswersOnWire, checkAnswers, type CheckedAnswer, type CheckedAnswers } from './check-answers.ts';
import { maySend } from './rebuild-replica.ts';
import type { SyncHttp } from './sync-http.ts';
import { wireOf } from './wire-mutation.ts';

export interface PushContext {
  readonly outbox: OutboxContext;
  readonly http: SyncHttp;
  readonly random: Random;
  readonly deviceId: string;
  readonly token: () => Promise<string>;
}

export interface PushedBatch {
  readonly sent: number;
  /** Answered "later" because the server could not reach the wrapper. */
  readonly isWrapperAway: boolean;
  readonly serverTimeMs: number | null;
}

/**
 * Sends the next 1-100 changes that may go and brings the answers into the queue.
 * @throws SatchelError SERVER_UNREACHABLE | UNAUTHENTICATED | PROTOCOL_TOO_OLD ... : the batch is queued again
 */
export async function pushBatch(context: PushContext): Promise<PushedBatch> {
  const { outbox } = context;
  const batch = takeBatch(outbox);
  if (batch.length === 0) return NOTHING;
  try {
    return await sendBatch(context, batch);
  } catch (error) {
    queueAgain(outbox, batch);
    if (isOutOfDate(error)) return NOTHING;
    throw error;
  } finally {
    compactIfLarge(outbox.store);
  }
}

const NOTHING: PushedBatch = { sent: 0, isWrapperAway: false, serverTimeMs: null };

/** The replica is out of date: the pull that follows rebuilds it and wakes the queue. */
export const isOutOfDate = (error: unknown): boolean =>
  error instanceof SatchelError && error.code === 'CURSOR_EXPIRED';

/** The next changes that may go, marked as such; none when none may. They have to be sent, or be queued again. */
export function takeBatch(outbox: OutboxContext): readonly OutboxRow[] {
  const batch = nextBatch(outbox.store.db.read, outbox.clock.wallMs());
  if (batch.length > 0) markSending(outbox, batch);
  return batch;
}

async function sendBatch(context: PushContext, batch: readonly OutboxRow[]): Promise<PushedBatch> {
  try {
    return storeAnswers(context, batch, await requestAnswers(context, batch));
  } catch (error) {
    if (!isRefusedWhole(error)) throw error;
    return sendApart(context, batch, error);
  }
}

/** @param witness a newer one than is stored */
export async function requestAnswers(
  { outbox, http, deviceId, ...context }: PushContext,
  batch: readonly OutboxRow[],
  witness?: string,
): Promise<CheckedAnswers> {
  const token = await context.token();
  const { read } = outbox.store.db;
  const mutations = batch.map((row) => wireOf(read, row));
  const request = { deviceId, witness: witness ?? getState<string>(read, 'witness'), mutations };
  const response = await http.post('/v1/push', request, AnswersOnWire, { token });
  return checkAnswers(
    response,
    batch.map(({ id }) => id),
  );
}

export function storeAnswers(context: PushContext, batch: readonly OutboxRow[], response: CheckedAnswers): PushedBatch {
  applyAnswers(context, batch, response);
  return { sent: batch.length, isWrapperAway: isWrapperAway(response), serverTimeMs: response.serverTimeMs };
}

export const isWrapperAway = ({ answers }: CheckedAnswers): boolean =>
  answers.some(({ outcome }) => outcome.kind === 'later' && outcome.code === 'WRAPPER_UNREACHABLE');

/** The server could not read the request; one change in it may be the reason, and the others must not wait for it. */
export const isRefusedWhole = (error: unknown): error is SatchelError =>
  error instanceof SatchelError && REFUSED_WHOLE.has(error.code);

const REFUSED_WHOLE: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['BAD_REQUEST', 'TOO_LARGE']);

export async function sendApart(
  context: PushContext,
  batch: readonly OutboxRow[],
  error: SatchelError,
): Promise<PushedBatch> {
  const [only] = batch;
  if (batch.length === 1 && only) {
    const verdict = { kind: 'refused', code: error.code, message: error.message } as const;
    const outcome = { kind: 'decided', isDuplicate: false, verdict, rows: [] } as const;
    const answer: CheckedAnswer = { id: only.id, outcome: { ...outcome, rows: [] }, quarantined: [] };
    applyAnswers(context, batch, { answers: [answer] });
    return { sent: 1, isWrapperAway: false, serverTimeMs: null };
  }
  const half = Math.ceil(batch.length / 2);
  await sendBatch(context, batch.slice(0, half));
  const rest = await sendBatch(context, batch.slice(half));
  return { ...rest, sent: batch.length };
}

/** Imported rows make a change large; a request stays well under the server's limit. */
const MAX_ARGS_CHARS = 1_000_000;

/** Changes that may go now, in queue order: nothing they wait for is missing, or it goes with them. */
export function nextBatch(read: ReadHandle<Schema>, nowMs: number): readonly OutboxRow[] {
  const batch: OutboxRow[] = [];
  if (!maySend(read)) return batch;
  const inBatch = new Set<string>();
  let chars = 0;
  const statement = read.prepared<[number, number], MutationTable>(
    `select * from mutation where state = 'queued' and ordinal > ? order by ordinal limit ?`,
  );
  const afters = read.prepared<[string], { afterId: string; state: string | null }>(
    'select afterId, mutation.state from mutationAfter left join mutation on mutation.id = afterId where mutationId = ?',
  );
  for (let last = 0; batch.length < MAX_MUTATIONS_PER_PUSH;) {
    const rows = statement.all([last, MAX_MUTATIONS_PER_PUSH]);
    if (rows.length === 0) break;
    for (const row of rows) {
      last = row.ordinal;
      if (batch.length >= MAX_MUTATIONS_PER_PUSH || row.notBeforeMs > nowMs) continue;
      const isFree = afters
        .all([row.id])
        .every(({ afterId, state }) => inBatch.has(afterId) || state === null || state === 'acknowledged');
      if (!isFree) continue;
      chars += row.args.length;
      if (chars > MAX_ARGS_CHARS && batch.length > 0) return batch;
      batch.push(decodeOutboxRow(row));
      inBatch.add(row.id);
    }
  }
  return batch;
}

/** Durable before anything leaves: a change that may have been applied can never again be taken back unseen. */
function markSending({ store, clock }: OutboxContext, batch: readonly OutboxRow[]): void {
  const sentAtMs = clock.wallMs();
  commitLocal(store, (local) => {
    for (const { id } of batch) patchAndKeep(local, id, { state: 'sending', sentAtMs });
  });
}

/** No answer came: nothing is known, so the same changes go again under the same ids. */
export function queueAgain({ store }: OutboxContext, batch: readonly OutboxRow[]): void {
  commitFromSync(store, (local) => {
    const isSending = local.tx.prepared<[string], { id: string }>(
      `select id from mutation where id = ? and state = 'sending'`,
    );
    for (const { id } of batch) if (isSending.first([id])) patchAndKeep(local, id, { state: 'queued' });
  });
}
