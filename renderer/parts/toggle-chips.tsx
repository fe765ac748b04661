import classes from './toggle-chips.module.css';

export interface ToggleChipsProps {
  readonly label: string;
  readonly options: readonly { readonly key: string; readonly label: string }[];
  readonly value: string;
  readonly onChange: (key: string) => void;
}

/** One of a few views of the same list; pressed is the active one. */
export function ToggleChips({ label, options, value, onChange }: ToggleChipsProps) {
  return (
    <div role="group" aria-label={label} className={classes.chips}>
      {options.map((option) => (
        <button
          key={option.key}
          type="button"
          className={classes.chip}
          aria-pressed={option.key === value}
          onClick={() => onChange(option.key)}
        >
          {option.label}
        </button>
      ))}
    </div>
  );
}
