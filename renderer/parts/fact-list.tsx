import type { ReactNode } from 'react';

import classes from './fact-list.module.css';

export interface Fact {
  readonly label: string;
  readonly value: ReactNode;
  readonly isStrong?: boolean;
}

export interface FactListProps {
  readonly facts: readonly Fact[];
  /** The label above its answer: for whole sentences in a narrow panel. */
  readonly isStacked?: boolean;
}

/** Short label and answer, in 12 px: for popovers and side panels. */
export function FactList({ facts, isStacked = false }: FactListProps) {
  return (
    <dl className={classes.facts} data-stacked={isStacked || undefined}>
      {facts.map(({ label, value, isStrong = false }) => (
        <div key={label} className={classes.fact}>
          <dt>{label}</dt>
          <dd data-strong={isStrong || undefined}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
