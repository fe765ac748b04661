import { v7 as uuidV7 } from 'uuid';
import { decideMutation, type Decision } from '../../sync/merge/decide-mutation.ts';
import type { Change } from '../../sync/model/change.ts';
import { groupKey, type SeenByGroup, type WritePass } from '../../sync/model/envelope.ts';
import { nextHlc, type Hlc } from '../../sync/model/hlc.ts';
import type { LoadedRows, Mutation, Needs } from '../../sync/model/mutations/define-mutation.ts';
import { mustGetMutation, parseArgs } from '../../sync/model/mutations/registry.ts';
import { refKey, type RecordRef } from '../../sync/model/row.ts';
import { isSameValue } from '../../sync/model/same-value.ts';
import { SatchelError } from '../../sync/protocol/satchel-error.ts';
import type { Explanation, OutboxReason, RunResult } from '../contract/types.ts';
import { commitLocal, type LocalTx } from '../db/local-store.ts';
import { getState, setState } from '../db/local-seq.ts';
import { getStoredRow, markPending, putRow } from '../db/replica-store.ts';
import type { ReadHandle } from '../db/handles.ts';
import type { Schema } from '../db/schema.ts';
import type { GateVerdict } from '../gate/decide-gate.ts';
import { captureAfter, captureSeen, differencesOf } from './capture.ts';
import { isShown, pendingOf, strongestPending } from './is-shown.ts';
import type { JournalRecord } from './journal-records.ts';
import { hasAllRows, loadRows } from './load-rows.ts';
import type { OutboxContext } from './outbox-context.ts';
import type { OutboxRow } from './outbox-row.ts';
import { findMutationRow, insertMutationRow, listPendingOn } from './outbox-store.ts';
import { serverRowOf } from './rebase.ts';
import { refusalWords } from './refusal-words.ts';

export interface RunInput {
  readonly name: string;
  readonly args: unknown;
  readonly mutationId?: string | undefined;
  /** The parked change whose place in the queue this one takes. */
  readonly replaces?: Pick<OutboxRow, 'id' | 'ordinal'>;
  /** What the user saw, where that is not what the record shows: the server's side of a conflict. */
  readonly seen?: SeenByGroup;
}

/**
 * Makes a change: rows, history, queue and journal in one transaction, on the disk when this returns.
 * A refusal stores nothing. A change that alters nothing is `applied` and stores nothing either.
 * @throws SatchelError UNKNOWN_MUTATION | BAD_REQUEST | ID_REUSED | DISK_FULL | FOLDER_READ_ONLY
 */
export function runMutation(context: OutboxContext, input: RunInput): RunResult {
  const mutation = mustGetMutation(input.name);
  const args = parseArgs(mutation, mutation.version, input.args);
  const repeated =
    input.mutationId === undefined ? undefined : findMutationRow(context.store.db.read, input.mutationId);
  if (repeated) return resultOfRepeated(repeated, mutation, args);
  const result = commitLocal(context.store, (local) => runInside(local, context, { ...input, mutation, args }));
  if (result.status === 'applied' || result.status === 'checking') context.wake();
  return result;
}

/** What `runMutation` would do now, without doing it. */
export function explainMutation(context: OutboxContext, input: RunInput): Explanation {
  const mutation = mustGetMutation(input.name);
  const args = parseArgs(mutation, mutation.version, input.args);
  const { verdict, decision } = judge(context.store.db.read, context, { ...input, mutation, args });
  if (verdict.kind === 'refuse' || verdict.kind === 'hold') {
    const { code, message } = verdict.reason;
    return {
      status: verdict.kind === 'hold' ? 'held' : 'refused',
      code,
      message,
      unblocks: verdict.unblocks,
      pass: verdict.pass,
    };
  }
  const { pass } = verdict;
  if (decision.kind === 'refused') {
    return { status: 'refused', code: decision.code, message: refusalWords(decision.code), unblocks: null, pass };
  }
  return { status: verdict.kind === 'apply' ? 'applied' : 'checking', code: null, message: '', unblocks: null, pass };
}

/** Also called inside another transaction, when a parked change is replaced. */
export interface ParsedInput extends RunInput {
  readonly mutation: Mutation;
  readonly args: unknown;
}

