import { balanceAt } from '../../sync/model/credit-periods.ts';
import type { ReadHandle } from '../db/handles.ts';
import type { Schema } from '../db/schema.ts';
import type { CreditKnowledge } from '../gate/credit-check.ts';
import { sumQueuedAsks } from '../outbox/queued-asks.ts';
import type { LiveCredits } from '../wrapper/live-credits.ts';
import type { LiveSession } from '../wrapper/live-session.ts';

interface CreditSources {
  readonly session: LiveSession;
  readonly credits: LiveCredits;
  readonly read: ReadHandle<Schema>;
  readonly nowMs: number;
  /** A balance older than this is none: it was told before the last validation that the window rests on. */
  readonly windowMs: number;
}

/** What this laptop knows of the plan: the cached configuration, the last live balance, and what is queued here. */
export function creditFacts({ session, credits, read, nowMs, windowMs }: CreditSources): CreditKnowledge | null {
  const cached = session.caches.get('credit-config', session.identity().tenantId);
  if (cached === undefined) return null;
  const last = credits.last();
  const isUsable = last !== undefined && last.atMs <= nowMs && nowMs - last.atMs <= windowMs;
  return {
    terms: cached.value,
    areTermsFresh: !cached.isStale,
    termsAtMs: cached.cachedAtMs,
    termsUntilMs: cached.expiresAtMs,
    balance: isUsable ? { value: balanceAt(last.balance, last.atMs, nowMs), atMs: last.atMs } : null,
    queued: sumQueuedAsks(read),
  };
}
