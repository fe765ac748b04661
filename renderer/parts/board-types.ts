import type { MarkKind } from './mark.tsx';

export type NextStep =
  | { readonly kind: 'planned' | 'overdue' | 'won' | 'lost' | 'conflict'; readonly text: string }
  | { readonly kind: 'none' };

export interface BoardCardData {
  readonly id: string;
  readonly company: string;
  readonly deal: string;
  readonly valueMinor: number;
  readonly currency: string;
  /** Whole days in this stage, 0 for "just moved"; null where it says nothing (won). */
  readonly daysHere: number | null;
  /** Over twice the usual time in this stage. */
  readonly isSlow?: boolean;
  readonly next: NextStep;
  readonly mark?: Extract<MarkKind, 'waiting' | 'draft' | 'needs-you'>;
}

export interface BoardStage {
  readonly id: string;
  readonly name: string;
  /** Of all deals in the stage, also those not in `cards`. */
  readonly count: number;
  /** 0 to 100; null where it says nothing. */
  readonly probability: number | null;
  readonly totalMinor: number;
  readonly currency: string;
  readonly weightedMinor?: number;
  /** In place of the weighted total, for example "69 % of plan". */
  readonly note?: string;
  readonly cards: readonly BoardCardData[];
}

/** Height of a card and the gap under it, in px; cards are all the same so that a column of thousands needs no measuring. */
export const CARD_PX = 103;
export const CARD_GAP_PX = 6;
