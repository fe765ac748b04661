import type { OutboxItem } from '../../main/contract/types.ts';
import type { Words } from '../words/create-words.ts';
import type { SyncPart } from './sync-parts.ts';

/** Changes and drafts are counted apart, as the status line does. */
export function partTitle(part: SyncPart, items: readonly OutboxItem[], { say }: Words): string {
  const count = items.length;
  if (count === 0) return say(`sync.${part}`);
  const drafts = items.filter(({ state }) => state === 'held').length;
  if (part !== 'safe' || drafts === 0) return say(`sync.title.${part}`, { count });
  if (drafts === count) return say('sync.title.safeDrafts', { count });
  const changes = say('status.changes', { count: count - drafts });
  return say('status.changesAndDrafts', { changes, drafts: say('status.drafts', { count: drafts }) });
}
