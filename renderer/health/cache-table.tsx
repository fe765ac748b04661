import type { HealthNow, Histogram } from '../../main/contract/health.ts';
import type { CacheFreshness } from '../../main/contract/types.ts';
import { PlainTable, type PlainColumn } from '../parts/plain-table.tsx';
import { SectionHead } from '../parts/section-head.tsx';
import type { Words } from '../words/create-words.ts';
import { useWords } from '../words/words-context.ts';
import classes from './health.module.css';
import { nameText, shareText } from './measured-text.ts';

const TOPICS = [
  'employee',
  'organisation',
  'roles',
  'tenant',
  'credit-config',
] as const satisfies readonly CacheFreshness['topic'][];

interface Cache {
  readonly topic: string;
  readonly use: Histogram | undefined;
  readonly entries: readonly CacheFreshness[];
}

function Freshness({ entries }: Pick<Cache, 'entries'>) {
  const { say, clock } = useWords();
  if (entries.length === 0) return say('health.none');
  if (entries.some(({ isStale }) => isStale)) return <span className={classes.wait}>{say('health.cache.stale')}</span>;
  return clock(Math.min(...entries.map(({ expiresAtMs }) => expiresAtMs)));
}

function columnsFor(words: Words): readonly PlainColumn<Cache>[] {
  const { say, number } = words;
  const rate = (use: Histogram | undefined): string =>
    use === undefined || use.count === 0 ? say('health.none') : shareText(1 - use.failed / use.count, words);
  return [
    {
      key: 'name',
      label: say('health.cache.name'),
      width: '38%',
      cell: ({ topic }) => <span className={classes.strong}>{nameText('cacheOf', topic, words)}</span>,
    },
    { key: 'hits', label: say('health.cache.hits'), isEnd: true, cell: ({ use }) => rate(use) },
    { key: 'reads', label: say('health.cache.reads'), isEnd: true, cell: ({ use }) => number(use?.count ?? 0) },
    { key: 'entries', label: say('health.cache.entries'), isEnd: true, cell: ({ entries }) => number(entries.length) },
    {
      key: 'fresh',
      label: say('health.cache.fresh'),
      width: '17%',
      cell: ({ entries }) => <Freshness entries={entries} />,
    },
  ];
}

/** What the account service owns and this laptop keeps for a while. */
export function CacheTable({ now, uses }: { readonly now: HealthNow; readonly uses: readonly Histogram[] }) {
  const words = useWords();
  const title = words.say('health.caches');
  const rows = TOPICS.map((topic) => ({
    topic,
    use: uses.find(({ name }) => name === topic),
    entries: now.caches.filter((each) => each.topic === topic),
  }));
  return (
    <section aria-label={title}>
      <SectionHead title={title} meta={words.say('health.cachesMeta')} />
      <PlainTable label={title} columns={columnsFor(words)} rows={rows} getRowId={({ topic }) => topic} />
    </section>
  );
}
