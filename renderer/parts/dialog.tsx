import { Modal } from '@mantine/core';
import type { KeyboardEvent, ReactNode } from 'react';

import { useWords } from '../words/words-context.ts';
import { Button } from './button.tsx';
import { isTextTarget } from './is-text-target.ts';
import classes from './dialog.module.css';

export interface DialogProps {
  readonly isOpen: boolean;
  /** A question. */
  readonly title: string;
  /** What happens, in one sentence. */
  readonly sentence?: ReactNode;
  readonly children?: ReactNode;
  /** Left in the foot, for example "Kept here, sent later". */
  readonly note?: string;
  readonly confirmLabel: string;
  readonly canConfirm?: boolean;
  /** Number keys outside text fields; 1 is the first choice. */
  readonly onDigit?: (digit: number) => void;
  /** Ctrl Enter or the button. */
  readonly onConfirm: () => void;
  /** Esc or Cancel; the focus goes back to where it came from. */
  readonly onCancel: () => void;
}

/** Only where words must be added. 440 px, and every way out shows its key. */
export function Dialog(props: DialogProps) {
  const {
    isOpen,
    title,
    sentence,
    children,
    note,
    confirmLabel,
    canConfirm = true,
    onDigit,
    onConfirm,
    onCancel,
  } = props;
  const { say } = useWords();
  const onKeyDown = (event: KeyboardEvent): void => {
    const isConfirm = event.key === 'Enter' && (event.ctrlKey || event.metaKey);
    const digit = isTextTarget(event.target) || !/^[1-9]$/.test(event.key) ? undefined : Number(event.key);
    if (isConfirm && canConfirm) onConfirm();
    else if (digit !== undefined && onDigit) onDigit(digit);
    else return;
    event.preventDefault();
  };
  return (
    <Modal
      opened={isOpen}
      onClose={onCancel}
      size={440}
      centered
      withCloseButton={false}
      padding={0}
      classNames={{ content: classes.content, overlay: classes.overlay }}
      attributes={{ content: { 'aria-label': title } }}
      onKeyDown={onKeyDown}
    >
      <h2 className={classes.title}>{title}</h2>
      {sentence !== undefined && <p className={classes.sentence}>{sentence}</p>}
      {children !== undefined && <div className={classes.inside}>{children}</div>}
      <div className={classes.foot}>
        <span className={classes.note}>{note}</span>
        <Button variant="subtle" label={say('dialog.cancel')} keys="Esc" onClick={onCancel} />
        <Button variant="filled" label={confirmLabel} keys="Mod+Enter" disabled={!canConfirm} onClick={onConfirm} />
      </div>
    </Modal>
  );
}
