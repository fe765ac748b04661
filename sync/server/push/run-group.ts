import { setImmediate as nextTurn } from 'node:timers/promises';
import type { EmailKey, GroupWrite, Store } from '../store/store.ts';
import { decideOne, type Step } from './decide-one.ts';
import type { Layer } from './layer.ts';
import { loadGroup, type Loader } from './loader.ts';
import type { ChargeNeed, PushJob } from './push-job.ts';

export interface DecidedJob {
  readonly job: PushJob;
  readonly steps: readonly Step[];
}

export interface GroupResult {
  /** Pushes whose effects are in `write`. */
  readonly decided: readonly DecidedJob[];
  /** Pushes that have to be charged and decided again; they left no effect. */
  readonly toCharge: readonly { readonly job: PushJob; readonly needs: readonly ChargeNeed[] }[];
  readonly write: GroupWrite;
  /** Pushes whose answers may have been taken away since they came in: nobody knows whether they are repeated. */
  readonly forgotten: readonly PushJob[];
  /** State after the group, for the answers. */
  readonly after: Layer;
}

/** Other requests have a turn after so many decisions, some ten milliseconds; nothing of the group is written yet. */
const DECISIONS_A_TURN = 100;

/** Decides pushes of one tenant one after the other, each seeing the effects of those before it. Writes nothing. */
export async function decideGroup(
  store: Store,
  tenantId: string,
  jobs: readonly PushJob[],
  atMs: number,
): Promise<GroupResult> {
  const loader = await loadGroup(
    store,
    tenantId,
    jobs.flatMap(({ mutations }) => mutations),
  );
  const { answersSeq } = await store.limits(tenantId); // after the answers were read
  const [forgotten, known] = [
    jobs.filter(({ sharedSeq }) => sharedSeq < answersSeq),
    jobs.filter(({ sharedSeq }) => sharedSeq >= answersSeq),
  ];
  const group = loader.base.fork();
  const decided: DecidedJob[] = [];
  const toCharge: { job: PushJob; needs: readonly ChargeNeed[] }[] = [];
  let undisturbed = 0;
  for (const job of known) {
    if (undisturbed >= DECISIONS_A_TURN) {
      await nextTurn();
      undisturbed = 0;
    }
    undisturbed += job.mutations.length;
    const layer = group.fork();
    const { steps, needs } = await decideJob(job, layer, loader);
    if (needs.length > 0) {
      toCharge.push({ job, needs });
      continue;
    }
    layer.fold();
    decided.push({ job, steps });
  }
  return { decided, toCharge, forgotten, write: writeOf(tenantId, loader.base, group, atMs), after: group };
}

async function decideJob(
  job: PushJob,
  layer: Layer,
  loader: Loader,
): Promise<{ readonly steps: readonly Step[]; readonly needs: readonly ChargeNeed[] }> {
  const steps: Step[] = [];
  const needs: ChargeNeed[] = [];
  for (const prepared of job.mutations) {
    const step = await decideOne({ job, prepared, layer, loader });
    if (step.kind === 'charge') needs.push({ mutationId: prepared.wire.id, ...step.price });
    steps.push(step);
  }
  return { steps, needs };
}

function writeOf(tenantId: string, base: Layer, group: Layer, atMs: number): GroupWrite {
  const emails = [...group.holders].map(([email, after]) => ({ email, before: base.holdersOf(email), after }));
  return {
    tenantId,
    expectedHead: base.head,
    head: group.head,
    rows: [...group.rows.values()].filter((row) => row !== undefined).sort((a, b) => a.seq - b.seq),
    moves: group.moves,
    emailsAdded: emails.flatMap(({ email, before, after }) => keysOf(email, after, before)),
    emailsRemoved: emails.flatMap(({ email, before, after }) => keysOf(email, before, after)),
    remembered: [...group.remembered.values()].filter((entry) => entry !== undefined),
    charges: group.charges,
    atMs,
  };
}

const keysOf = (email: string, from: ReadonlySet<string>, without: ReadonlySet<string>): EmailKey[] =>
  [...from].filter((id) => !without.has(id)).map((contactId) => ({ email, contactId }));

/** A group of duplicates and unfinished mutations writes nothing. */
export const isEmpty = (write: GroupWrite): boolean =>
  write.rows.length === 0 && write.remembered.length === 0 && write.charges.length === 0;
