import { useLocation } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Feature } from '../../sync/model/features.ts';
import { Button } from '../parts/button.tsx';
import { EmptyState } from '../parts/empty-state.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { useWords } from '../words/words-context.ts';
import { type Place, placeOf } from './places.ts';
import classes from './shell.module.css';
import { useGo } from './use-go.ts';
import { useTenant } from './use-tenant.ts';

/** The screens that a tenant can do without. */
const FEATURE_BY_PLACE: Readonly<Partial<Record<Place['key'], Feature>>> = { deals: 'deals', import: 'import' };

/** The screen, or why it is off: the tenant has switched its feature off. What it showed is kept, and comes back. */
export function OrFeatureOff({ children }: { readonly children: ReactNode }) {
  const { say } = useWords();
  const go = useGo();
  const tenant = useTenant();
  const place = useLocation({ select: ({ pathname }) => placeOf(pathname) });
  const feature = place && FEATURE_BY_PLACE[place.key];
  if (tenant === null || feature === undefined || tenant.features[feature] !== false) return <>{children}</>;
  return (
    <div className={classes.plain}>
      <PageHead variant="read" title={say(place?.word ?? 'app.name')} />
      <div className={classes.plainBody}>
        <EmptyState
          title={say('feature.off', { tenant: tenant.name })}
          why={say('feature.offWhy')}
          actions={<Button label={say('app.toToday')} onClick={() => go('/')} />}
        />
      </div>
    </div>
  );
}
