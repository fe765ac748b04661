import { IconChartBar, IconTable } from '@tabler/icons-react';
import { useState } from 'react';
import type { Histogram } from '../../main/contract/health.ts';
import { IconButton } from '../parts/icon-button.tsx';
import { PlainTable, type PlainColumn } from '../parts/plain-table.tsx';
import { SectionHead } from '../parts/section-head.tsx';
import { useWords } from '../words/words-context.ts';
import classes from './health.module.css';
import { HistogramChart } from './histogram-chart.tsx';
import { percentileText } from './measured-text.ts';

export interface Named {
  readonly key: string;
  readonly name: string;
  readonly histogram: Histogram;
}

export interface HistogramSectionProps {
  readonly title: string;
  readonly meta: string;
  readonly items: readonly Named[];
  readonly limitMs?: number;
}

function useColumns(): readonly PlainColumn<Named>[] {
  const words = useWords();
  const { say, number } = words;
  const late = ({ histogram }: Named): string =>
    histogram.p95Ms === null ? say('health.none') : percentileText(histogram.p95Ms, words);
  const end = { width: '19%', isEnd: true };
  return [
    { key: 'name', label: say('health.col.name'), cell: ({ name }) => name },
    { key: 'count', label: say('health.col.count'), ...end, cell: ({ histogram }) => number(histogram.count) },
    { key: 'failed', label: say('health.col.failed'), ...end, cell: ({ histogram }) => number(histogram.failed) },
    { key: 'p95', label: say('health.col.p95'), ...end, width: '23%', cell: late },
  ];
}

/** The same numbers as charts or as a table. */
export function HistogramSection({ title, meta, items, limitMs }: HistogramSectionProps) {
  const { say } = useWords();
  const columns = useColumns();
  const [isTable, setIsTable] = useState(false);
  const toggle = (
    <IconButton
      size="xs"
      icon={isTable ? IconChartBar : IconTable}
      label={say(isTable ? 'health.asChart' : 'health.asTable')}
      onClick={() => setIsTable((isShown) => !isShown)}
    />
  );
  return (
    <section aria-label={title}>
      <SectionHead title={title} meta={meta} action={toggle} />
      {items.length === 0 && <p className={classes.none}>{say('health.nothing')}</p>}
      {isTable && items.length > 0 && (
        <PlainTable label={title} columns={columns} rows={items} getRowId={({ key }) => key} />
      )}
      {!isTable &&
        items.map(({ key, name, histogram }) => (
          <HistogramChart key={key} name={name} histogram={histogram} {...(limitMs === undefined ? {} : { limitMs })} />
        ))}
    </section>
  );
}
