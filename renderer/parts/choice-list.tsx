import { useId } from 'react';

import { Keycap } from './keycap.tsx';
import classes from './choice-list.module.css';

export interface Choice {
  readonly value: string;
  readonly label: string;
}

export interface ChoiceListProps {
  readonly label: string;
  readonly choices: readonly Choice[];
  readonly value: string | undefined;
  readonly onChange: (value: string) => void;
  /** Number caps at the end of the first nine rows, where the dialog listens for them. */
  readonly hasDigits?: boolean;
}

/** One of a few, as rows of 32 px (26 px without number keys). */
export function ChoiceList({ label, choices, value, onChange, hasDigits = false }: ChoiceListProps) {
  const name = useId();
  return (
    <fieldset className={classes.list} data-digits={hasDigits || undefined} aria-label={label}>
      {choices.map((choice, index) => (
        <label key={choice.value} className={classes.choice}>
          <input
            type="radio"
            name={name}
            className={classes.radio}
            checked={choice.value === value}
            onChange={() => onChange(choice.value)}
          />
          <span className={classes.label}>{choice.label}</span>
          {hasDigits && index < 9 && <Keycap keys={String(index + 1)} />}
        </label>
      ))}
    </fieldset>
  );
}
