import { PullResponse } from '../../sync/protocol/pull.ts';
import type { Clock } from '../../sync/model/clock.ts';
import { KIND_NAMES } from '../../sync/model/kinds/all-kinds.ts';
import type { RecordRef } from '../../sync/model/row.ts';
import { SatchelError } from '../../sync/protocol/satchel-error.ts';
import { commitFromSync, type LocalStore, type LocalTx } from '../db/local-store.ts';
import { dropState, getState, setState } from '../db/local-seq.ts';
import { listByState, recordsOf, UNSETTLED } from '../outbox/outbox-store.ts';
import { rebase } from '../outbox/rebase.ts';
import { applyServerRows, leaveScope } from './apply-server-rows.ts';
import type { SyncHttp } from './sync-http.ts';

/** Rows of a page; some 0.5 MB, and stored in a few slices. */
const PAGE_ROWS = 2000;
/**
 * Aim for the rows and the commit of one slice together. A command waits for one slice at most and the design allows
 * it 50 ms (section 1); how long a commit takes is known only afterwards.
 */
const SLICE_MS = 25;
const ROWS_BETWEEN_LOOKS = 50;
/** A checkpoint blocks as a slice does, so it has its turn; each one writes pages again that the next will touch. */
const SLICES_A_CHECKPOINT = 3;

export interface PullContext {
  readonly store: LocalStore;
  readonly clock: Clock;
  readonly http: SyncHttp;
  readonly token: () => Promise<string>;
  readonly orgIds: () => ReadonlySet<string>;
  /** Lets everything else that waits have its turn. */
  readonly yieldTurn: () => Promise<void>;
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
}

/**
 * Fetches and stores one page; rows and cursor move together.
 * @throws SatchelError SERVER_UNREACHABLE | BAD_ANSWER | UNAUTHENTICATED ... : nothing was stored, or whole slices of a
 * page whose cursor did not move
 */
export async function pullPage(context: PullContext): Promise<PulledPage> {
  const { store, http } = context;
  const cursor = getState<string>(store.db.read, 'cursor') ?? null;
  const token = await context.token();
  const page = await http.post('/v1/pull', { cursor, limit: PAGE_ROWS }, PullResponse, { token });
  assertRising(page);
  if (page.isReset) await resetReplica(context);
  await purgeUnits(context, page.purgeUnits);
  await storeRows(context, page);
  return { more: page.more, rows: page.rows.length, remaining: page.remaining, serverTimeMs: page.serverTimeMs };
}

/** A server that sends an older page again would make what the user sees go back. */
function assertRising({ rows }: PullResponse): void {
  const seen = new Set<string>();
  for (const [kind, id] of rows) {
    const key = `${kind}:${id}`;
    if (seen.has(key)) throw new SatchelError('BAD_ANSWER', 'The server sent a row twice in one page.');
    seen.add(key);
  }
}

async function storeRows(context: PullContext, page: PullResponse): Promise<void> {
  const { store, clock } = context;
  let next = 0;
  let rowsMs = SLICE_MS / 3;
  let slices = 0;
  do {
    const started = clock.monotonicMs();
    commitFromSync(store, (local) => {
      const toRebase: RecordRef[] = [];
      const quarantined: string[] = [];
      do {
        const applied = applyServerRows(local, page.rows.slice(next, next + ROWS_BETWEEN_LOOKS));
        toRebase.push(...applied.toRebase);
        quarantined.push(...applied.quarantined);
        next += ROWS_BETWEEN_LOOKS;
      } while (next < page.rows.length && clock.monotonicMs() - started < rowsMs);
      if (toRebase.length > 0) rebase(local.tx, toRebase, { orgIds: context.orgIds(), localSeq: local.localSeq });
      if (quarantined.length > 0) noteQuarantined(local, quarantined);
      if (next >= page.rows.length) finishPage(local, page);
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

function finishPage(local: LocalTx, page: PullResponse): void {
  setState(local.tx, 'cursor', page.cursor);
  setState(local.tx, 'epoch', page.epoch);
  setState(local.tx, 'head', page.head);
  const pulled = (getState<number>(local.tx, 'pulledRows') ?? 0) + page.rows.length;
  setState(local.tx, 'pulledRows', pulled);
  if (!page.more) {
    setState(local.tx, 'isComplete', true);
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

/** Rows that could not be stored are named on the health page; the next change of the row is another try. */
function noteQuarantined({ tx }: LocalTx, names: readonly string[]): void {
  const known = getState<readonly string[]>(tx, 'quarantined') ?? [];
  setState(tx, 'quarantined', [...new Set([...known, ...names])].slice(-200));
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
  if (units.length > 0) context.store.db.checkpoint('truncate');
}

/** The server was restored from a backup: its numbers start over. The queue and the drafts stay. */
async function resetReplica(context: PullContext): Promise<void> {
  for (const kind of KIND_NAMES) {
    for (let isDone = false; !isDone;) {
      isDone = commitFromSync(context.store, (local) => {
        const rows = local.tx
          .prepared<[], { id: string }>(`select id from "${kind}" where serverSeq is not null limit 500`)
          .all([]);
        forgetRows(local, kind, rows);
        return rows.length < 500;
      });
      await context.yieldTurn();
    }
  }
  commitFromSync(context.store, (local) => {
    for (const key of ['cursor', 'epoch', 'head', 'isComplete', 'pulledRows']) dropState(local.tx, key);
    local.tx.prepared<[string], never>('insert into searchText (searchText) values (?)').run(['delete-all']);
    const refs = listByState(local.tx, UNSETTLED).flatMap(({ ordinal }) => recordsOf(local.tx, ordinal));
    rebase(local.tx, refs, { orgIds: context.orgIds(), localSeq: local.localSeq });
  });
}

function forgetRows(local: LocalTx, kind: (typeof KIND_NAMES)[number], rows: readonly { readonly id: string }[]): void {
  const forget = local.tx.prepared<[number, string], never>(
    `update "${kind}" set serverSeq = null, serverRow = null, localSeq = ? where id = ? and pending is not null`,
  );
  const remove = local.tx.prepared<[string], never>(`delete from "${kind}" where id = ? and pending is null`);
  for (const { id } of rows) {
    forget.run([local.localSeq, id]);
    remove.run([id]);
  }
  local.touch(kind);
}
