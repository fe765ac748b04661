import { KIND_NAMES } from '../../sync/model/kinds/all-kinds.ts';
import type { RecordRef } from '../../sync/model/row.ts';
import type { ErrorCode } from '../../sync/protocol/error-codes.ts';
import { SatchelError } from '../../sync/protocol/satchel-error.ts';
import { commitFromSync, type LocalTx } from '../db/local-store.ts';
import { getState, setState } from '../db/local-seq.ts';
import { rebase } from '../outbox/rebase.ts';
import { applyServerRows } from './apply-server-rows.ts';
import { brakePage } from './brake-page.ts';
import { checkPage, PageOnWire, type CheckedPage } from './check-page.ts';
import { forgetLeft } from './forget-left.ts';
import { countRemovals, endHold, holdDeletions, type Counts } from './hold-deletions.ts';
import { leaveScope } from './leave-scope.ts';
import { moveNewKinds, nextTrack, noteSkippedKinds, startCursor, type PullTrack } from './pull-track.ts';
import { quarantine } from './quarantine.ts';
import { continueRebuild, endFill, isSweepHeld, startRebuild, type RebuildContext } from './rebuild-replica.ts';
import type { SyncHttp } from './sync-http.ts';

/** Rows of a page; some 0.5 MB, and stored in a few slices. */
const PAGE_ROWS = 2000;
/**
 * Aim for the rows and the commit of one slice together. A command waits for one slice at most and the design allows
 * it 50 ms (section 1); how long a commit takes is known only afterwards.
 */
const SLICE_MS = 16;
const ROWS_BETWEEN_LOOKS = 50;
/** A checkpoint blocks as a slice does, so it has its turn; each one writes pages again that the next will touch. */
const SLICES_A_CHECKPOINT = 3;

export interface PullContext extends RebuildContext {
  readonly http: SyncHttp;
  readonly token: () => Promise<string>;
}

export interface PullState {
  readonly cursor: string;
  readonly epoch: string;
  readonly head: number;
}

export interface PulledPage {
  readonly more: boolean;
  readonly rows: number;
  readonly remaining: number;
  readonly serverTimeMs: number;
  /**
   * More would go than the user has agreed to: nothing of the page was stored, or what a pull from the start did not
   * bring again is still here. Asking again is no use.
   */
  readonly isHeld: boolean;
}

/**
 * Fetches and stores one page; rows and cursor move together. A replica that cannot go on from its cursor is rebuilt.
 * @throws SatchelError SERVER_UNREACHABLE | BAD_ANSWER | UNAUTHENTICATED ... : nothing was stored, or whole slices of a
 * page whose cursor did not move
 */
export async function pullPage(context: PullContext): Promise<PulledPage> {
  const { store, clock } = context;
  const isSweepWaiting = await continueRebuild(context);
  const { track, page } = await fetchPage(context);
  const { remaining, serverTimeMs } = page;
  const pulled = { rows: page.rows.length + page.quarantined.length, remaining, serverTimeMs };
  if (page.isReset) {
    startRebuild(context, page);
    return { ...pulled, rows: 0, more: true, isHeld: false };
  }
  const { removed, kinds } = await brakePage(context, page);
  if (kinds.length > 0) {
    // one question at a time
    if (!isSweepWaiting) commitFromSync(store, ({ tx }) => holdDeletions(tx, { kinds, atMs: clock.wallMs() }));
    return { ...pulled, more: false, isHeld: true };
  }
  await purgeUnits(context, page.purgeUnits);
  await storeRows(context, track, { ...page, removed });
  const isWaiting = isSweepWaiting || (await continueRebuild(context));
  if (!page.more) await forgetLeft(context);
  const more = page.more || track.kind === 'new-kinds';
  return { ...pulled, more, isHeld: isWaiting && !more };
}

interface Fetched {
  readonly track: PullTrack;
  readonly page: CheckedPage;
}

async function fetchPage(context: PullContext): Promise<Fetched> {
  const { store, http, token } = context;
  const { read } = store.db;
  const track = nextTrack(read);
  const bearer = await token();
  const witness = getState<string>(read, 'witness');
  const kinds = track.kind === 'all' ? {} : { kinds: track.kinds };
  const body = { cursor: track.cursor, witness, limit: PAGE_ROWS, ...kinds };
  try {
    const page = await http.post('/v1/pull', body, PageOnWire, { token: bearer });
    const known = { epoch: getState<string>(read, 'epoch'), head: getState<number>(read, 'head') ?? 0 };
    return { track, page: await checkPage(page, { ...body, ...known }, context.yieldTurn) };
  } catch (error) {
    if (track.cursor === null || !(error instanceof SatchelError) || !USELESS_CURSOR.has(error.code)) throw error;
    const areAnswersKept = error.data['areAnswersKept'] !== false;
    startRebuild(context, { sharedSeq: null, areAnswersKept, witness });
    await continueRebuild(context);
    return fetchPage(context);
  }
}

