import type { QueryClient } from '@tanstack/react-query';
import type { LiveSets } from '../live/live-sets.ts';
import { setSession, setSync } from '../state/session-state.ts';
import type { AppClient } from './app-client.ts';

/** Notices that come within one frame make one round of reads. */
const GATHER_MS = 16;

/** The engine's status, as long as the line holds. A change of connection may be a change of session. */
export async function followStatus(client: AppClient, signal: AbortSignal): Promise<void> {
  for await (const status of await client.sync.watch(undefined, { signal })) {
    setSync(status);
    setSession(await client.session.status());
  }
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
  for await (const { topics } of await client.live.changes(undefined, { signal })) {
    for (const topic of topics) gathered.add(topic);
    timer ??= setTimeout(flush, GATHER_MS);
  }
}
