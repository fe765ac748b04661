import type { KeyboardEvent, ReactNode } from 'react';

import { useWords } from '../words/words-context.ts';
import { Button } from './button.tsx';
import { AnotherValue, ConflictChoice } from './conflict-choice.tsx';
import type { ConflictField, ConflictPick } from './conflict-types.ts';
import { isTextTarget } from './is-text-target.ts';
import { type MergedField, MergedFields } from './merged-fields.tsx';
import { QuestionPanel } from './question-panel.tsx';
import { useWindowConfirm } from './use-window-confirm.ts';

export interface ConflictPanelProps {
  readonly subject: ReactNode;
  readonly ageMs: number;
  /** The whole change is one answer; more than one field is asked together. */
  readonly asked: readonly ConflictField[];
  readonly pick: ConflictPick | undefined;
  readonly onPick: (pick: ConflictPick) => void;
  /** Typed for "Another value"; only where one field is asked. */
  readonly otherText?: string;
  readonly onOtherText?: (text: string) => void;
  readonly otherError?: string;
  readonly merged: readonly MergedField[];
  /** What is kept whatever is chosen, in words. */
  readonly keptWords?: string;
  /** Says the result: "Keep 52,500 €". */
  readonly confirmLabel: string;
  readonly onConfirm: () => void;
  readonly onLater: () => void;
  readonly askName?: string;
  readonly onAsk?: () => void;
}

const PICK_BY_KEY: ReadonlyMap<string, ConflictPick> = new Map([
  ['1', 'mine'],
  ['2', 'theirs'],
  ['3', 'another'],
]);

function Foot({ pick, confirmLabel, onConfirm, onLater, askName, onAsk }: ConflictPanelProps) {
  const { say } = useWords();
  return (
    <>
      {askName === undefined ? (
        <span />
      ) : (
        <Button variant="subtle" label={say('conflict.ask', { name: askName })} onClick={onAsk} />
      )}
      <Button variant="subtle" label={say('conflict.later')} onClick={onLater} />
      <Button
        variant="filled"
        label={confirmLabel}
        keys="Mod+Enter"
        disabled={pick === undefined}
        onClick={onConfirm}
      />
    </>
  );
}

/** Before, mine and theirs by field; 1 2 3 choose, Ctrl Enter takes what the button says. */
export function ConflictPanel(props: ConflictPanelProps) {
  const { subject, ageMs, asked, pick, onPick, onOtherText, merged, keptWords, onConfirm } = props;
  const { say } = useWords();
  const canPickOther = onOtherText !== undefined && asked.length === 1;
  useWindowConfirm(pick === undefined ? undefined : onConfirm);
  const onKeyDown = (event: KeyboardEvent): void => {
    const byKey = isTextTarget(event.target) ? undefined : PICK_BY_KEY.get(event.key);
    if (byKey !== undefined && (byKey !== 'another' || canPickOther)) onPick(byKey);
    else return;
    event.preventDefault();
  };
  return (
    <QuestionPanel
      title={say('conflict.which')}
      subject={subject}
      ageMs={ageMs}
      foot={<Foot {...props} />}
      onKeyDown={onKeyDown}
    >
      {asked.map((field) => (
        <ConflictChoice key={field.label} field={field} pick={pick} onPick={onPick} />
      ))}
      {canPickOther && (
        <AnotherValue
          fieldLabel={asked[0]?.label ?? ''}
          isPicked={pick === 'another'}
          text={props.otherText ?? ''}
          error={props.otherError}
          onPick={() => onPick('another')}
          onText={onOtherText}
        />
      )}
      {merged.length > 0 && <MergedFields fields={merged} keptWords={keptWords} />}
    </QuestionPanel>
  );
}