/** Without it the server would give everything: too old, or one that it cannot read. */
const USELESS_CURSOR: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['CURSOR_EXPIRED', 'BAD_REQUEST']);

interface BrakedPage extends CheckedPage {
  readonly removed: Counts;
}

async function storeRows(context: PullContext, track: PullTrack, page: BrakedPage): Promise<void> {
  const { store, clock } = context;
  let next = 0;
  let rowsMs = SLICE_MS / 3;
  let slices = 0;
  do {
    const started = clock.monotonicMs();
    commitFromSync(store, (local) => {
      const toRebase: RecordRef[] = [];
      if (next === 0) countRemovals(local.tx, page.removed);
      do {
        const applied = applyServerRows(local, page.rows.slice(next, next + ROWS_BETWEEN_LOOKS));
        toRebase.push(...applied.toRebase);
        next += ROWS_BETWEEN_LOOKS;
      } while (next < page.rows.length && clock.monotonicMs() - started < rowsMs);
      if (toRebase.length > 0) rebase(local.tx, toRebase, { orgIds: context.orgIds(), localSeq: local.localSeq });
      if (next >= page.rows.length) finishPage(local, track, page);
    });
    rowsMs = nextRowsMs(rowsMs, clock.monotonicMs() - started);
    slices += 1;
    await context.yieldTurn();
    if (slices % SLICES_A_CHECKPOINT === 0) {
      store.db.checkpoint('passive');
      await context.yieldTurn();
    }
  } while (next < page.rows.length);
}

/** The commit writes every page that the rows touched, which takes as long again or longer, by the disk and the indexes. */
const nextRowsMs = (rowsMs: number, tookMs: number): number =>
  Math.min(SLICE_MS, Math.max(1, rowsMs * Math.min(1.5, SLICE_MS / Math.max(1, tookMs))));

function finishPage(local: LocalTx, track: PullTrack, page: CheckedPage): void {
  quarantine(local.tx, page.quarantined);
  noteSkippedKinds(local.tx, page.skippedKinds);
  if (!isSweepHeld(local.tx)) endHold(local.tx, !page.more && track.kind === 'all');
  if (page.witness !== undefined) setState(local.tx, 'witness', page.witness);
  if (track.kind === 'all') moveCursor(local, track, page);
  else moveNewKinds(local.tx, { kinds: track.kinds, cursor: page.cursor }, !page.more);
}

function moveCursor(local: LocalTx, { cursor }: PullTrack, page: CheckedPage): void {
  if (cursor === null) startCursor(local.tx);
  setState(local.tx, 'cursor', page.cursor);
  setState(local.tx, 'epoch', page.epoch);
  setState(local.tx, 'head', page.head);
  const pulled = (getState<number>(local.tx, 'pulledRows') ?? 0) + page.rows.length;
  setState(local.tx, 'pulledRows', pulled);
  if (!page.more) {
    setState(local.tx, 'isComplete', true);
    endFill(local.tx);
    dropStaleHistory(local, page.head);
  }
  setState(local.tx, 'remaining', page.remaining);
}

/** Provisional history of changes that the server has decided: its own rows are here by now, or there are none. */
function dropStaleHistory({ tx }: LocalTx, head: number): void {
  tx.prepared<[number], never>(
    `delete from history where serverSeq is null and mutationId in
       (select id from mutation where state = 'acknowledged' and serverSeq <= ?)`,
  ).run([head]);
}

async function purgeUnits(context: PullContext, units: readonly string[]): Promise<void> {
  for (const unit of units) {
    for (const kind of KIND_NAMES) {
      for (let isDone = false; !isDone;) {
        isDone = commitFromSync(context.store, (local) => {
          const rows = local.tx
            .prepared<[string], { id: string }>(`select id from "${kind}" where orgId = ? limit 500`)
            .all([unit]);
          for (const { id } of rows) leaveScope(local, { kind, id });
          if (rows.length > 0) local.touch(kind);
          return rows.length < 500;
        });
        await context.yieldTurn();
      }
    }
  }
}
