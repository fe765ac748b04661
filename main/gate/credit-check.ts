import {
  judgeCredits,
  limitOf,
  needsLiveCredits,
  priceMilli,
  type CreditAsk,
  type CreditBalance,
  type CreditTerms,
  type QueuedAsks,
} from '../../sync/model/credit-rules.ts';
import type { PassEntry } from '../../sync/model/envelope.ts';
import { creditEntries, NO_EVIDENCE, type CreditOutcome, type Evidence } from '../../sync/model/write-pass.ts';

/** What a laptop knows of the plan. It never is by itself a reason to allow what has a price. */
export interface CreditKnowledge {
  readonly terms: CreditTerms;
  /** False: the configuration's hour is over, and a price may have come since. */
  readonly areTermsFresh: boolean;
  readonly termsAtMs: number;
  readonly termsUntilMs: number;
  /** The last live answer, brought to today; null where there is none in the window. */
  readonly balance: { readonly value: CreditBalance; readonly atMs: number } | null;
  readonly queued: QueuedAsks;
}

/** Whether it has to wait for a live answer: it has a price, its limit is near, or too little is known to say. */
export function asksCredits(known: CreditKnowledge | null, ask: CreditAsk): boolean {
  if (known === null || !known.areTermsFresh) return true;
  return needsLiveCredits({ terms: known.terms, balance: known.balance?.value ?? null, queued: known.queued }, ask);
}

/** What the last live balance says of it: a hint, that the server may overrule either way. */
export function creditHint(known: CreditKnowledge | null, ask: CreditAsk): CreditOutcome {
  if (known === null) return { kind: 'unknown' };
  const { terms, balance, queued } = known;
  if (known.areTermsFresh && priceMilli(terms, ask) === 0 && limitOf(terms, ask.feature) === null)
    return { kind: 'free' };
  return balance === null ? { kind: 'unknown' } : judgeCredits({ terms, balance: balance.value, queued }, ask);
}

/** @param windowEndsAtMs until when a limit that is far away may be rested on */
export function creditPass(
  known: CreditKnowledge | null,
  ask: CreditAsk,
  windowEndsAtMs: number | null,
): readonly PassEntry[] {
  if (known === null) return creditEntries(ask, { kind: 'unknown' }, { price: NO_EVIDENCE, limit: NO_EVIDENCE });
  const price: Evidence = { source: 'cache', fetchedAtMs: known.termsAtMs, validUntilMs: known.termsUntilMs };
  const limit: Evidence = known.balance
    ? {
        source: 'snapshot',
        fetchedAtMs: known.balance.atMs,
        validUntilMs: asksCredits(known, ask) ? null : windowEndsAtMs,
      }
    : NO_EVIDENCE;
  return creditEntries(ask, creditHint(known, ask), { price, limit });
}
