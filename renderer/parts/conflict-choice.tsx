import { IconPlus } from '@tabler/icons-react';
import { useId } from 'react';

import { useWords } from '../words/words-context.ts';
import type { ConflictField, ConflictPick, ConflictSide } from './conflict-types.ts';
import { Keycap } from './keycap.tsx';
import classes from './conflict-panel.module.css';

interface ChoiceProps {
  readonly field: ConflictField;
  readonly pick: ConflictPick | undefined;
  readonly onPick: (pick: ConflictPick) => void;
}

interface OptionProps {
  readonly name: string;
  readonly label: string;
  readonly side: ConflictSide;
  readonly digit: string;
  readonly isPicked: boolean;
  readonly onPick: () => void;
}

function Option({ name, label, side, digit, isPicked, onPick }: OptionProps) {
  return (
    <label className={classes.option} data-picked={isPicked || undefined}>
      <span className={classes.optionHead}>
        <input type="radio" name={name} className={classes.radio} checked={isPicked} onChange={onPick} />
        <span className={classes.optionName}>{label}</span>
        <Keycap keys={digit} />
      </span>
      <span className={classes.optionValue}>{side.value}</span>
      <span className={classes.optionNote}>{side.who}</span>
      {side.note !== undefined && <span className={classes.optionNote}>{side.note}</span>}
    </label>
  );
}

export function ConflictChoice({ field, pick, onPick }: ChoiceProps) {
  const { say } = useWords();
  const name = useId();
  return (
    <fieldset>
      <legend className={classes.legend}>
        <b>{field.label}</b> {say('conflict.before', { value: field.before })}
      </legend>
      <div className={classes.options}>
        <Option
          name={name}
          label={say('conflict.mine')}
          side={field.mine}
          digit="1"
          isPicked={pick === 'mine'}
          onPick={() => onPick('mine')}
        />
        <Option
          name={name}
          label={say('conflict.theirs')}
          side={field.theirs}
          digit="2"
          isPicked={pick === 'theirs'}
          onPick={() => onPick('theirs')}
        />
      </div>
    </fieldset>
  );
}

interface AnotherProps {
  readonly fieldLabel: string;
  readonly isPicked: boolean;
  readonly text: string;
  readonly error: string | undefined;
  readonly onPick: () => void;
  readonly onText: (text: string) => void;
}

export function AnotherValue({ fieldLabel, isPicked, text, error, onPick, onText }: AnotherProps) {
  const { say } = useWords();
  const errorId = useId();
  if (!isPicked) {
    return (
      <button type="button" className={classes.another} aria-keyshortcuts="3" onClick={onPick}>
        <IconPlus size={13} stroke={1.9} aria-hidden="true" />
        {say('conflict.another')}
        <Keycap keys="3" />
      </button>
    );
  }
  return (
    <div>
      <input
        className={classes.otherInput}
        aria-label={say('conflict.anotherFor', { field: fieldLabel })}
        aria-invalid={error !== undefined}
        aria-describedby={error === undefined ? undefined : errorId}
        autoFocus
        value={text}
        onChange={(event) => onText(event.currentTarget.value)}
      />
      {error !== undefined && (
        <p id={errorId} className={classes.otherError}>
          {error}
        </p>
      )}
    </div>
  );
}
