import { useMemo } from 'react';
import type { Person } from '../../main/contract/people.ts';
import { useDelayed } from '../app/use-delayed.ts';
import { useRead } from '../app/use-read.ts';
import { useSessionState } from '../state/session-state.ts';
import { useWords } from '../words/words-context.ts';

const MOST = 500;

/** How long a name may be on its way before it is said to be missing. */
const PATIENCE_MS = 1_500;

function useProfiles(employeeIds: readonly (string | null)[]) {
  const wanted = [...new Set(employeeIds.filter((id) => id !== null))].toSorted().slice(0, MOST);
  const { data } = useRead(
    ['people', 'byId', ...wanted],
    ['people'],
    (client) => client.people.byId({ employeeIds: wanted }),
    { isEnabled: wanted.length > 0 },
  );
  const people: ReadonlyMap<string, Person> = useMemo(
    () => new Map((data ?? []).map((person) => [person.employeeId, person])),
    [data],
  );
  return { wanted, people };
}

/** Profiles by id, as far as they are cached on this laptop; the rest arrives by itself. */
export const usePeople = (employeeIds: readonly (string | null)[]): ReadonlyMap<string, Person> =>
  useProfiles(employeeIds).people;

export const useMyId = (): string | null =>
  useSessionState(({ session }) => (session?.kind === 'signed-in' ? session.employeeId : null));

/** "You" for the reader, the name for others; dots while a name may still come, then words that it is not here. */
export function useWho(employeeIds: readonly (string | null)[]): (employeeId: string) => string {
  const { wanted, people } = useProfiles(employeeIds);
  const myId = useMyId();
  const { say } = useWords();
  const isLate = useDelayed(
    wanted.some((id) => !people.has(id)),
    PATIENCE_MS,
  );
  const missing = isLate ? say('people.notHere') : '…';
  return (id) => (id === myId ? say('people.you') : (people.get(id)?.displayName ?? missing));
}
