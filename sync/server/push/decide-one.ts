import { decideMutation } from '../../merge/decide-mutation.ts';
import type { Applied, StoredFacts } from '../../merge/decision.ts';
import { featureOff } from '../../model/features.ts';
import type { GroupValue } from '../../model/field-groups.ts';
import { clampHlc } from '../../model/hlc.ts';
import type { LoadedRows, Needs } from '../../model/mutations/define-mutation.ts';
import { refKey, type AnyRow, type RecordRef } from '../../model/row.ts';
import type { ErrorCode } from '../../protocol/error-codes.ts';
import type { PushVerdict, WirePass } from '../../protocol/push.ts';
import { grants } from '../../wrapper-api/grants.ts';
import { applyDecision, seqKey, takenEmail } from './apply-decision.ts';
import type { Layer } from './layer.ts';
import { emailHolder } from './email-holder.ts';
import { loadFollowers } from './follow-record.ts';
import { isInSight } from './in-sight.ts';
import { firstRows, rowsOf, type Loader } from './loader.ts';
import { emailsOf, type PreparedMutation } from './prepare-mutation.ts';
import type { PushJob } from './push-job.ts';
import { refusal } from './refusal.ts';
import type { GroupClocks } from '../store/store.ts';
import { serverPass } from './server-pass.ts';

/** What came out for one mutation; `refs` are the rows that the answer shows as far as the caller may see them. */
export type Step =
  | {
      readonly kind: 'decided';
      readonly isDuplicate: boolean;
      readonly verdict: PushVerdict;
      readonly refs: readonly RecordRef[];
    }
  | { readonly kind: 'blocked'; readonly by: string }
  | { readonly kind: 'later'; readonly code: ErrorCode; readonly message: string; readonly retryAfterMs?: number }
  /** It would be applied and has to be paid first. */
  | { readonly kind: 'charge'; readonly price: NonNullable<Needs['price']> };

export interface DecideInput {
  readonly job: PushJob;
  readonly prepared: PreparedMutation;
  readonly layer: Layer;
  readonly loader: Loader;
}

/**
 * The server's steps for one mutation, in this order: known id, dependencies, arguments, rows in sight, permission,
 * merge and check, uniqueness, charge, effect on the layer. A refusal has no effect but that it is remembered.
 */
export async function decideOne(input: DecideInput): Promise<Step> {
  const step = recalled(input) ?? blocked(input) ?? (await decideNew(input));
  if (step.kind !== 'charge') closeCharge(input, step);
  return step;
}

function recalled({ job, prepared, layer }: DecideInput): Step | undefined {
  const known = layer.recall(prepared.wire.id);
  if (known === undefined) return undefined;
  // the same words for another person's id and for other arguments, and no row: nothing may be learnt from guessing ids
  const isSame = known.actorId === job.session.employeeId && known.argsHash === prepared.argsHash;
  return isSame
    ? { kind: 'decided', isDuplicate: true, verdict: known.verdict, refs: targetsOf(prepared) }
    : { kind: 'decided', isDuplicate: false, verdict: refusal('ID_REUSED'), refs: [] };
}

function blocked({ job, prepared, layer }: DecideInput): Step | undefined {
  const by = prepared.wire.after.find((id) => {
    const earlier = layer.recall(id);
    return earlier?.verdict.kind !== 'applied' || earlier.actorId !== job.session.employeeId;
  });
  return by === undefined ? undefined : { kind: 'blocked', by };
}

async function decideNew(input: DecideInput): Promise<Step> {
  const { prepared, job, loader, layer } = input;
  const { parsed } = prepared;
  if (parsed.kind !== 'ok') {
    const { code, message } = parsed.error;
    return parsed.kind === 'later'
      ? { kind: 'later', code, message }
      : refuse(input, refusal(code, { message }), false);
  }
  const rows = await rowsInSight(input);
  if (rows === undefined) return refuse(input, refusal('NOT_FOUND'));
  const needs = parsed.mutation.needs(parsed.args, rows);
  const pass = serverPass(job, needs, job.charges.get(prepared.wire.id));
  const refusePassed = (verdict: PushVerdict): Step => refuse(input, { ...verdict, pass });
  const denied = denial(job, needs) ?? switchedOff(job, parsed.mutation.name);
  if (denied) return refusePassed(denied);
  const decision = decideMutation(decisionInput(input, rows));
  if (decision.kind === 'refused') {
    const field = decision.field === undefined ? {} : { field: decision.field };
    const record = decision.code === 'EMAIL_TAKEN' ? await emailHolder(input, emailsOf(prepared)) : {};
    return refusePassed(refusal(decision.code, { ...field, ...record }));
  }
  if (decision.kind === 'conflict')
    return refusePassed({ kind: 'conflict', conflicts: decision.conflicts.map((conflict) => ({ ...conflict })) });
  const taken = await takenEmail(job, decision, layer, loader);
  if (taken !== undefined)
    return refusePassed(refusal('EMAIL_TAKEN', { field: 'email', ...(await emailHolder(input, [taken])) }));
  await loadFollowers(decision, layer, loader);
  return applyPaid(input, decision, { needs, pass });
}

/** Rows outside the actor's units are missing, so that a foreign id and an unknown one are refused alike. */
async function rowsInSight({ job, prepared, layer, loader }: DecideInput): Promise<LoadedRows | undefined> {
  const { parsed } = prepared;
  if (parsed.kind !== 'ok') return undefined;
  const find = (ref: RecordRef): AnyRow | undefined => {
    const row = layer.row(ref)?.row;
    return row && isInSight(job, row) ? row : undefined;
  };
  const first = firstRows(prepared, find);
  if (first === undefined || parsed.mutation.refers(parsed.args).some((ref) => find(ref) === undefined))
    return undefined;
  const reads = parsed.mutation.readsThen(first, parsed.args);
  await loader.rows(Object.values(reads).filter(({ id }) => id !== ''));
  const then = rowsOf(reads, find);
  return then && { ...first, ...then };
}

