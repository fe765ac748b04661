import type { OutboxItem } from '../../main/contract/types.ts';

export const PARTS = ['safe', 'needs', 'drafts', 'sent', 'discarded', 'merged'] as const;
export type SyncPart = (typeof PARTS)[number];

export const isSyncPart = (text: string | null): text is SyncPart => PARTS.includes(text as SyncPart);

export interface SettledItems {
  readonly acknowledged: readonly OutboxItem[];
  readonly discarded: readonly OutboxItem[];
}

/** A change that was not taken, or one that was and hangs on a deleted record. */
export const needsUser = ({ state, deletedParent }: OutboxItem): boolean =>
  state === 'parked' || deletedParent !== null;

const decidedAtMs = (item: OutboxItem): number => item.decidedAtMs ?? item.wallMs;

/** The queue and its history by what a person looks for; what waits in queue order, what is settled newest first. */
export function partition(
  open: readonly OutboxItem[],
  { acknowledged, discarded }: SettledItems,
  dayStartMs: number,
): { readonly [Part in SyncPart]: readonly OutboxItem[] } {
  return {
    safe: open,
    needs: [...open, ...acknowledged].filter(needsUser),
    drafts: open.filter(({ state }) => state === 'held'),
    sent: acknowledged.filter((item) => decidedAtMs(item) >= dayStartMs),
    discarded,
    merged: acknowledged.filter(({ notes }) => notes.some(({ outcome }) => outcome !== 'on-deleted')),
  };
}
