import type { Measures } from '../../main/contract/health.ts';
import { EmptyState } from '../parts/empty-state.tsx';
import type { Words } from '../words/create-words.ts';
import { useWords } from '../words/words-context.ts';
import { AgreementSection } from './agreement-section.tsx';
import { AlertNotes } from './alert-notes.tsx';
import { CacheTable } from './cache-table.tsx';
import classes from './health.module.css';
import { HealthFigures } from './health-figures.tsx';
import { HistogramSection, type Named } from './histogram-section.tsx';
import { nameText } from './measured-text.ts';
import { TargetTable } from './target-table.tsx';
import { TimeSection } from './time-section.tsx';
import { type Hours, useHealth } from './use-health.ts';

const endpointsOf = ({ endpoints }: Measures, words: Words): readonly Named[] =>
  endpoints.map((histogram) => ({
    key: histogram.name,
    name: nameText('endpoint', histogram.name, words),
    histogram,
  }));

function localOf({ reads, writes }: Measures, words: Words): readonly Named[] {
  const { say } = words;
  const topic = (name: string): string => nameText('topic', name, words);
  return [
    ...writes.map((each) => ({
      key: `w ${each.name}`,
      name: say('health.write', { topic: topic(each.name) }),
      histogram: each,
    })),
    ...reads.map((each) => ({
      key: `r ${each.name}`,
      name: say('health.read', { topic: topic(each.name) }),
      histogram: each,
    })),
  ];
}

/** Promises, caches and the account service in the middle; how long everything took at the side. */
export function HealthOverview({ hours }: { readonly hours: Hours }) {
  const words = useWords();
  const { say } = words;
  const { data } = useHealth(hours);
  if (data === undefined) return null;
  const { now, measures } = data;
  return (
    <>
      <HealthFigures now={now} measures={measures} />
      <div className={classes.columns}>
        <div className={classes.main} tabIndex={0} role="region" aria-label={say('health.part.now')}>
          <AlertNotes alerts={now.alerts} nowMs={now.nowMs} />
          {measures.sinceMs === null && <EmptyState title={say('health.nothing')} why={say('health.nothingWhy')} />}
          <TargetTable targets={measures.targets} />
          <TimeSection measures={measures} />
          <CacheTable now={now} uses={measures.caches} />
          <AgreementSection now={now} />
          <p className={classes.small}>{say('health.kept')}</p>
        </div>
        <div className={classes.side} tabIndex={0} role="region" aria-label={say('health.times')} data-region="side">
          <HistogramSection
            title={say('health.latency')}
            meta={say('health.latencyMeta')}
            items={endpointsOf(measures, words)}
            limitMs={1_000}
          />
          <HistogramSection
            title={say('health.local')}
            meta={say('health.localMeta')}
            items={localOf(measures, words)}
          />
        </div>
      </div>
    </>
  );
}