export function runInside(local: LocalTx, context: OutboxContext, input: ParsedInput): RunResult {
  const mutationId = input.mutationId ?? uuidV7({ msecs: context.clock.wallMs() });
  const judged = judge(local.tx, context, { ...input, mutationId });
  const { verdict, decision } = judged;
  const { pass } = verdict;
  if (decision.kind === 'refused') {
    const field = decision.field === undefined ? {} : { field: decision.field };
    return { status: 'refused', mutationId, code: decision.code, message: refusalWords(decision.code), ...field, pass };
  }
  if (verdict.kind === 'refuse') {
    return { status: 'refused', mutationId, code: verdict.reason.code, message: verdict.reason.message, pass };
  }
  if (changesNothing(judged)) return { status: 'applied', mutationId, pass };
  append(local, context, { input, mutationId, ...judged });
  const inverse = inverseOf(input, judged.rows);
  if (verdict.kind === 'apply') return { status: 'applied', mutationId, ...inverse, pass };
  if (verdict.kind === 'check-live') return { status: 'checking', mutationId, ...inverse, pass };
  return { status: 'held', mutationId, code: verdict.reason.code, message: verdict.reason.message, ...inverse, pass };
}

function inverseOf({ mutation, args }: ParsedInput, rows: LoadedRows): Pick<RunResult, 'inverse'> {
  const inverse = mutation.inverse(rows, args);
  return inverse.kind === 'none' ? {} : { inverse: { name: inverse.name, args: inverse.args } };
}

interface Judged {
  readonly rows: LoadedRows;
  readonly changes: readonly Change[];
  readonly decision: Exclude<Decision, { kind: 'conflict' }>;
  readonly verdict: GateVerdict;
  readonly needs: Needs | null;
  readonly after: readonly OutboxRow[];
}

const NO_PASS: WritePass = { mode: 'lease', entries: [] };

function judge(read: ReadHandle<Schema>, context: OutboxContext, input: ParsedInput): Judged {
  const { mutation, args, mutationId } = input;
  const rows = loadRows(mutation, args, (ref) => getStoredRow(read, ref)?.row);
  if (!hasAllRows(mutation, args, rows)) {
    const verdict = { kind: 'apply', pass: NO_PASS } as const;
    return { rows, changes: [], decision: { kind: 'refused', code: 'NOT_FOUND' }, verdict, needs: null, after: [] };
  }
  const actor = { employeeId: context.employeeId, orgIds: context.orgIds() };
  const mutationContext = { actor, nowMs: context.clock.wallMs(), facts: {} };
  const decision = decideMutation({
    mutation,
    envelope: { ...blankEnvelope, id: mutationId ?? ZERO_ID, name: mutation.name, args, actorId: context.employeeId },
    args,
    rows,
    context: mutationContext,
    stored: {},
    isTaken: (ref) => getStoredRow(read, ref) !== undefined,
    isProvisional: true,
  });
  const after = captureAfter(read, mutation, args).filter(
    ({ ordinal }) => ordinal < (input.replaces?.ordinal ?? Infinity),
  );
  const needs = mutation.needs(args, rows);
  const verdict = context.gate(needs, after.find(({ state }) => state === 'held')?.id ?? null);
  if (decision.kind !== 'applied') {
    return {
      rows,
      changes: [],
      decision: decision.kind === 'refused' ? decision : neverConflict(),
      verdict,
      needs,
      after,
    };
  }
  return { rows, changes: mutation.apply(rows, args, mutationContext), decision, verdict, needs, after };
}

const ZERO_ID = '00000000-0000-7000-8000-000000000000';
const blankEnvelope = { version: 1, wallMs: 0, hlc: '000000000000000-00000', seen: {} };

function neverConflict(): never {
  throw new SatchelError('INTERNAL', 'A provisional decision asked the user.');
}

/** A merge that changes nothing writes nothing: no queue entry, no history, nothing to send (failures.md, 24). */
function changesNothing({ decision, changes }: Judged): boolean {
  return decision.kind === 'applied' && decision.writes.length === 0 && changes.every(({ kind }) => kind === 'update');
}

interface Appended extends Judged {
  readonly input: ParsedInput;
  readonly mutationId: string;
}

