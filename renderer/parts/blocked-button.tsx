import { Popover } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { type KeyboardEvent, useId } from 'react';

import { useWords } from '../words/words-context.ts';
import type { ControlSize } from './button.tsx';
import { Keycap } from './keycap.tsx';
import { VisuallyHidden } from './visually-hidden.tsx';
import { usePeek } from './use-peek.ts';
import { WhyOff, type WhyOffReason } from './why-off.tsx';
import classes from './blocked-button.module.css';

export interface BlockedButtonProps {
  readonly label: string;
  /** What the press would do, where the label alone does not say it: "New contact" for "Contact". */
  readonly action?: string;
  readonly reason: WhyOffReason;
  readonly size?: ControlSize;
  /** Shown where `?` would not crowd the line. */
  readonly hasHint?: boolean;
  readonly onKeepAsDraft?: () => void;
}

/**
 * An action that is off for now: dashed and quiet, but focusable and readable. Hover, focus or `?` says why; a press
 * says it too and offers to keep the work as a draft.
 */
export function BlockedButton({
  label,
  action = label,
  reason,
  size = 'sm',
  hasHint = false,
  onKeepAsDraft,
}: BlockedButtonProps) {
  const { say } = useWords();
  const { state, close, hold, onPointerIn, onPointerOut, onFocusIn } = usePeek();
  const titleId = useId();
  const keep = onKeepAsDraft && {
    onKeepAsDraft: () => {
      close();
      onKeepAsDraft();
    },
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === '?') hold();
    else if (event.key === 'Escape' && state !== 'closed') close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <Popover
      opened={state !== 'closed'}
      onChange={(isOpen) => !isOpen && close()}
      trapFocus={state === 'held'}
      returnFocus={state === 'held'}
      width={384}
      position="bottom-start"
      offset={6}
    >
      <Popover.Target popupType="dialog">
        <button
          type="button"
          className={classes.button}
          data-size={size}
          aria-disabled="true"
          onClick={hold}
          onPointerEnter={onPointerIn}
          onPointerLeave={onPointerOut}
          onFocus={(event) => onFocusIn(event.currentTarget.matches(':focus-visible'))}
          onBlur={onPointerOut}
          onKeyDown={onKeyDown}
        >
          <IconLock size={14} stroke={1.9} aria-hidden="true" />
          <span>{label}</span>
          <VisuallyHidden>{say('why.off')}</VisuallyHidden>
          {hasHint && <Keycap keys="?" />}
        </button>
      </Popover.Target>
      <Popover.Dropdown
        className={classes.popover}
        aria-labelledby={titleId}
        onPointerEnter={onPointerIn}
        onPointerLeave={onPointerOut}
      >
        <WhyOff action={action} reason={reason} titleId={titleId} {...keep} />
      </Popover.Dropdown>
    </Popover>
  );
}
