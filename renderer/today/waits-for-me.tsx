import { IconChevronRight } from '@tabler/icons-react';
import { useGo } from '../app/use-go.ts';
import { ListRow } from '../parts/list-row.tsx';
import { Mark } from '../parts/mark.tsx';
import { SectionHead } from '../parts/section-head.tsx';
import { describeReason } from '../sync/describe-reason.ts';
import { conflictsOf } from '../sync/conflict-of.ts';
import { useQueue } from '../sync/use-queue.ts';
import { useWords } from '../words/words-context.ts';
import classes from './today.module.css';

const SHOWN = 5;

/** What nobody but the reader can decide: conflicts, refusals, and drafts that wait for a check. */
export function WaitsForMe() {
  const { say } = useWords();
  const go = useGo();
  const { byPart, context } = useQueue();
  const { needs, drafts } = byPart;
  const onward = <IconChevronRight size={14} stroke={1.9} aria-hidden="true" />;
  const first = drafts[0];
  return (
    <section aria-label={say('today.waits')}>
      <SectionHead title={say('today.waits')} meta={needs.length + (drafts.length > 0 ? 1 : 0)} />
      {needs.length + drafts.length === 0 && <p className={classes.none}>{say('today.nothingWaits')}</p>}
      <ul>
        {needs.slice(0, SHOWN).map((item) => (
          <ListRow
            key={item.mutationId}
            lead={<Mark kind="needs-you" size={16} />}
            title={say(conflictsOf(item).length > 0 ? 'today.choose' : 'today.refused', {
              title: String(item.words.values['title'] ?? ''),
            })}
            second={describeReason(item, context)}
            end={onward}
            onOpen={() => go('/sync?part=needs')}
          />
        ))}
        {first !== undefined && (
          <ListRow
            lead={<Mark kind="draft" size={16} isDecoration />}
            title={say('today.drafts', { count: drafts.length })}
            second={describeReason(first, context)}
            end={onward}
            onOpen={() => go('/sync?part=drafts')}
          />
        )}
      </ul>
    </section>
  );
}
