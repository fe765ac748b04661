import { IconChecks } from '@tabler/icons-react';
import type { DraftSummary } from '../../main/contract/types.ts';
import { useEngine } from '../app/engine-context.ts';
import { useRead } from '../app/use-read.ts';
import { Button } from '../parts/button.tsx';
import { Note } from '../parts/note.tsx';
import { useSessionState } from '../state/session-state.ts';
import type { Words } from '../words/create-words.ts';
import { useWords } from '../words/words-context.ts';
import { refusalWord } from './refusal-word.ts';
import classes from './sync.module.css';

/** What became of the drafts that were let go; null while there is nothing to say. */
export function useDraftSummary(): DraftSummary | null {
  const isSignedIn = useSessionState(({ session }) => session?.kind === 'signed-in');
  const { data } = useRead(['outbox', 'summary'], ['outbox'], (client) => client.outbox.summary(), {
    isEnabled: isSignedIn,
  });
  return isSignedIn ? (data ?? null) : null;
}

/** "12 drafts applied, 2 not: there are not enough credits." */
export function summarySentence({ appliedCount, notApplied }: DraftSummary, words: Words): string {
  const applied = words.say('drafts.applied', { count: appliedCount });
  if (notApplied.length === 0) return words.say('drafts.allApplied', { applied });
  const count = notApplied.length;
  const whys = new Set(notApplied.map(({ reason }) => refusalWord(reason?.code ?? 'INVALID', words)));
  const why = [...whys].join(' ');
  return appliedCount === 0
    ? words.say('drafts.noneApplied', { count, why })
    : words.say('drafts.someNot', { applied, count, why });
}

function restOf({ behindCount, keptCount, waitingCount }: DraftSummary, { say }: Words): string {
  const behind = behindCount === 0 ? [] : [say('drafts.behind', { count: behindCount })];
  const kept = keptCount === 0 ? [] : [say('drafts.kept', { count: keptCount })];
  const checking = waitingCount === 0 ? [] : [say('drafts.checking', { count: waitingCount })];
  return [...behind, ...kept, ...checking].join(' ');
}

/** Over the queue, until it is put away: what was applied, what was not, and why. */
export function DraftSummaryNote() {
  const words = useWords();
  const { client } = useEngine();
  const summary = useDraftSummary();
  if (summary === null) return null;
  const putAway = (): void => void client.outbox.dismissSummary().catch(() => undefined);
  return (
    <div className={classes.summary} role="status">
      <Note tone={summary.notApplied.length === 0 ? 'good' : 'wait'} icon={IconChecks}>
        <b>{words.say('drafts.summaryTitle', { clock: words.clock(summary.atMs) })}</b>
        <p>
          {summarySentence(summary, words)} {restOf(summary, words)}
        </p>
      </Note>
      {summary.waitingCount === 0 && <Button label={words.say('drafts.putAway')} onClick={putAway} />}
    </div>
  );
}
