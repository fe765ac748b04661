import type { BoardColumn, DealItem } from '../../main/contract/deals.ts';
import type { ReplicaRow } from '../../main/contract/types.ts';
import type { BoardCardData, BoardStage, NextStep } from '../parts/board-types.ts';
import { markOf } from '../records/mark-of.ts';
import type { Words } from '../words/create-words.ts';
import type { CardOrder } from './deals-state.ts';

export type Deal = ReplicaRow<'deal'>;

const DAY_MS = 86_400_000;
/** Under a week nothing is slow, however quick the others are. */
const LEAST_SLOW_DAYS = 7;

export interface CardFacts {
  readonly words: Words;
  readonly nowMs: number;
  /** Today as `YYYY-MM-DD` where the window runs. */
  readonly today: string;
  readonly companyNames: ReadonlyMap<string, string>;
}

export function todayOf(nowMs: number): string {
  const at = new Date(nowMs);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

const daysHere = ({ stageEnteredAtMs }: Deal, nowMs: number): number =>
  Math.max(0, Math.floor((nowMs - stageEnteredAtMs) / DAY_MS));

function nextOf(deal: Deal, { words, nowMs, today }: CardFacts): NextStep {
  const { say, day } = words;
  if (deal.pending === 'parked') return { kind: 'conflict', text: say('deal.next.choose') };
  if (deal.status === 'won')
    return { kind: 'won', text: say('deal.next.wonOn', { day: day(deal.closedAtMs ?? nowMs, nowMs) }) };
  if (deal.status === 'lost') {
    const text = say('deal.next.lostOn', { day: day(deal.closedAtMs ?? nowMs, nowMs), reason: deal.lostReason ?? '' });
    return { kind: 'lost', text };
  }
  const isLate = deal.expectedCloseOn !== null && deal.expectedCloseOn < today;
  if (isLate) {
    const text = deal.nextStep === null ? say('deal.next.lateAlone') : say('deal.next.late', { step: deal.nextStep });
    return { kind: 'overdue', text };
  }
  return deal.nextStep === null ? { kind: 'none' } : { kind: 'planned', text: deal.nextStep };
}

type CardMark = NonNullable<BoardCardData['mark']>;

function cardOf(
  deal: Deal & { readonly companyName?: string | null },
  slowDays: number,
  facts: CardFacts,
): BoardCardData {
  const days = daysHere(deal, facts.nowMs);
  const isOpen = deal.status === 'open';
  const name = deal.companyName ?? (deal.companyId === null ? undefined : facts.companyNames.get(deal.companyId));
  const mark = markOf(deal.pending);
  return {
    id: deal.id,
    company: name ?? facts.words.say('deal.noCompany'),
    deal: deal.title,
    valueMinor: deal.valueMinor,
    currency: deal.currency,
    daysHere: isOpen ? days : null,
    isSlow: isOpen && days > slowDays,
    next: nextOf(deal, facts),
    ...(mark === undefined || mark === 'locked' ? {} : { mark: mark satisfies CardMark }),
  };
}

/** More than twice the usual time in a stage: twice the median of those that stand there. */
function slowDaysOf(deals: readonly Deal[], nowMs: number): number {
  const days = deals.map((deal) => daysHere(deal, nowMs)).toSorted((a, b) => a - b);
  return Math.max(LEAST_SLOW_DAYS, 2 * (days[Math.floor(days.length / 2)] ?? 0));
}

const ORDERS: { readonly [Order in CardOrder]: (a: Deal, b: Deal) => number } = {
  waiting: (a, b) => a.stageEnteredAtMs - b.stageEnteredAtMs,
  value: (a, b) => b.valueMinor - a.valueMinor,
  close: (a, b) => (a.expectedCloseOn ?? '9999').localeCompare(b.expectedCloseOn ?? '9999'),
};

/** What was moved today stands on top: it is what the person is working on. */
function inOrder(deals: readonly Deal[], order: CardOrder, nowMs: number): readonly Deal[] {
  const isFresh = (deal: Deal): boolean => order === 'waiting' && daysHere(deal, nowMs) === 0;
  return deals.toSorted((a, b) => {
    if (isFresh(a) !== isFresh(b)) return isFresh(a) ? -1 : 1;
    if (isFresh(a)) return b.stageEnteredAtMs - a.stageEnteredAtMs;
    return ORDERS[order](a, b) || a.id.localeCompare(b.id);
  });
}

const lastClosedFirst = (a: Deal, b: Deal): number =>
  (b.closedAtMs ?? 0) - (a.closedAtMs ?? 0) || a.id.localeCompare(b.id);

export interface StageInput {
  readonly column: BoardColumn;
  readonly deals: readonly (Deal | DealItem)[];
  readonly order: CardOrder;
  readonly currency: string;
}

/** One column: its head from the engine's sums over all deals, its cards from what is here. */
export function stageOf({ column, deals, order, currency }: StageInput, facts: CardFacts): BoardStage {
  const isOpen = column.outcome === 'open';
  const main = column.totals.find((total) => total.currency === currency) ?? column.totals[0];
  const others = column.totals.filter((total) => total !== main);
  const slowDays = slowDaysOf(deals, facts.nowMs);
  const shown = isOpen ? inOrder(deals, order, facts.nowMs) : deals.toSorted(lastClosedFirst);
  const sums = others.map((total) => facts.words.sum(total.valueMinor, total.currency)).join(' + ');
  return {
    id: column.stageId,
    name: column.name,
    count: column.count,
    probability: isOpen ? column.probability : null,
    totalMinor: main?.valueMinor ?? 0,
    currency: main?.currency ?? currency,
    ...(isOpen ? { weightedMinor: main?.weightedMinor ?? 0 } : {}),
    ...(sums === '' ? {} : { note: facts.words.say('deal.moreCurrencies', { sums }) }),
    cards: shown.map((deal) => cardOf(deal, slowDays, facts)),
  };
}

/** Weighted sums of the open stages, by currency. */
export function weightedTotals(
  columns: readonly BoardColumn[],
): readonly { readonly currency: string; readonly valueMinor: number }[] {
  const sums = new Map<string, number>();
  for (const { outcome, totals } of columns) {
    if (outcome !== 'open') continue;
    for (const { currency, weightedMinor } of totals) sums.set(currency, (sums.get(currency) ?? 0) + weightedMinor);
  }
  return [...sums].map(([currency, valueMinor]) => ({ currency, valueMinor }));
}
