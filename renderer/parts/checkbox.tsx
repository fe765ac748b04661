import classes from './checkbox.module.css';

export interface CheckboxProps {
  readonly label: string;
  readonly isChecked: boolean;
  readonly isMixed?: boolean;
  readonly isLabelShown?: boolean;
  /** Out of the tab order where a key of the row does the same. */
  readonly isTabStop?: boolean;
  /** A disc instead of a square: "done" on a task. */
  readonly isRound?: boolean;
  readonly onChange: (isChecked: boolean) => void;
}

export function Checkbox(props: CheckboxProps) {
  const {
    label,
    isChecked,
    isMixed = false,
    isLabelShown = false,
    isTabStop = true,
    isRound = false,
    onChange,
  } = props;
  return (
    <label className={classes.target} data-labelled={isLabelShown || undefined}>
      <input
        type="checkbox"
        className={classes.box}
        data-round={isRound || undefined}
        checked={isChecked}
        tabIndex={isTabStop ? 0 : -1}
        ref={(input) => {
          if (input !== null) input.indeterminate = isMixed;
        }}
        {...(isLabelShown ? {} : { 'aria-label': label })}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      {isLabelShown && <span>{label}</span>}
    </label>
  );
}
