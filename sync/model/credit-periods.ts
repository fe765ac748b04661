import type { CreditBalance } from './credit-rules.ts';

/** Days and months of the plan are those of UTC: `2026-03-02`, `2026-03`. */
export const dayOf = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10);
export const monthOf = (atMs: number): string => new Date(atMs).toISOString().slice(0, 7);

/** What a balance that was told at `toldAtMs` says now: a new day has its credits again, a new month also its e-mails. */
export function balanceAt<B extends CreditBalance>(balance: B, toldAtMs: number, nowMs: number): B {
  const isSameMonth = monthOf(toldAtMs) === monthOf(nowMs);
  if (dayOf(toldAtMs) === dayOf(nowMs)) return balance;
  return {
    ...balance,
    dailyUsed: 0,
    monthlyUsed: isSameMonth ? balance.monthlyUsed : 0,
    usage: { ...balance.usage, emails: isSameMonth ? balance.usage.emails : 0 },
  };
}
