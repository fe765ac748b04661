import { useSessionState } from '../state/session-state.ts';
import { useWords } from '../words/words-context.ts';
import type { SyncPart } from './sync-parts.ts';
import type { Queue } from './use-queue.ts';

/** The sentence under the title: what happens to these changes next. */
export function usePartMeta(part: SyncPart, byPart: Queue['byPart']): string {
  const { say, clock } = useWords();
  const sync = useSessionState((state) => state.sync);
  if (part === 'drafts' && sync?.isReviewingDrafts === true) return say('sync.meta.draftsReview');
  if (part !== 'safe') return say(`sync.meta.${part}`);
  if (sync?.connection !== 'online') return say('sync.meta.away');
  const since = clock(sync.sinceMs);
  if (byPart.safe.length === 0) return say('sync.meta.onlineNothing', { clock: since });
  const needsYou = byPart.needs.length;
  return needsYou === 0
    ? say('sync.meta.online', { clock: since })
    : say('sync.meta.onlineNeeds', { clock: since, count: needsYou });
}
