import type { ReactNode } from 'react';
import type { Write } from '../app/use-mutate.ts';
import { BlockedButton } from '../parts/blocked-button.tsx';
import type { ControlSize } from '../parts/button.tsx';
import { isBlocked, useExplain } from './use-explain.ts';
import { useWhyOff } from './why-off-reason.ts';

export interface GuardedProps {
  /** Stands for what the control does; a change like it is explained, never made. */
  readonly write: Write;
  /** What the control is called while it is off. */
  readonly label: string;
  /** What it does, where the label alone does not say it. */
  readonly action?: string;
  readonly size?: ControlSize;
  readonly children: ReactNode;
}

/** The control where the user's role allows what it does, else one that says why not. Nothing before the answer. */
export function Guarded({ write, label, action = label, size = 'sm', children }: GuardedProps) {
  const explanation = useExplain(write);
  const reasonOf = useWhyOff();
  if (explanation === undefined) return null;
  if (!isBlocked(explanation)) return <>{children}</>;
  return (
    <span>
      <BlockedButton label={label} action={action} size={size} reason={reasonOf(explanation)} />
    </span>
  );
}