function denial(job: PushJob, needs: Needs): PushVerdict | undefined {
  if (needs.permissions.some(({ orgId }) => orgId !== null && !job.units.has(orgId)))
    return refusal('OUT_OF_SCOPE', { field: 'orgId' });
  const isGranted = needs.permissions.every((need) => grants(job.session.permissions, need));
  return isGranted ? undefined : refusal('PERMISSION_DENIED');
}

const switchedOff = ({ features }: PushJob, name: string): PushVerdict | undefined =>
  featureOff(name, features) === undefined ? undefined : refusal('FEATURE_OFF');

function decisionInput({ job, prepared, layer }: DecideInput, rows: LoadedRows) {
  const { wire, parsed } = prepared;
  if (parsed.kind !== 'ok') throw new TypeError('A mutation that was not parsed is not decided.');
  const { employeeId } = job.session;
  return {
    mutation: parsed.mutation,
    args: parsed.args,
    rows,
    envelope: { ...wire, seen: parsed.seen, actorId: employeeId, hlc: clampHlc(wire.hlc, job.receivedAtMs) },
    context: {
      actor: { employeeId, orgIds: job.units },
      nowMs: Math.min(wire.wallMs, job.receivedAtMs),
      facts: job.isDuplicateEmailAllowed ? {} : { isEmailTaken: emailTest(layer) },
    },
    stored: storedFacts(layer, employeeId),
    isTaken: (ref: RecordRef) => layer.row(ref) !== undefined,
  };
}

const emailTest = (layer: Layer) => (email: string, exceptContactId: string) =>
  [...layer.holdersOf(email)].some((id) => id !== exceptContactId);

const writtenSince = (clocks: GroupClocks, since: number) =>
  Object.entries(clocks)
    .filter(([, { seq }]) => seq !== undefined && seq > since)
    .map(([group, clock]) => ({ group, clock }))
    .sort((a, b) => (a.clock.seq ?? 0) - (b.clock.seq ?? 0));

function storedFacts(layer: Layer, actorId: string): StoredFacts {
  const own = (mutationId: string) => {
    const entry = layer.recall(mutationId);
    return entry?.actorId === actorId ? entry.values : undefined;
  };
  const numberOf = (value: GroupValue | number | undefined) => (typeof value === 'number' ? value : undefined);
  return {
    clock: (ref, group) => layer.row(ref)?.clocks[group] ?? layer.row(ref)?.clocks['*'],
    mine: (mutationId, key) => {
      const value = own(mutationId)?.[key];
      return typeof value === 'number' ? undefined : value;
    },
    writtenSince: (ref, seq) => writtenSince(layer.row(ref)?.clocks ?? {}, seq),
    seq: (ref) => layer.row(ref)?.seq,
    seqOfMine: (mutationId, ref) => numberOf(own(mutationId)?.[seqKey(ref)]),
    lastWrite: (ref) => {
      const stored = layer.row(ref);
      return stored && { actorId: stored.lastActorId, atMs: stored.lastAtMs };
    },
  };
}

function applyPaid(
  input: DecideInput,
  decision: Applied,
  { needs: { price }, pass }: { readonly needs: Needs; readonly pass: WirePass },
): Step {
  const { job, prepared, layer } = input;
  const charge = job.charges.get(prepared.wire.id);
  if (charge?.kind === 'short') return refuse(input, { ...refusal(charge.code, { shortage: charge.shortage }), pass });
  if (charge?.kind === 'unknown') return { kind: 'later', code: charge.error.code, message: charge.error.message };
  const applied = applyDecision({ job, prepared, layer, decision, pass });
  if (price !== undefined && charge === undefined) return { kind: 'charge', price };
  return {
    kind: 'decided',
    isDuplicate: false,
    verdict: applied.verdict,
    refs: union(targetsOf(prepared), applied.refs),
  };
}

/** A charge ends with its mutation: it pays for the effect, is given back, or waits for the next try. */
function closeCharge({ job, prepared, layer }: DecideInput, step: Step): void {
  const charge = job.charges.get(prepared.wire.id);
  if (charge === undefined || charge.kind === 'free' || charge.kind === 'unknown') return;
  const isApplied = step.kind === 'decided' && !step.isDuplicate && step.verdict.kind === 'applied';
  const state = isApplied ? 'settled' : step.kind === 'decided' ? 'refund' : 'consumed';
  layer.charges.push({ mutationId: prepared.wire.id, attempt: charge.attempt, state });
}

function refuse({ job, prepared, layer }: DecideInput, verdict: PushVerdict, hasRows = true): Step {
  const { wire, argsHash } = prepared;
  const { employeeId: actorId } = job.session;
  layer.remember({ mutationId: wire.id, actorId, argsHash, verdict, seq: 0, values: {}, atMs: job.receivedAtMs });
  return { kind: 'decided', isDuplicate: false, verdict, refs: hasRows ? targetsOf(prepared) : [] };
}

function targetsOf({ parsed }: PreparedMutation): RecordRef[] {
  if (parsed.kind !== 'ok') return [];
  return union(
    parsed.mutation.writes(parsed.args).map(({ kind, id }) => ({ kind, id })),
    [],
  );
}

function union(a: readonly RecordRef[], b: readonly RecordRef[]): RecordRef[] {
  return [...new Map([...a, ...b].map((ref) => [refKey(ref), ref])).values()];
}
