import { KIND_NAMES, type Kind } from '../../sync/model/kinds/all-kinds.ts';
import type { RecordRef } from '../../sync/model/row.ts';
import { commitFromSync, commitLocal, type LocalStore, type LocalTx } from '../db/local-store.ts';
import { dropState, getState, setState } from '../db/local-seq.ts';
import type { ReadHandle, WriteTx } from '../db/handles.ts';
import { removeRow } from '../db/replica-store.ts';
import type { Schema } from '../db/schema.ts';
import { listPendingOn } from '../outbox/outbox-store.ts';
import { rebase } from '../outbox/rebase.ts';
import { noteLeft } from './leave-scope.ts';
import { holdForgotten, linkAgain, queueLost } from './push-again.ts';
import { noteSetBack } from './wire-mutation.ts';

/** Rows of a table looked at in one transaction. */
const WINDOW_ROWS = 1000;

export interface RebuildContext {
  readonly store: LocalStore;
  readonly orgIds: () => ReadonlySet<string>;
  readonly yieldTurn: () => Promise<void>;
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
    setState(tx, 'rebuild', { step, sharedSeq, upTo: last?.last ?? 0 } satisfies Rebuild);
    for (const key of ['cursor', 'newKindsCursor', 'pulledRows']) dropState(tx, key);
    if (witness !== undefined) setState(tx, 'witness', witness);
  });
}

/** The pull has come to the head: what it did not bring again is no longer there. */
export function endFill(tx: WriteTx<Schema>): void {
  const rebuild = stateOf(tx);
  if (rebuild?.step === 'fill') setState(tx, 'rebuild', { ...rebuild, step: 'sweep' } satisfies Rebuild);
}

/** All steps that need no server, from where the last run ended. */
export async function continueRebuild(context: RebuildContext): Promise<void> {
  const { read } = context.store.db;
  for (let rebuild = stateOf(read); rebuild && rebuild.step !== 'fill'; rebuild = stateOf(read))
    await STEPS[rebuild.step](context, rebuild);
}

const STEPS: Readonly<Record<Exclude<Step, 'fill'>, (context: RebuildContext, rebuild: Rebuild) => Promise<void>>> = {
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
  async sweep(context, { sharedSeq }) {
    const sweep = { orgIds: context.orgIds(), mayComeBack: sharedSeq !== null };
    await inWindows(context, (local, kind, window) => sweepWindow(local, kind, window, sweep));
    commitFromSync(context.store, ({ tx }) => dropState(tx, 'rebuild'));
    context.store.db.checkpoint('truncate');
    context.wake();
  },
};

function enter({ store }: RebuildContext, rebuild: Rebuild): void {
  commitFromSync(store, ({ tx }) => setState(tx, 'rebuild', rebuild));
}

type Window = readonly [from: number, to: number];

interface Sweep {
  readonly orgIds: ReadonlySet<string>;
  /** The server was set back: another laptop may still bring again what it lost. */
  readonly mayComeBack: boolean;
}

function sweepWindow(local: LocalTx, kind: Kind, [from, to]: Window, { orgIds, mayComeBack }: Sweep): void {
  const { tx, localSeq } = local;
  const gone = tx
    .prepared<[number, number], { id: string; isPending: number }>(
      `select id, pending is not null as isPending from "${kind}" where rowid > ? and rowid <= ? and serverSeq < 0`,
    )
    .all([from, to]);
  if (gone.length === 0) return;
  const forget = tx.prepared<[string], never>(`update "${kind}" set serverSeq = null, serverRow = null where id = ?`);
  const toRebase: RecordRef[] = [];
  for (const { id, isPending } of gone) {
    if (isPending === 0) {
      noteLeft(tx, id);
      removeRow(tx, { kind, id }, localSeq);
    } else {
      // what the user saw is needed by what is sent when the record is back; else the answer says that it is out of sight
      if (!mayComeBack || !isToBeSent(tx, { kind, id })) noteLeft(tx, id);
      forget.run([id]);
      toRebase.push({ kind, id });
    }
  }
  rebase(tx, toRebase, { orgIds, localSeq });
  local.touch(kind);
}

const isToBeSent = (tx: WriteTx<Schema>, ref: RecordRef): boolean =>
  listPendingOn(tx, ref).some(({ state }) => state !== 'parked');

async function inSlices({ yieldTurn }: RebuildContext, slice: () => boolean): Promise<void> {
  for (let isDone = false; !isDone;) {
    isDone = slice();
    await yieldTurn();
  }
}

async function inWindows(
  context: RebuildContext,
  run: (local: LocalTx, kind: Kind, window: Window) => void,
): Promise<void> {
  const { store, yieldTurn } = context;
  for (const kind of KIND_NAMES) {
    const end = store.db.read
      .prepared<[], { last: number | null }>(`select max(rowid) as last from "${kind}"`)
      .first([]);
    for (let from = 0; from < (end?.last ?? 0); from += WINDOW_ROWS) {
      commitFromSync(store, (local) => run(local, kind, [from, from + WINDOW_ROWS]));
      await yieldTurn();
    }
  }
}
