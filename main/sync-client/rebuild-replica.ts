import { commitFromSync, commitLocal, type LocalTx } from '../db/local-store.ts';
import { dropState, getState, setState } from '../db/local-seq.ts';
import type { ReadHandle, WriteTx } from '../db/handles.ts';
import type { Schema } from '../db/schema.ts';
import { endHold } from './hold-deletions.ts';
import { holdForgotten, linkAgain, queueLost } from './push-again.ts';
import { inWindows, sweepReplica, type SweepContext } from './sweep-replica.ts';
import { noteSetBack } from './wire-mutation.ts';

export interface RebuildContext extends SweepContext {
  /** There may be something to send again. */
  readonly wake: () => void;
}

/** Why the replica cannot go on from its cursor. */
export interface RebuildReason {
  /** The server was set back: numbers above this one are lost. Null: it is the same history. */
  readonly sharedSeq: number | null;
  readonly areAnswersKept: boolean;
  readonly witness?: string | undefined;
}

/**
 * Each step is a row in `syncState` and can be repeated after a crash: the queue is put in order, the rows are marked as
 * old, the pull begins anew over them, and what it did not bring again goes. Until then everything can be read.
 */
type Step = 'hold' | 'queue-lost' | 'link' | 'mark' | 'fill' | 'sweep';

interface Rebuild {
  readonly step: Step;
  readonly sharedSeq: number | null;
  /** Changes made during the rebuild stand behind this one and are none of its business. */
  readonly upTo: number;
}

const stateOf = (read: ReadHandle<Schema>): Rebuild | undefined => getState<Rebuild>(read, 'rebuild');

/** How many were begun since the replica was made; a server that leads into one after the other is left alone. */
export const rebuildCount = (read: ReadHandle<Schema>): number => getState<number>(read, 'rebuilds') ?? 0;

/** While the queue is put in order nothing of it may be sent. */
export function maySend(read: ReadHandle<Schema>): boolean {
  const step = stateOf(read)?.step;
  return step === undefined || step === 'fill' || step === 'sweep';
}

/** Remembers durably that the replica is to be rebuilt; `continueRebuild` does it. */
export function startRebuild({ store }: RebuildContext, reason: RebuildReason): void {
  commitLocal(store, ({ tx }) => {
    const { sharedSeq, areAnswersKept, witness } = reason;
    const last = tx.prepared<[], { last: number | null }>('select max(ordinal) as last from mutation').first([]);
    const step: Step = !areAnswersKept ? 'hold' : sharedSeq === null ? 'mark' : 'queue-lost';
    setState(tx, 'rebuilds', rebuildCount(tx) + 1);
    setState(tx, 'rebuild', { step, sharedSeq, upTo: last?.last ?? 0 } satisfies Rebuild);
    for (const key of ['cursor', 'newKindsCursor', 'pulledRows']) dropState(tx, key);
    endHold(tx, true); // what the user agreed to was another pull's
    if (witness !== undefined) setState(tx, 'witness', witness);
  });
}

/** The pull has come to the head: what it did not bring again is no longer there. */
export function endFill(tx: WriteTx<Schema>): void {
  const rebuild = stateOf(tx);
  if (rebuild?.step === 'fill') setState(tx, 'rebuild', { ...rebuild, step: 'sweep' } satisfies Rebuild);
}

/**
 * All steps that need no server, from where the last run ended.
 * @returns whether the last one waits for the user, because it would take away unusually many rows
 */
export async function continueRebuild(context: RebuildContext): Promise<boolean> {
  const { read } = context.store.db;
  for (let rebuild = stateOf(read); rebuild && rebuild.step !== 'fill'; rebuild = stateOf(read)) {
    if (rebuild.step === 'sweep') return endRebuild(context, rebuild);
    await STEPS[rebuild.step](context, rebuild);
  }
  return false;
}

/** The pull has brought all that there is; what it left out waits for the user. */
export const isSweepHeld = (read: ReadHandle<Schema>): boolean => stateOf(read)?.step === 'sweep';

async function endRebuild(context: RebuildContext, { sharedSeq }: Rebuild): Promise<boolean> {
  const { store, wake } = context;
  // another laptop may still bring again what a server that was set back has lost
  const isDone = await sweepReplica(context, { mayComeBack: sharedSeq !== null });
  if (!isDone) return true;
  commitFromSync(store, ({ tx }) => {
    dropState(tx, 'rebuild');
    endHold(tx, true);
  });
  store.db.checkpoint('truncate');
  wake();
  return false;
}

const STEPS: Readonly<
  Record<Exclude<Step, 'fill' | 'sweep'>, (context: RebuildContext, rebuild: Rebuild) => Promise<void>>
> = {
  async hold(context, rebuild) {
    const slice = { upTo: rebuild.upTo, orgIds: context.orgIds() };
    await inSlices(context, () => commitLocal(context.store, (local) => holdForgotten(local, slice)));
    enter(context, { ...rebuild, step: rebuild.sharedSeq === null ? 'mark' : 'queue-lost' });
  },
  async 'queue-lost'(context, rebuild) {
    const slice = { upTo: rebuild.upTo, orgIds: context.orgIds() };
    const lost = (local: LocalTx): boolean => queueLost(local, rebuild.sharedSeq ?? 0, slice);
    await inSlices(context, () => commitLocal(context.store, lost));
    enter(context, { ...rebuild, step: 'link' });
  },
  async link(context, rebuild) {
    let from: number | null = 0;
    await inSlices(context, () => {
      from = commitFromSync(context.store, (local) => linkAgain(local, from ?? 0, rebuild.upTo));
      return from === null;
    });
    enter(context, { ...rebuild, step: 'mark' });
  },
  /** A row's number below zero says: not brought again yet. Any row of the server is newer than that. */
  async mark(context, rebuild) {
    await inWindows(context, (local, kind, [from, to]) => {
      local.tx
        .prepared<[number, number], never>(
          `update "${kind}" set serverSeq = -serverSeq where rowid > ? and rowid <= ? and serverSeq > 0`,
        )
        .run([from, to]);
    });
    commitFromSync(context.store, ({ tx }) => {
      if (rebuild.sharedSeq !== null) noteSetBack(tx, rebuild.sharedSeq);
      setState(tx, 'rebuild', { ...rebuild, step: 'fill' } satisfies Rebuild);
    });
  },
};

function enter({ store }: RebuildContext, rebuild: Rebuild): void {
  commitFromSync(store, ({ tx }) => setState(tx, 'rebuild', rebuild));
}

async function inSlices({ yieldTurn }: RebuildContext, slice: () => boolean): Promise<void> {
  for (let isDone = false; !isDone;) {
    isDone = slice();
    await yieldTurn();
  }
}