function append(local: LocalTx, context: OutboxContext, appended: Appended): void {
  const { after, changes, input } = appended;
  const records = uniqueRecords(changes);
  const row = outboxRowOf(local, context, appended);
  const stored = insertMutationRow(local.tx, row, {
    after: after.map(({ id }) => id),
    records,
    ordinal: input.replaces?.ordinal,
  });
  const record: JournalRecord = { t: 'mutation', row: stored, after: after.map(({ id }) => id), records };
  local.keep(record);
  if (isShown(stored)) writeShown(local, stored, appended);
  else
    for (const ref of records)
      markPending(local.tx, ref, strongestPending(listPendingOn(local.tx, ref)), local.localSeq);
  local.touch('outbox', ...records.map(({ kind }) => kind));
}

function outboxRowOf(
  local: LocalTx,
  context: OutboxContext,
  { input, mutationId, ...judged }: Appended,
): Omit<OutboxRow, 'ordinal'> {
  const { mutation, args } = input;
  const { verdict, changes, decision, rows } = judged;
  const wallMs = context.clock.wallMs();
  const hlc = nextHlc(getState<Hlc>(local.tx, 'hlc') ?? null, wallMs);
  setState(local.tx, 'hlc', hlc);
  return {
    id: mutationId,
    name: mutation.name,
    version: mutation.version,
    args,
    actorId: context.employeeId,
    wallMs,
    hlc,
    seen: { ...captureSeen(local.tx, changes), ...input.seen },
    pass: verdict.pass,
    state: verdict.kind === 'hold' ? 'held' : 'queued',
    isLive: verdict.kind !== 'apply',
    isHeldByUser: false,
    stateBefore: null,
    writes: mutation.writes(args).map(groupKey),
    creates: changes.filter(({ kind }) => kind === 'insert').map(({ of, row }) => refKey({ kind: of, id: row.id })),
    words: mutation.words(rows, args),
    differences: differencesOf(changes),
    groupValues: decision.kind === 'applied' ? decision.values : {},
    reason: verdict.kind === 'hold' ? verdict.reason : null,
    notes: [],
    attempts: 0,
    notBeforeMs: 0,
    sentAtMs: null,
    decidedAtMs: null,
    serverSeq: null,
    replaces: input.replaces?.id ?? null,
    localSeq: local.localSeq,
  };
}

function uniqueRecords(changes: readonly Change[]): readonly RecordRef[] {
  const refs = changes.map(({ of, row }): RecordRef => ({ kind: of, id: row.id }));
  return [...new Map(refs.map((ref) => [refKey(ref), ref])).values()];
}

/** Rows with the change on top, and its provisional history. */
function writeShown(local: LocalTx, own: OutboxRow, { decision }: Appended): void {
  if (decision.kind !== 'applied') return;
  const { tx, localSeq } = local;
  for (const { of, row } of decision.writes) {
    const ref = { kind: of, id: row.id };
    const stored = getStoredRow(tx, ref);
    const pending = strongestPending(listPendingOn(tx, ref));
    putRow(tx, of, row, {
      localSeq,
      serverSeq: stored?.serverSeq ?? null,
      pending,
      serverRow: serverRowOf(stored) ?? null,
    });
  }
  for (const row of decision.history) {
    putRow(tx, 'history', row, { localSeq, serverSeq: null, pending: pendingOf(own), serverRow: null });
  }
  local.touch('history');
}

/** A call that is repeated (its answer was lost) gets the answer again; another change under the same id is an error. */
function resultOfRepeated(row: OutboxRow, mutation: Mutation, args: unknown): RunResult {
  if (row.name !== mutation.name || !isSameValue(JSON.parse(JSON.stringify(args)), row.args)) {
    throw new SatchelError('ID_REUSED', 'This id was used for another change.', { data: { mutationId: row.id } });
  }
  const { id: mutationId, pass, reason } = row;
  const because: Partial<Pick<OutboxReason, 'code' | 'message'>> =
    reason === null ? {} : { code: reason.code, message: reason.message };
  if (row.state === 'held') return { status: 'held', mutationId, ...because, pass };
  if (row.state === 'parked' || row.state === 'discarded') return { status: 'refused', mutationId, ...because, pass };
  return { status: row.isLive && row.state !== 'acknowledged' ? 'checking' : 'applied', mutationId, pass };
}
