import { v7 as uuidV7 } from 'uuid';
import { decideMutation } from '../../sync/merge/decide-mutation.ts';
import type { Decision } from '../../sync/merge/decision.ts';
import type { Change } from '../../sync/model/change.ts';
import { groupKey, type SeenByGroup, type WritePass } from '../../sync/model/envelope.ts';
import { featureOff, type FeatureSwitches } from '../../sync/model/features.ts';
import { nextHlc, type Hlc } from '../../sync/model/hlc.ts';
import type { LoadedRows, Mutation, Needs } from '../../sync/model/mutations/define-mutation.ts';
import { mustGetMutation, parseArgs } from '../../sync/model/mutations/registry.ts';
import { refKey, type RecordRef } from '../../sync/model/row.ts';
import { isSameValue } from '../../sync/model/same-value.ts';
import type { ErrorCode } from '../../sync/protocol/error-codes.ts';
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
  /** The change that this one comes instead of, and a free place in the queue; without a place, the end. */
  readonly replaces?: string;
  readonly ordinal?: number;
  /** It goes out behind a restore, so that deleted records count as being there. */
  readonly isAfterRestore?: boolean;
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
  const { verdict, refusal } = judge(context.store.db.read, context, { ...input, mutation, args });
  const { pass } = verdict;
  if (refusal) {
    const unblocks = verdict.kind === 'refuse' ? verdict.unblocks : unblocksOf(refusal.code);
    return { status: 'refused', code: refusal.code, message: refusal.message, unblocks, pass };
  }
  if (verdict.kind === 'hold') {
    const { code, message } = verdict.reason;
    return { status: 'held', code, message, unblocks: verdict.unblocks, pass };
  }
  return { status: verdict.kind === 'apply' ? 'applied' : 'checking', code: null, message: '', unblocks: null, pass };
}

const unblocksOf = (code: OutboxReason['code']): string | null =>
  code === 'FEATURE_OFF' ? 'An administrator can switch it on in the account service.' : null;

/** Also called inside another transaction, when a parked change is replaced. */
export interface ParsedInput extends RunInput {
  readonly mutation: Mutation;
  readonly args: unknown;
}

export function runInside(local: LocalTx, context: OutboxContext, input: ParsedInput): RunResult {
  const mutationId = input.mutationId ?? uuidV7({ msecs: context.clock.wallMs() });
  const judged = judge(local.tx, context, { ...input, mutationId });
  const { verdict, refusal } = judged;
  const { pass } = verdict;
  if (refusal) return { status: 'refused', mutationId, ...refusal, pass };
  if (changesNothing(judged)) return { status: 'applied', mutationId, pass };
  append(local, context, { input, mutationId, ...judged });
  const inverse = inverseOf(input, judged.rows);
  if (verdict.kind === 'apply') return { status: 'applied', mutationId, ...inverse, pass };
  if (verdict.kind === 'check-live') return { status: 'checking', mutationId, ...inverse, pass };
  const { code, message } = verdict.reason;
  return { status: 'held', mutationId, code, message, ...inverse, pass };
}

function inverseOf({ mutation, args }: ParsedInput, rows: LoadedRows): Pick<RunResult, 'inverse'> {
  const inverse = mutation.inverse(rows, args);
  return inverse.kind === 'none' ? {} : { inverse: { name: inverse.name, args: inverse.args } };
}

type Refusal = Pick<RunResult, 'field'> & { readonly code: OutboxReason['code']; readonly message: string };

interface Judged {
  /** Why it is refused here and stores nothing; the reasons come in the server's order. */
  readonly refusal: Refusal | null;
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
  const rows = loadRows(mutation, args, (ref) => {
    const row = getStoredRow(read, ref)?.row;
    return row && input.isAfterRestore === true ? { ...row, isDeleted: false } : row;
  });
  const isHere = (ref: RecordRef): boolean => getStoredRow(read, ref) !== undefined;
  if (!hasAllRows(mutation, args, rows) || !mutation.refers(args).every(isHere)) {
    const verdict = { kind: 'apply', pass: NO_PASS } as const;
    const decision = { kind: 'refused', code: 'NOT_FOUND' } as const;
    return { refusal: refusalOf(decision), rows, changes: [], decision, verdict, needs: null, after: [] };
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
    isTaken: isHere,
    isProvisional: true,
  });
  const after = captureAfter(read, mutation, args).filter(({ ordinal }) => ordinal < (input.ordinal ?? Infinity));
  const needs = mutation.needs(args, rows);
  const verdict = context.gate(needs, after.find(({ state }) => state === 'held')?.id ?? null);
  if (decision.kind === 'conflict') return neverConflict();
  const refusal =
    scopeRefusal(needs, actor.orgIds) ??
    gateRefusal(verdict) ??
    featureRefusal(mutation.name, context.features()) ??
    refusalOf(decision);
  const changes = decision.kind === 'applied' ? mutation.apply(rows, args, mutationContext) : [];
  return { refusal, rows, changes, decision, verdict, needs, after };
}

function scopeRefusal({ permissions }: Needs, orgIds: ReadonlySet<string>): Refusal | null {
  const isInScope = permissions.every(({ orgId }) => orgId === null || orgIds.has(orgId));
  return isInScope ? null : { ...refusedWith('OUT_OF_SCOPE'), field: 'orgId' };
}

const gateRefusal = (verdict: GateVerdict): Refusal | null =>
  verdict.kind === 'refuse' ? { code: verdict.reason.code, message: verdict.reason.message } : null;

const featureRefusal = (name: string, features: FeatureSwitches): Refusal | null =>
  featureOff(name, features) === undefined ? null : refusedWith('FEATURE_OFF');

function refusalOf(decision: Judged['decision']): Refusal | null {
  if (decision.kind !== 'refused') return null;
  return { ...refusedWith(decision.code), ...(decision.field === undefined ? {} : { field: decision.field }) };
}

const refusedWith = (code: ErrorCode): Refusal => ({ code, message: refusalWords(code) });

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
    ordinal: input.ordinal,
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
  const { verdict, changes, decision, rows, needs } = judged;
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
    releasedAtMs: null,
    serverSeq: null,
    replaces: input.replaces ?? null,
    localSeq: local.localSeq,
    serverPass: null,
    price: needs?.price ?? null,
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
