import { useMemo } from 'react';
import type { Person } from '../../main/contract/people.ts';
import { useRead } from '../app/use-read.ts';
import { useSessionState } from '../state/session-state.ts';
import { useWords } from '../words/words-context.ts';

const MOST = 500;

/** Profiles by id, as far as they are cached on this laptop; the rest arrives by itself. */
export function usePeople(employeeIds: readonly (string | null)[]): ReadonlyMap<string, Person> {
  const wanted = [...new Set(employeeIds.filter((id) => id !== null))].toSorted().slice(0, MOST);
  const { data } = useRead(
    ['people', 'byId', ...wanted],
    ['people'],
    (client) => client.people.byId({ employeeIds: wanted }),
    { isEnabled: wanted.length > 0 },
  );
  return useMemo(() => new Map((data ?? []).map((person) => [person.employeeId, person])), [data]);
}

export const useMyId = (): string | null =>
  useSessionState(({ session }) => (session?.kind === 'signed-in' ? session.employeeId : null));

/** "You" for the reader, the name for others, and plain words while a name is not here. */
export function useWho(employeeIds: readonly (string | null)[]): (employeeId: string) => string {
  const people = usePeople(employeeIds);
  const myId = useMyId();
  const { say } = useWords();
  return (id) => (id === myId ? say('people.you') : (people.get(id)?.displayName ?? say('people.notHere')));
}
