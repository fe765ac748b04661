import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import type { Target } from '../../main/contract/health.ts';
import { PlainTable, type PlainColumn } from '../parts/plain-table.tsx';
import { SectionHead } from '../parts/section-head.tsx';
import type { Words } from '../words/create-words.ts';
import { useWords } from '../words/words-context.ts';
import classes from './health.module.css';
import { percentileText, shareText, timeText } from './measured-text.ts';

const valueText = (value: number, { unit }: Target, words: Words): string =>
  unit === 'ms' ? timeText(value, words) : shareText(value, words);

const measuredText = ({ unit, value }: Target, words: Words): string => {
  if (value === null) return words.say('health.none');
  return unit === 'ms' ? percentileText(value, words) : shareText(value, words);
};

function State({ target: { isMet } }: { readonly target: Target }) {
  const { say } = useWords();
  if (isMet === null) return <span className={classes.quiet}>{say('health.unmeasured')}</span>;
  const Icon = isMet ? IconCheck : IconAlertTriangle;
  return (
    <span className={isMet ? classes.met : classes.missed}>
      <Icon size={14} stroke={1.9} aria-hidden="true" />
      {say(isMet ? 'health.met' : 'health.missed')}
    </span>
  );
}

function columnsFor(words: Words): readonly PlainColumn<Target>[] {
  const { say, number } = words;
  return [
    {
      key: 'name',
      label: say('health.target.name'),
      width: '36%',
      cell: ({ id }) => <span className={classes.strong}>{say(`health.target.${id}`)}</span>,
    },
    {
      key: 'value',
      label: say('health.target.value'),
      isEnd: true,
      cell: (target) => measuredText(target, words),
    },
    {
      key: 'limit',
      width: '20%',
      label: say('health.target.limit'),
      isEnd: true,
      cell: (target) =>
        say(target.isMetWhen === 'under' ? 'health.under' : 'health.over', {
          limit: valueText(target.limit, target, words),
        }),
    },
    { key: 'count', width: '13%', label: say('health.target.count'), isEnd: true, cell: ({ count }) => number(count) },
    { key: 'state', label: say('health.target.state'), width: '17%', cell: (target) => <State target={target} /> },
  ];
}

/** What the product promises, beside what this laptop has seen. */
export function TargetTable({ targets }: { readonly targets: readonly Target[] }) {
  const words = useWords();
  const title = words.say('health.targets');
  return (
    <section aria-label={title}>
      <SectionHead title={title} meta={words.say('health.targetsMeta')} />
      <PlainTable label={title} columns={columnsFor(words)} rows={targets} getRowId={({ id }) => id} />
    </section>
  );
}
