import type { ReactNode } from 'react';

import classes from './fact-list.module.css';

export interface Fact {
  readonly label: string;
  readonly value: ReactNode;
  readonly isStrong?: boolean;
}

/** Short label and answer, in 12 px: for popovers and side panels. */
export function FactList({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className={classes.facts}>
      {facts.map(({ label, value, isStrong = false }) => (
        <div key={label} className={classes.fact}>
          <dt>{label}</dt>
          <dd data-strong={isStrong || undefined}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
