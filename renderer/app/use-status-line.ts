import { useEffect, useRef, useState } from 'react';
import type { SyncStatus } from '../../main/contract/types.ts';
import { useLiveSet } from '../live/use-live-set.ts';
import type { StatusLineState } from '../parts/status-line-state.ts';
import { useSessionState } from '../state/session-state.ts';
import { type Drain, statusLineOf, unsentIn, windowLeftNow } from './status-line-of.ts';
import { useNow } from './use-now.ts';

const TICK_MS = 5_000;
/** In the last two minutes the line counts by 10 s. */
const LAST_TICK_MS = 1_000;
const LAST_MS = 125_000;

/** Set when the connection comes back with work to send; gone with the last of it. */
function useDrain(sync: SyncStatus | null): Drain | null {
  const [drain, setDrain] = useState<Drain | null>(null);
  const [before, setBefore] = useState(sync?.connection);
  const unsent = sync === null ? 0 : unsentIn(sync);
  if (sync?.connection !== before) {
    setBefore(sync?.connection);
    const isBack = before !== undefined && before !== 'signed-out' && sync?.connection === 'online';
    setDrain(isBack && unsent > 0 ? { total: unsent } : null);
  } else if (drain !== null && unsent === 0) setDrain(null);
  else if (drain !== null && unsent > drain.total) setDrain({ total: unsent });
  return drain;
}

/** Rows a millisecond since the first notice with progress; null until there is something to measure. */
function useRowRate(sync: SyncStatus | null): number | null {
  const start = useRef<{ readonly rows: number; readonly atMs: number } | null>(null);
  const [rate, setRate] = useState<number | null>(null);
  const rows = sync?.progress?.rows ?? null;
  useEffect(() => {
    if (rows === null) {
      start.current = null;
      return;
    }
    const nowMs = Date.now();
    start.current ??= { rows, atMs: nowMs };
    const { rows: first, atMs } = start.current;
    if (nowMs - atMs > 2_000 && rows > first) setRate((rows - first) / (nowMs - atMs));
  }, [rows]);
  return rate;
}

function useKeptCount(): number {
  const outbox = useLiveSet('outbox') ?? [];
  return outbox.filter(({ state, isHeldByUser }) => state === 'held' && isHeldByUser).length;
}

/** The status line's state, ticking; null until the engine has told its own. */
export function useStatusLine(): StatusLineState | null {
  const sync = useSessionState((state) => state.sync);
  const endReason = useSessionState(({ session }) => (session?.kind === 'signed-out' ? session.reason : 'never'));
  const toldAtMs = useSessionState((state) => state.syncToldAtMs);
  const [tickMs, setTickMs] = useState(TICK_MS);
  const nowMs = Math.max(useNow(tickMs), toldAtMs);
  const drain = useDrain(sync);
  const rowsPerMs = useRowRate(sync);
  const isLast = sync !== null && sync.connection !== 'online' && windowLeftNow({ sync, toldAtMs, nowMs }) < LAST_MS;
  const wanted = isLast ? LAST_TICK_MS : TICK_MS;
  if (wanted !== tickMs) setTickMs(wanted);
  const keptCount = useKeptCount();
  return sync === null ? null : statusLineOf({ sync, endReason, keptCount, toldAtMs, nowMs, drain, rowsPerMs });
}
