import { IconCheck } from '@tabler/icons-react';

import { useWords } from '../words/words-context.ts';
import { VisuallyHidden } from './visually-hidden.tsx';
import classes from './steps.module.css';

export interface StepsProps {
  readonly steps: readonly string[];
  readonly currentIndex: number;
}

export function Steps({ steps, currentIndex }: StepsProps) {
  const { say } = useWords();
  return (
    <ol aria-label={say('import.steps')} className={classes.steps}>
      {steps.map((step, index) => (
        <li
          key={step}
          className={classes.step}
          aria-current={index === currentIndex ? 'step' : undefined}
          data-done={index < currentIndex || undefined}
        >
          {index < currentIndex && (
            <>
              <IconCheck size={14} stroke={1.9} aria-hidden="true" />
              <VisuallyHidden>{say('import.stepDone')}</VisuallyHidden>
            </>
          )}
          {step}
        </li>
      ))}
    </ol>
  );
}
