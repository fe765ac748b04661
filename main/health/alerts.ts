import type { HealthAlert, HealthNow } from '../contract/health.ts';

/** Behind the server for longer than the mission allows (seed: "sync lag under 5 minutes"). */
const LONGEST_LAG_MS = 5 * 60_000;
/** A change that goes out by itself is on its way within seconds; after this long something is in its way. */
const LONGEST_QUEUE_MS = 5 * 60_000;
/** A week is long enough for somebody to see that records were put right. */
const DIVERGED_SHOWN_MS = 7 * 24 * 60 * 60_000;
/** An expired value is asked for at its next use; only one that stays expired deserves a look. */
const STALE_GRACE_MS = 5 * 60_000;

/** What deserves a look, most urgent first. */
export function alertsOf(
  now: Omit<HealthNow, 'alerts'> & { readonly isSignInNeeded: boolean },
): readonly HealthAlert[] {
  const { nowMs, breaker, upToDateAtMs, queued, oldestQueuedAtMs } = now;
  const alerts: HealthAlert[] = [];
  if (now.isSignInNeeded) alerts.push({ kind: 'sign-in-needed' });
  if (breaker === 'open') alerts.push({ kind: 'breaker-open' });
  const lagMs = upToDateAtMs === null ? 0 : nowMs - upToDateAtMs;
  if (lagMs > LONGEST_LAG_MS) alerts.push({ kind: 'behind', lagMs });
  const oldestMs = oldestQueuedAtMs === null ? 0 : nowMs - oldestQueuedAtMs;
  if (oldestMs > LONGEST_QUEUE_MS) alerts.push({ kind: 'queue-waits', count: queued, oldestMs });
  const { found } = now.agreement;
  const agoMs = nowMs - (found?.atMs ?? 0);
  if (found !== null && agoMs < DIVERGED_SHOWN_MS) {
    const rows = found.corrected + found.restored + found.removed + found.kept;
    alerts.push({ kind: 'diverged', rows, kept: found.kept, agoMs });
  }
  return [...alerts, ...staleCaches(now)];
}

/** One for each cache: the value that has been expired for longest. Profiles are only asked for when somebody looks. */
function staleCaches({ caches, nowMs }: Pick<HealthNow, 'caches' | 'nowMs'>): readonly HealthAlert[] {
  const stale = caches
    .map((each) => ({ ...each, sinceMs: Math.max(each.expiresAtMs, each.cachedAtMs) }))
    .filter(({ topic, isStale, sinceMs }) => topic !== 'employee' && isStale && nowMs - sinceMs > STALE_GRACE_MS);
  return [...Map.groupBy(stale, ({ topic }) => topic)].map(([topic, entries]) => ({
    kind: 'stale-cache',
    topic,
    sinceMs: Math.min(...entries.map(({ sinceMs }) => sinceMs)),
  }));
}
