import type {
  ConsumeItem,
  ConsumeResult,
  ConsumeStatus,
  CreditBalance,
  CreditConfig,
  Feature,
  RefundResult,
  RefundStatus,
} from '../../sync/wrapper-api/billing.ts';
import { milliOf } from '../../sync/wrapper-api/price-milli.ts';

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

  function book(item: ConsumeItem, atMs: number, sign: 1 | -1): void {
    availableMilli -= sign * item.amountMilli;
    for (const period of [dayOf(atMs), monthOf(atMs)]) add(spentMilli, period, sign * item.amountMilli);
    add(counts, countKey(item.feature, atMs), sign * item.count);
  }

  function isOverLimit({ feature, count, amountMilli }: ConsumeItem, nowMs: number): boolean {
    const featureLimit = config.featureLimits[feature];
    if (featureLimit !== null && (counts.get(countKey(feature, nowMs)) ?? 0) + count > featureLimit) return true;
    if (config.overageAllowed) return false;
    const exceeds = (period: string, limit: number | null): boolean =>
      limit !== null && (spentMilli.get(period) ?? 0) + amountMilli > milliOf(limit);
    return exceeds(dayOf(nowMs), config.dailyLimit) || exceeds(monthOf(nowMs), config.monthlyLimit);
  }

  function decide(item: ConsumeItem, nowMs: number): ConsumeStatus {
    const entry = entries.get(item.key);
    if (entry && entry.kind !== 'consumed') return 'refunded';
    if (entry) return isSameCharge(entry.item, item) ? 'duplicate' : 'mismatch';
    if (isOverLimit(item, nowMs)) return 'limit';
    if (item.amountMilli > availableMilli) return 'insufficient';
    entries.set(item.key, { kind: 'consumed', item, atMs: nowMs });
    book(item, nowMs, 1);
    return 'consumed';
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
    balance: (nowMs) => ({
      tenantId: config.tenantId,
      available: availableMilli / 1000,
      monthlyUsed: (spentMilli.get(monthOf(nowMs)) ?? 0) / 1000,
      dailyUsed: (spentMilli.get(dayOf(nowMs)) ?? 0) / 1000,
      usage: {
        contacts: counts.get(countKey('contacts', nowMs)) ?? 0,
        deals: counts.get(countKey('deals', nowMs)) ?? 0,
        emails: counts.get(countKey('emails', nowMs)) ?? 0,
        storageBytes: 0,
      },
    }),
    consume(item, nowMs) {
      const status = decide(item, nowMs);
      return { key: item.key, status, availableMilli };
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

/** Contacts and deals count for ever, e-mails by the month. */
function countKey(feature: Feature, atMs: number): string {
  return feature === 'emails' ? `emails ${monthOf(atMs)}` : feature;
}

function add(sums: Map<string, number>, key: string, amount: number): void {
  sums.set(key, (sums.get(key) ?? 0) + amount);
}

function dayOf(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10);
}

function monthOf(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 7);
}
