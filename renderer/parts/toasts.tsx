import { IconCheck, IconFilePencil, IconFlag, IconInfoCircle, IconX, type TablerIcon } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';

import { useWords } from '../words/words-context.ts';
import { Button } from './button.tsx';
import { IconButton } from './icon-button.tsx';
import classes from './toasts.module.css';

export interface Toast {
  readonly id: string;
  readonly kind: 'done' | 'draft' | 'needs-you' | 'info';
  /** One line. */
  readonly text: string;
  /** One action: Undo, with Ctrl Z, or Why. */
  readonly action?: { readonly label: string; readonly keys?: string; readonly onPress: () => void };
}

export interface ToastsProps {
  /** Oldest first; only the newest three are shown. */
  readonly toasts: readonly Toast[];
  readonly onDismiss: (id: string) => void;
}

const SHOWN_MS = 8_000;
const MOST_SHOWN = 3;
const ICONS: { readonly [Kind in Toast['kind']]: TablerIcon } = {
  done: IconCheck,
  draft: IconFilePencil,
  'needs-you': IconFlag,
  info: IconInfoCircle,
};

/** Counts the whole time again after the pointer or the focus has left, so that nobody is hurried. */
function useTimeout(isRunning: boolean, onEnd: () => void): void {
  const latest = useRef(onEnd);
  useEffect(() => {
    latest.current = onEnd;
  });
  useEffect(() => {
    if (!isRunning) return;
    const timer = setTimeout(() => latest.current(), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [isRunning]);
}

function ToastRow({ toast, onDismiss }: { readonly toast: Toast; readonly onDismiss: (id: string) => void }) {
  const { say } = useWords();
  const [isHovered, setIsHovered] = useState(false);
  const [isFocused, setIsFocused] = useState(false);
  useTimeout(!isHovered && !isFocused, () => onDismiss(toast.id));
  const Icon = ICONS[toast.kind];
  const { action } = toast;
  return (
    <li
      className={classes.toast}
      data-kind={toast.kind}
      onPointerEnter={() => setIsHovered(true)}
      onPointerLeave={() => setIsHovered(false)}
      onFocus={() => setIsFocused(true)}
      onBlur={() => setIsFocused(false)}
    >
      <Icon size={14} stroke={1.9} aria-hidden="true" />
      <span className={classes.text}>{toast.text}</span>
      {action && (
        <Button
          size="xs"
          variant="subtle"
          label={action.label}
          {...(action.keys === undefined ? {} : { keys: action.keys })}
          onClick={() => {
            action.onPress();
            onDismiss(toast.id);
          }}
        />
      )}
      <IconButton size="xs" icon={IconX} label={say('shell.dismiss')} onClick={() => onDismiss(toast.id)} />
    </li>
  );
}

/** Bottom left above the status line; polite, and they stay while looked at. */
export function Toasts({ toasts, onDismiss }: ToastsProps) {
  const { say } = useWords();
  return (
    <section aria-label={say('shell.messages')} aria-live="polite">
      <ul className={classes.list}>
        {toasts.slice(-MOST_SHOWN).map((toast) => (
          <ToastRow key={toast.id} toast={toast} onDismiss={onDismiss} />
        ))}
      </ul>
    </section>
  );
}
