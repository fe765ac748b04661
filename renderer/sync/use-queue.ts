import { useMemo } from 'react';
import type { OutboxItem } from '../../main/contract/types.ts';
import { useNow } from '../app/use-now.ts';
import { useRead } from '../app/use-read.ts';
import { useLiveSet } from '../live/use-live-set.ts';
import { startOfDayMs } from '../tasks/task-groups.ts';
import { useWords } from '../words/words-context.ts';
import { peopleIn, refsIn } from './refs-in.ts';
import type { ShowContext } from './show-value.ts';
import { partition, type SyncPart } from './sync-parts.ts';
import { useNames } from './use-names.ts';

const MOST_SETTLED = 500;
const TICK_MS = 15_000;

export interface Queue {
  readonly byPart: { readonly [Part in SyncPart]: readonly OutboxItem[] };
  readonly context: ShowContext;
}

const NOTHING: readonly OutboxItem[] = [];

/** The queue, live, its history, and everything needed to say both in words. */
export function useQueue(): Queue {
  const words = useWords();
  const nowMs = useNow(TICK_MS);
  const live = useLiveSet('outbox') ?? NOTHING;
  const open = useMemo(() => live.toSorted((a, b) => a.ordinal - b.ordinal), [live]);
  const settled = useRead(['outbox', 'settled'], ['outbox'], async (client) => {
    const list = (states: ('acknowledged' | 'discarded')[]) => client.outbox.list({ states, limit: MOST_SETTLED });
    const [acknowledged, discarded] = await Promise.all([list(['acknowledged']), list(['discarded'])]);
    return { acknowledged, discarded };
  }).data;
  const dayStartMs = startOfDayMs(nowMs);
  const byPart = useMemo(
    () => partition(open, settled ?? { acknowledged: NOTHING, discarded: NOTHING }, dayStartMs),
    [open, settled, dayStartMs],
  );
  const all = useMemo(() => [...byPart.safe, ...byPart.sent, ...byPart.discarded, ...byPart.merged], [byPart]);
  const names = useNames(
    useMemo(() => all.flatMap(refsIn), [all]),
    useMemo(() => all.flatMap(peopleIn), [all]),
  );
  return { byPart, context: { words, names, nowMs } };
}
