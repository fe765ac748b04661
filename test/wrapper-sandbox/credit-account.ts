import { dayOf, monthOf } from '../../sync/model/credit-periods.ts';
import { judgeCredits, milliOf, NOTHING_QUEUED } from '../../sync/model/credit-rules.ts';
import type {
  ConsumeItem,
  ConsumeResult,
  CreditBalance,
  CreditConfig,
  Feature,
  RefundResult,
  RefundStatus,
} from '../../sync/wrapper-api/billing.ts';

/** What is remembered under a key. `fenced`: refund was asked for before any consume. */
type Entry =
  | { readonly kind: 'consumed' | 'refunded'; readonly item: ConsumeItem; readonly atMs: number }
  | { readonly kind: 'fenced' };

/** The credits of one tenant; all sums in milli-credits. */
export interface CreditAccount {
  balance(nowMs: number): CreditBalance;
  config(): CreditConfig;
  consume(item: ConsumeItem, nowMs: number): ConsumeResult;
  refund(key: string): RefundResult;
  set(change: { readonly available: number; readonly config?: CreditConfig | undefined }): void;
}

export function createCreditAccount(startCredits: number, startConfig: CreditConfig): CreditAccount {
  const entries = new Map<string, Entry>();
  let availableMilli = milliOf(startCredits);
  let config = startConfig;
  // running sums of what is consumed and not refunded, by period and feature
  const spentMilli = new Map<string, number>();
  const counts = new Map<string, number>();
  const countOf = (feature: Feature, atMs: number): number => counts.get(countKey(feature, atMs)) ?? 0;

  function book(item: ConsumeItem, atMs: number, sign: 1 | -1): void {
    availableMilli -= sign * item.amountMilli;
    for (const period of [dayOf(atMs), monthOf(atMs)]) add(spentMilli, period, sign * item.amountMilli);
    add(counts, countKey(item.feature, atMs), sign * item.count);
  }

  const balance = (nowMs: number): CreditBalance => ({
    tenantId: config.tenantId,
    available: availableMilli / 1000,
    monthlyUsed: (spentMilli.get(monthOf(nowMs)) ?? 0) / 1000,
    dailyUsed: (spentMilli.get(dayOf(nowMs)) ?? 0) / 1000,
    usage: {
      contacts: countOf('contacts', nowMs),
      deals: countOf('deals', nowMs),
      emails: countOf('emails', nowMs),
      storageBytes: countOf('storage', nowMs),
    },
  });

  function decide(item: ConsumeItem, nowMs: number): Pick<ConsumeResult, 'status' | 'shortage'> {
    const entry = entries.get(item.key);
    if (entry && entry.kind !== 'consumed') return { status: 'refunded' };
    if (entry) return { status: isSameCharge(entry.item, item) ? 'duplicate' : 'mismatch' };
    const facts = { terms: config, balance: balance(nowMs), queued: NOTHING_QUEUED };
    // A charge is made at the amount that it names, whatever the price is by now.
    const verdict = judgeCredits(facts, item, item.amountMilli);
    if (verdict.kind === 'short') {
      const { queued: _queued, ...shortage } = verdict.shortage;
      return { status: verdict.code === 'INSUFFICIENT_CREDITS' ? 'insufficient' : 'limit', shortage };
    }
    entries.set(item.key, { kind: 'consumed', item, atMs: nowMs });
    book(item, nowMs, 1);
    return { status: 'consumed' };
  }

  function giveBack(key: string): RefundStatus {
    const entry = entries.get(key);
    if (entry?.kind === 'refunded') return 'already-refunded';
    if (entry?.kind !== 'consumed') {
      entries.set(key, { kind: 'fenced' });
      return 'unknown';
    }
    entries.set(key, { ...entry, kind: 'refunded' });
    book(entry.item, entry.atMs, -1);
    return 'refunded';
  }

  return {
    config: () => config,
    balance,
    consume(item, nowMs) {
      const decided = decide(item, nowMs);
      return { key: item.key, ...decided, availableMilli };
    },
    refund: (key) => ({ key, status: giveBack(key) }),
    set(change) {
      availableMilli = milliOf(change.available);
      config = change.config ?? config;
    },
  };
}

function isSameCharge(a: ConsumeItem, b: ConsumeItem): boolean {
  return a.amountMilli === b.amountMilli && a.feature === b.feature && a.count === b.count;
}

/** Contacts, deals and storage count for ever, e-mails by the month. */
function countKey(feature: Feature, atMs: number): string {
  return feature === 'emails' ? `emails ${monthOf(atMs)}` : feature;
}

function add(sums: Map<string, number>, key: string, amount: number): void {
  sums.set(key, (sums.get(key) ?? 0) + amount);
}
