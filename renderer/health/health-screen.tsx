import { useState } from 'react';
import { AccessLog } from '../audit/access-log.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { ToggleChips } from '../parts/toggle-chips.tsx';
import { useWords } from '../words/words-context.ts';
import classes from './health.module.css';
import { HealthOverview } from './health-overview.tsx';
import { PlacementLedger } from './placement-ledger.tsx';
import type { Hours } from './use-health.ts';

const PARTS = ['now', 'placement', 'access'] as const;
const SPANS = [1, 24, 168] as const satisfies readonly Hours[];

/** What this laptop has measured of itself, and where every kind of data lives. */
export function HealthScreen() {
  const { say } = useWords();
  const [part, setPart] = useState<(typeof PARTS)[number]>('now');
  const [hours, setHours] = useState<Hours>(24);
  const parts = PARTS.map((key) => ({ key, label: say(`health.part.${key}`) }));
  const spans = SPANS.map((each) => ({ key: String(each), label: say(`health.span.${each}`) }));
  return (
    <div className={classes.page}>
      <PageHead
        title={say('health.title')}
        beside={
          <ToggleChips
            label={say('health.part')}
            options={parts}
            value={part}
            onChange={(next) => setPart(PARTS.find((key) => key === next) ?? 'now')}
          />
        }
        actions={
          part === 'access' ? undefined : (
            <ToggleChips
              label={say('health.span')}
              options={spans}
              value={String(hours)}
              onChange={(next) => setHours(SPANS.find((each) => String(each) === next) ?? 24)}
            />
          )
        }
      />
      {part === 'now' && <HealthOverview hours={hours} />}
      {part === 'placement' && <PlacementLedger hours={hours} />}
      {part === 'access' && <AccessLog />}
    </div>
  );
}
