import { useMemo } from 'react';
import type { ReplicaRow } from '../../main/contract/types.ts';
import { useRead } from '../app/use-read.ts';
import { useLiveSet } from '../live/use-live-set.ts';
import { useMyId } from '../records/use-people.ts';

export type Deal = ReplicaRow<'deal'>;

const DAY_MS = 86_400_000;
const SILENT_DAYS = 14;
const CLOSING_DAYS = 14;
/** Timelines looked into; the oldest deals are the likeliest to be silent. */
const MOST_LOOKED_AT = 60;

/** My open deals, live; undefined until the working set is there. */
export function useMyDeals(): readonly Deal[] | undefined {
  const myId = useMyId();
  const deals = useLiveSet('openDeals');
  return useMemo(() => deals?.filter(({ ownerId }) => ownerId === myId), [deals, myId]);
}

export interface QuietDeal {
  readonly deal: Deal;
  readonly silentDays: number;
}

/** My open deals on which nothing was logged or written for 14 days, the most silent first. */
export function useQuietDeals(deals: readonly Deal[] | undefined, nowMs: number): readonly QuietDeal[] | undefined {
  const looked = useMemo(
    () => deals?.toSorted((a, b) => a.createdAtMs - b.createdAtMs).slice(0, MOST_LOOKED_AT),
    [deals],
  );
  const { data } = useRead(
    ['today', 'last contact', ...(looked ?? []).map(({ id }) => id)],
    ['activity', 'note', 'deal'],
    (client) =>
      Promise.all(
        (looked ?? []).map(async ({ id, createdAtMs }) => {
          const { items } = await client.timeline.page({
            of: { kind: 'deal', id },
            kinds: ['activity', 'note'],
            limit: 1,
          });
          return [id, items[0]?.atMs ?? createdAtMs] as const;
        }),
      ),
    { isEnabled: looked !== undefined && looked.length > 0 },
  );
  return useMemo(() => {
    if (looked?.length === 0) return [];
    if (looked === undefined || data === undefined) return undefined;
    const lastAtMs = new Map(data);
    const quiet = looked.map((deal) => ({
      deal,
      silentDays: Math.floor((nowMs - (lastAtMs.get(deal.id) ?? nowMs)) / DAY_MS),
    }));
    return quiet.filter(({ silentDays }) => silentDays >= SILENT_DAYS).toSorted((a, b) => b.silentDays - a.silentDays);
  }, [looked, data, nowMs]);
}

/** A calendar day where the reader is. */
export function dayOn(atMs: number): string {
  const day = new Date(atMs);
  return `${day.getFullYear()}-${String(day.getMonth() + 1).padStart(2, '0')}-${String(day.getDate()).padStart(2, '0')}`;
}

/** My open deals that close within 14 days or should have closed already, the next first. */
export function closingSoon(deals: readonly Deal[], nowMs: number): readonly Deal[] {
  const until = dayOn(nowMs + CLOSING_DAYS * DAY_MS);
  const closes = ({ expectedCloseOn }: Deal): string => expectedCloseOn ?? '';
  return deals
    .filter((deal) => closes(deal) !== '' && closes(deal) <= until)
    .toSorted((a, b) => (closes(a) < closes(b) ? -1 : 1));
}
