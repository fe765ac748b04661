import { getState } from '../db/local-seq.ts';
import type { ReadHandle } from '../db/handles.ts';
import type { Schema } from '../db/schema.ts';
import type { Measures } from '../contract/health.ts';
import type { Agreement } from '../contract/types.ts';
import { getSessionValue } from '../wrapper/session-store.ts';
import { measuresOverview } from './overview.ts';

/** What one user's file says about itself; no names, no values, no tokens: it may be sent to somebody. */
export interface FileReport {
  readonly schemaVersion: number;
  readonly minSafeVersion: number;
  readonly writtenBy: string;
  readonly rows: Readonly<Record<string, number>>;
  readonly replica: { readonly seq: number; readonly isComplete: boolean; readonly upToDateAgoMs: number | null };
  /** Whether the rows were the server's when they were last compared; counts only, no names. */
  readonly agreement: { readonly checkedAgoMs: number | null; readonly found: FoundRows | null };
  readonly outbox: { readonly counts: Readonly<Record<string, number>>; readonly oldestUnsentMs: number | null };
  readonly caches: readonly {
    readonly topic: string;
    readonly count: number;
    readonly oldestMs: number;
    readonly stale: number;
  }[];
  /** The promises of the last week, as the health page shows them. */
  readonly measured: Pick<Measures, 'targets' | 'heldBack'>;
  readonly session: {
    readonly isSignInNeeded: boolean;
    readonly permissionsAgoMs: number | null;
    readonly validatedAgoMs: number | null;
  };
  /** Newest first: why changes wait or were refused. Messages may quote what was typed, so only codes are given. */
  readonly lastErrors: readonly {
    readonly code: string;
    readonly change: string;
    readonly state: string;
    readonly agoMs: number;
  }[];
  /** Set after damaged data was put aside. */
  readonly recoveredAgoMs: number | null;
}

interface FoundRows {
  readonly agoMs: number;
  readonly corrected: number;
  readonly restored: number;
  readonly removed: number;
  readonly kept: number;
}

const RECORD_TABLES = ['contact', 'company', 'deal', 'task', 'activity', 'note', 'pipeline', 'history'] as const;
const MAX_ERRORS = 10;

/** Reads only; the file may belong to a program that is not running. */
export function reportOnFile(read: ReadHandle<Schema>, nowMs: number): FileReport {
  const meta = new Map(
    read
      .prepared<[], { key: string; value: string | number }>('select key, value from meta')
      .all([])
      .map(({ key, value }) => [key, value]),
  );
  const upToDateAtMs = getState<number>(read, 'upToDateAtMs') ?? null;
  const recovery = getState<{ readonly atMs: number }>(read, 'recovery');
  return {
    schemaVersion: Number(meta.get('schemaVersion') ?? 0),
    minSafeVersion: Number(meta.get('minSafeVersion') ?? 0),
    writtenBy: String(meta.get('appVersion') ?? ''),
    rows: Object.fromEntries(RECORD_TABLES.map((table) => [table, countOf(read, table)])),
    replica: {
      seq: getState<number>(read, 'head') ?? 0,
      isComplete: getState<boolean>(read, 'isComplete') === true,
      upToDateAgoMs: ago(nowMs, upToDateAtMs),
    },
    agreement: agreementOf(read, nowMs),
    outbox: outboxOf(read, nowMs),
    caches: cachesOf(read, nowMs),
    measured: measuredOf(read, nowMs),
    session: sessionOf(read, nowMs),
    lastErrors: errorsOf(read, nowMs),
    recoveredAgoMs: ago(nowMs, recovery?.atMs ?? null),
  };
}

const ago = (nowMs: number, atMs: number | null): number | null => (atMs === null ? null : Math.max(0, nowMs - atMs));

const countOf = (read: ReadHandle<Schema>, table: string): number =>
  read.prepared<[], { count: number }>(`select count(*) as count from "${table}"`).first([])?.count ?? 0;

function agreementOf(read: ReadHandle<Schema>, nowMs: number): FileReport['agreement'] {
  const { checkedAtMs, found } = getState<Agreement>(read, 'agreement') ?? { checkedAtMs: null, found: null };
  if (found === null) return { checkedAgoMs: ago(nowMs, checkedAtMs), found: null };
  const { atMs, names: _names, ...counts } = found;
  return { checkedAgoMs: ago(nowMs, checkedAtMs), found: { agoMs: Math.max(0, nowMs - atMs), ...counts } };
}

function outboxOf(read: ReadHandle<Schema>, nowMs: number): FileReport['outbox'] {
  const states = read
    .prepared<[], { state: string; count: number }>(
      'select state, count(*) as count from mutation group by state order by state',
    )
    .all([]);
  const oldest = read
    .prepared<[], { atMs: number | null }>(
      `select min(wallMs) as atMs from mutation where state in ('queued', 'sending', 'held', 'parked')`,
    )
    .first([]);
  return {
    counts: Object.fromEntries(states.map(({ state, count }) => [state, count])),
    oldestUnsentMs: ago(nowMs, oldest?.atMs ?? null),
  };
}

function cachesOf(read: ReadHandle<Schema>, nowMs: number): FileReport['caches'] {
  return read
    .prepared<[number, number], { topic: string; count: number; oldestAtMs: number; stale: number }>(
      `select topic, count(*) as count, min(cachedAtMs) as oldestAtMs, sum(expiresAtMs <= ? or cachedAtMs > ?) as stale
       from wrapperCache group by topic order by topic`,
    )
    .all([nowMs, nowMs])
    .map(({ topic, count, oldestAtMs, stale }) => ({ topic, count, oldestMs: Math.max(0, nowMs - oldestAtMs), stale }));
}

function measuredOf(read: ReadHandle<Schema>, nowMs: number): FileReport['measured'] {
  const { targets, heldBack } = measuresOverview(read, { hours: 168, untilMs: nowMs });
  return { targets, heldBack };
}

function sessionOf(read: ReadHandle<Schema>, nowMs: number): FileReport['session'] {
  return {
    isSignInNeeded: getSessionValue(read, 'isSignInNeeded') === true,
    permissionsAgoMs: ago(nowMs, getSessionValue(read, 'permissions')?.atMs ?? null),
    validatedAgoMs: ago(nowMs, getSessionValue(read, 'window')?.validatedAtWallMs ?? null),
  };
}

function errorsOf(read: ReadHandle<Schema>, nowMs: number): FileReport['lastErrors'] {
  return read
    .prepared<[number], { reason: string; name: string; state: string; atMs: number }>(
      `select reason, name, state, coalesce(decidedAtMs, sentAtMs, wallMs) as atMs from mutation
       where reason is not null order by atMs desc limit ?`,
    )
    .all([MAX_ERRORS])
    .map(({ reason, name, state, atMs }) => {
      const { code } = JSON.parse(reason) as { readonly code: string };
      return { code, change: name, state, agoMs: Math.max(0, nowMs - atMs) };
    });
}
