import type { HealthNow } from '../contract/health.ts';
import { alertsOf } from '../health/alerts.ts';
import { getSessionValue } from '../wrapper/session-store.ts';
import type { SignedIn } from './signed-in.ts';

/** How things stand, with what deserves a look. */
export function healthNow(signedIn: SignedIn): HealthNow {
  const { user, session, outbox } = signedIn;
  const status = signedIn.status();
  const { queued, sending, held, parked } = status.counts;
  const { breaker, waitingCount } = signedIn.wrapperStatus();
  const now = {
    nowMs: outbox.clock.wallMs(),
    connection: status.connection,
    breaker,
    waitingRequests: waitingCount,
    upToDateAtMs: status.upToDateAtMs,
    unsent: queued + sending + held + parked,
    queued: queued + sending,
    oldestQueuedAtMs: oldestQueuedAtMs(signedIn),
    caches: session.caches.list(),
    agreement: status.agreement,
  };
  return {
    ...now,
    alerts: alertsOf({ ...now, isSignInNeeded: getSessionValue(user.db.read, 'isSignInNeeded') === true }),
  };
}

/** Of what goes out by itself; drafts and parked changes wait for other reasons. */
function oldestQueuedAtMs({ user }: SignedIn): number | null {
  const oldest = user.db.read
    .prepared<[], { atMs: number | null }>(
      `select min(wallMs) as atMs from mutation where state in ('queued', 'sending') and isHeldByUser = 0`,
    )
    .first([]);
  return oldest?.atMs ?? null;
}
