import { IconChecks, IconFilePencil } from '@tabler/icons-react';
import { useLocation } from '@tanstack/react-router';
import type { DraftSummary } from '../../main/contract/types.ts';
import { useLiveSet } from '../live/use-live-set.ts';
import { Button } from '../parts/button.tsx';
import { Note } from '../parts/note.tsx';
import { useSessionState } from '../state/session-state.ts';
import { summarySentence, useDraftSummary } from '../sync/draft-summary.tsx';
import { useWords } from '../words/words-context.ts';
import { Banner } from './banner.tsx';
import { useGo } from './use-go.ts';

type DraftNews =
  | { readonly kind: 'summary'; readonly summary: DraftSummary }
  | { readonly kind: 'review'; readonly count: number };

/** What there is to say of drafts after the connection is back; the sync centre says it itself. */
export function useDraftNews(): DraftNews | null {
  const summary = useDraftSummary();
  const isReviewing = useSessionState(({ sync }) => sync?.isReviewingDrafts === true && sync.connection === 'online');
  const outbox = useLiveSet('outbox') ?? [];
  const isAtCentre = useLocation({ select: ({ pathname }) => pathname === '/sync' });
  if (isAtCentre) return null;
  if (summary !== null && summary.waitingCount === 0) return { kind: 'summary', summary };
  // What he keeps as a draft he has looked at.
  const count = outbox.filter(({ state, isHeldByUser }) => state === 'held' && !isHeldByUser).length;
  return isReviewing && count > 0 ? { kind: 'review', count } : null;
}

/** Leads to the sync centre: drafts wait for a word, or what became of them is to be seen. */
export function DraftBanners() {
  const words = useWords();
  const go = useGo();
  const news = useDraftNews();
  if (news === null) return null;
  if (news.kind === 'review') {
    return (
      <Banner action={<Button label={words.say('drafts.review')} onClick={() => go('/sync?part=drafts')} />}>
        <Note tone="wait" icon={IconFilePencil}>
          {words.say('drafts.waitForYou', { count: news.count })}
        </Note>
      </Banner>
    );
  }
  const { appliedCount, notApplied } = news.summary;
  const areSomeNot = notApplied.length > 0;
  const look = words.say('drafts.look', { count: appliedCount + notApplied.length });
  return (
    <Banner action={<Button label={look} onClick={() => go(areSomeNot ? '/sync?part=needs' : '/sync')} />}>
      <Note tone={areSomeNot ? 'wait' : 'good'} icon={IconChecks}>
        {summarySentence(news.summary, words)}
      </Note>
    </Banner>
  );
}
