import { useLocation } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useLiveSet } from '../live/use-live-set.ts';
import { Sidebar, type SidebarItem } from '../parts/sidebar.tsx';
import { usePeople } from '../records/use-people.ts';
import { useSessionState } from '../state/session-state.ts';
import { endOfDayMs } from '../tasks/task-groups.ts';
import { useWords } from '../words/words-context.ts';
import { keysOf, type Place, placeOf, PLACES } from './places.ts';
import type { ScreenKey } from './screens.ts';
import { useGo } from './use-go.ts';
import { useNow } from './use-now.ts';

/** Numbers beside the places: what is due, what is open, what is not sent yet. */
function useCounts(): Partial<Record<ScreenKey, number>> {
  const tasks = useLiveSet('myTasks');
  const counts = useSessionState((state) => state.sync?.counts);
  const today = endOfDayMs(useNow(60_000));
  return useMemo(() => {
    const due = tasks?.filter(({ dueAtMs }) => dueAtMs !== null && dueAtMs < today).length ?? 0;
    const unsent = counts === undefined ? 0 : counts.queued + counts.sending + counts.held + counts.parked;
    return { today: due, tasks: tasks?.length ?? 0, sync: unsent };
  }, [tasks, counts, today]);
}

/** Whose values are in question is asked for before anybody opens the sync centre, so that names are there with it. */
function useConflictNames(): void {
  const outbox = useLiveSet('outbox') ?? [];
  usePeople(outbox.flatMap(({ reason }) => (reason?.conflicts ?? []).map(({ by }) => by)));
}

export function AppSidebar() {
  const { say } = useWords();
  useConflictNames();
  const go = useGo();
  const counts = useCounts();
  const path = useLocation({ select: ({ pathname }) => pathname });
  const current = placeOf(path);
  const toItem = (place: Place): SidebarItem => {
    const count = counts[place.key] ?? 0;
    const { key, icon, word } = place;
    const marked = count === 0 ? {} : { count, isHot: key === 'sync' };
    return { key, icon, label: say(word), href: `#${place.path}`, ...keysOf(place), ...marked };
  };
  return (
    <Sidebar
      items={PLACES.filter(({ isBottom }) => isBottom !== true).map(toItem)}
      bottom={PLACES.filter(({ isBottom }) => isBottom === true).map(toItem)}
      onOpen={(key) => go(PLACES.find((place) => place.key === key)?.path ?? '/')}
      {...(current === undefined ? {} : { currentKey: current.key })}
    />
  );
}
