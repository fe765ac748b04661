import type { Clock } from '../../sync/model/clock.ts';
import { KIND_NAMES, type Kind } from '../../sync/model/kinds/all-kinds.ts';
import type { RecordRef } from '../../sync/model/row.ts';
import type { HeldDeletions } from '../contract/types.ts';
import type { WriteTx } from '../db/handles.ts';
import { commitFromSync, type LocalStore, type LocalTx } from '../db/local-store.ts';
import { removeRow } from '../db/replica-store.ts';
import type { Schema } from '../db/schema.ts';
import { listPendingOn, waitsForUser } from '../outbox/outbox-store.ts';
import { rebase } from '../outbox/rebase.ts';
import { addCounts, deletionsToHold, heldDeletions, holdDeletions, type Counts } from './hold-deletions.ts';
import { noteLeft } from './leave-scope.ts';

/** Rows of a table looked at in one transaction. */
const WINDOW_ROWS = 1000;

export interface SweepContext {
  readonly store: LocalStore;
  readonly clock: Clock;
  readonly orgIds: () => ReadonlySet<string>;
  /** As `orgIds`, after the account service was asked for it, where it answers. */
  readonly askOrgIds: () => Promise<ReadonlySet<string>>;
  readonly yieldTurn: () => Promise<void>;
}

interface Sweep {
  /** The server was set back: another laptop may still bring again what it lost. */
  readonly mayComeBack: boolean;
}

/**
 * Takes away what a pull from the start did not bring again. A server that lost its rows, or lies, would empty the laptop
 * by that, so the brake on mass deletion holds here as well; rows of units that are not the user's any more always go.
 * @returns false when it waits for the user
 */
export async function sweepReplica(context: SweepContext, { mayComeBack }: Sweep): Promise<boolean> {
  const { store, clock } = context;
  let orgIds = context.orgIds();
  let kinds = await kindsToHold(context, orgIds);
  const wasHeld = heldDeletions(store.db.read) !== null;
  if (kinds.length > 0 && !wasHeld) {
    orgIds = await context.askOrgIds();
    kinds = await kindsToHold(context, orgIds);
  }
  const isHeld = kinds.length > 0;
  const isGoing = ({ orgId }: Unbrought): boolean => !isHeld || !isInScope(orgId, orgIds);
  await inWindows(context, (local, kind, window) => sweepWindow(local, kind, window, { orgIds, mayComeBack, isGoing }));
  if (isHeld && !wasHeld) commitFromSync(store, ({ tx }) => holdDeletions(tx, { kinds, atMs: clock.wallMs() }));
  return !isHeld;
}

const isInScope = (orgId: string | null, orgIds: ReadonlySet<string>): boolean => orgId === null || orgIds.has(orgId);

async function kindsToHold(context: SweepContext, orgIds: ReadonlySet<string>): Promise<HeldDeletions['kinds']> {
  const { read } = context.store.db;
  let counts: Counts = {};
  for await (const [kind, [from, to]] of windowsOf(context)) {
    const live = read
      .prepared<[number, number], { orgId: string | null; count: number }>(
        `select orgId, count(*) as count from "${kind}"
         where rowid > ? and rowid <= ? and serverSeq < 0 and isDeleted = 0 group by orgId`,
      )
      .all([from, to])
      .filter(({ orgId }) => isInScope(orgId, orgIds));
    for (const { count } of live) counts = addCounts(counts, { [kind]: count });
  }
  return deletionsToHold(read, counts);
}

interface Unbrought {
  readonly id: string;
  readonly orgId: string | null;
  readonly isPending: number;
}

interface WindowSweep extends Sweep {
  readonly orgIds: ReadonlySet<string>;
  readonly isGoing: (row: Unbrought) => boolean;
}

function sweepWindow(local: LocalTx, kind: Kind, [from, to]: Window, sweep: WindowSweep): void {
  const { tx, localSeq } = local;
  const gone = tx
    .prepared<[number, number], Unbrought>(
      `select id, orgId, pending is not null as isPending from "${kind}"
       where rowid > ? and rowid <= ? and serverSeq < 0`,
    )
    .all([from, to])
    .filter(sweep.isGoing);
  if (gone.length === 0) return;
  const forget = tx.prepared<[string], never>(`update "${kind}" set serverSeq = null, serverRow = null where id = ?`);
  const toRebase: RecordRef[] = [];
  for (const { id, isPending } of gone) {
    if (isPending === 0) {
      noteLeft(tx, id);
      removeRow(tx, { kind, id }, localSeq);
    } else {
      // what the user saw is needed by what is sent when the record is back; else the answer says that it is out of sight
      if (!sweep.mayComeBack || !isToBeSent(tx, { kind, id })) noteLeft(tx, id);
      forget.run([id]);
      toRebase.push({ kind, id });
    }
  }
  rebase(tx, toRebase, { orgIds: sweep.orgIds, localSeq });
  local.touch(kind);
}

const isToBeSent = (tx: WriteTx<Schema>, ref: RecordRef): boolean =>
  listPendingOn(tx, ref).some(({ id }) => !waitsForUser(tx, id));

type Window = readonly [from: number, to: number];

/** Runs once for each window of every kind, each in a transaction of its own. */
export async function inWindows(
  context: Pick<SweepContext, 'store' | 'yieldTurn'>,
  run: (local: LocalTx, kind: Kind, window: Window) => void,
): Promise<void> {
  for await (const [kind, window] of windowsOf(context))
    commitFromSync(context.store, (local) => run(local, kind, window));
}

/** Others have their turn after each. */
async function* windowsOf({
  store,
  yieldTurn,
}: Pick<SweepContext, 'store' | 'yieldTurn'>): AsyncGenerator<readonly [Kind, Window]> {
  for (const kind of KIND_NAMES) {
    const end = store.db.read
      .prepared<[], { last: number | null }>(`select max(rowid) as last from "${kind}"`)
      .first([]);
    for (let from = 0; from < (end?.last ?? 0); from += WINDOW_ROWS) {
      yield [kind, [from, from + WINDOW_ROWS]];
      await yieldTurn();
    }
  }
}
