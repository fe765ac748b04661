import type { SessionStatus, SyncStatus } from '../../main/contract/types.ts';
import type { StatusLineState } from '../parts/status-line-state.ts';

/** Changes that were waiting when the connection came back, until they are gone. */
export interface Drain {
  readonly total: number;
}

type EndReason = Extract<SessionStatus, { kind: 'signed-out' }>['reason'];

export interface StatusInput {
  readonly sync: SyncStatus;
  readonly endReason: EndReason;
  /** Drafts that the user keeps from being sent. */
  readonly keptCount: number;
  /** When `sync` was told, and now, by the window's clock: the window ticks down between two notices. */
  readonly toldAtMs: number;
  readonly nowMs: number;
  readonly drain: Drain | null;
  /** Rows a millisecond of the first sync, once it is known. */
  readonly rowsPerMs: number | null;
}

export const unsentIn = ({ counts }: SyncStatus): number => counts.queued + counts.sending;

/** Changes that were not taken, and what was added to records that are deleted: as the sync centre counts. */
export const needsYouIn = ({ counts, onDeletedCount }: SyncStatus): number => counts.parked + onDeletedCount;

type Told = Pick<StatusInput, 'sync' | 'toldAtMs' | 'nowMs'>;

const sinceTold = ({ toldAtMs, nowMs }: Told): number => Math.max(0, nowMs - toldAtMs);

/** Milliseconds of writing left now; it only runs while somebody is away. */
export function windowLeftNow(told: Told): number {
  const { connection, windowLeftMs } = told.sync;
  return connection === 'online' ? windowLeftMs : Math.max(0, windowLeftMs - sinceTold(told));
}

function firstSync({ sync, rowsPerMs }: StatusInput): StatusLineState | null {
  const { progress, connection, isFirstSync } = sync;
  const isRunning = connection === 'online' || connection === 'wrapper-away';
  if (!isFirstSync || progress === null || progress.total === 0 || !isRunning) return null;
  const { rows, total } = progress;
  const left = rowsPerMs === null || rowsPerMs <= 0 ? {} : { leftMs: (total - rows) / rowsPerMs };
  return { kind: 'first-sync', rowsDone: rows, rowsTotal: total, ...left };
}

/** A session that ran out or was left keeps its file; an administrator's end takes it off the disk. */
const RECORDS = { never: 'not-open', 'by-user': 'locked', expired: 'locked', revoked: 'taken-off' } as const;

function online({ sync, drain, keptCount }: StatusInput): StatusLineState {
  const recordsAtMs = sync.upToDateAtMs;
  const needsYouCount = needsYouIn(sync);
  const left = unsentIn(sync);
  const { held } = sync.counts;
  const reviewCount = sync.isReviewingDrafts ? held : Math.min(held, keptCount);
  // Every other draft is checked at once while online, and goes.
  const toSendCount = left + held - reviewCount;
  if (drain === null || left === 0) return { kind: 'online', toSendCount, reviewCount, needsYouCount, recordsAtMs };
  const totalCount = Math.max(drain.total, left);
  const sentCount = Math.min(totalCount, totalCount - left + 1);
  return { kind: 'online-again', sentCount, totalCount, needsYouCount, recordsAtMs };
}

/** What the status line has to say, from what the engine told and the time that went by since. */
export function statusLineOf(input: StatusInput): StatusLineState {
  const { sync, endReason } = input;
  const engineNowMs = sync.nowMs + sinceTold(input);
  const { connection, counts } = sync;
  if (connection === 'signed-out') return { kind: 'signed-out', records: RECORDS[endReason] };
  const first = firstSync(input);
  if (first !== null) return first;
  if (connection === 'online') return online(input);
  const recordsAtMs = sync.upToDateAtMs ?? sync.sinceMs;
  const shared = { safeCount: unsentIn(sync) + counts.parked, draftCount: counts.held, recordsAtMs };
  // Reading begins when the window ends: how long nobody was reached is told by the last contact.
  if (connection === 'read-only')
    return { kind: connection, awayMs: engineNowMs - Math.min(recordsAtMs, sync.sinceMs), ...shared };
  const awayMs = Math.max(0, engineNowMs - sync.sinceMs);
  return { kind: connection, awayMs, ...shared, windowLeftMs: windowLeftNow(input), windowMs: sync.windowMs };
}
