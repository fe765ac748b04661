import type { QueryClient } from '@tanstack/react-query';
import type { LiveSets } from '../live/live-sets.ts';
import { setSession, setSync, userOf, useSessionState } from '../state/session-state.ts';
import type { AppClient } from './app-client.ts';

/** The engine tells changes, not the ticking of its window: while that runs it is asked, because its clock counts. */
const ASK_EVERY_MS = 5_000;

/** Notices that come within one frame make one round of reads. */
const GATHER_MS = 16;

/** The engine's status, as long as the line holds. A change of connection may be a change of session. */
export async function followStatus(client: AppClient, signal: AbortSignal): Promise<void> {
  const timer = setInterval(() => void askTime(client), ASK_EVERY_MS);
  try {
    for await (const told of await client.sync.watch(undefined, { signal })) {
      const before = userOf(useSessionState.getState().session);
      const session = await client.session.status();
      setSession(session);
      // Told of one user, it is nothing for the next.
      setSync(userOf(session) === before ? told : await client.sync.status());
    }
  } finally {
    clearInterval(timer);
  }
}

async function askTime(client: AppClient): Promise<void> {
  const { sync } = useSessionState.getState();
  if (sync === null || sync.connection === 'online' || sync.connection === 'signed-out') return;
  const now = await client.sync.status().catch(() => null);
  // A notice that came meanwhile is newer than the answer.
  if (now !== null && useSessionState.getState().sync === sync) setSync(now);
}

/** Every commit of the engine pokes the live sets and reads again what shows a changed topic. */
export async function followChanges(
  client: AppClient,
  { live, queries, signal }: { readonly live: LiveSets; readonly queries: QueryClient; readonly signal: AbortSignal },
): Promise<void> {
  const gathered = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | null = null;
  const flush = (): void => {
    timer = null;
    const topics = new Set(gathered);
    gathered.clear();
    live.poke();
    void queries.invalidateQueries({
      predicate: ({ meta }) => ((meta?.['topics'] ?? []) as readonly string[]).some((topic) => topics.has(topic)),
    });
  };
  const changes = await client.live.changes(undefined, { signal });
  // What was committed before this was told to nobody here, and on a slow machine that may be the whole first sync.
  live.poke();
  void queries.invalidateQueries();
  for await (const { topics } of changes) {
    // Roles, units and names are the session's as well.
    if (topics.includes('people')) void client.session.status().then(setSession, () => undefined);
    for (const topic of topics) gathered.add(topic);
    timer ??= setTimeout(flush, GATHER_MS);
  }
}
