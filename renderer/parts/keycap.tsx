import classes from './keycap.module.css';
import { cx } from './cx.ts';
import { useWords } from '../words/words-context.ts';

const GLYPHS: Readonly<Record<string, string>> = {
  Enter: '↵',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Backspace: '⌫',
};

export interface KeycapProps {
  /** Pressed together (`Mod+Enter`) or one after the other (`G C`); named as by `KeyboardEvent.key`, `Mod` is Ctrl or Cmd. */
  readonly keys: string;
  readonly isOnAccent?: boolean;
  readonly isMac?: boolean;
}

/** `Mod+Enter` as two caps. Decoration: the control itself carries `aria-keyshortcuts`. */
export function Keycap({ keys, isOnAccent = false, isMac = false }: KeycapProps) {
  const { say } = useWords();
  const names = keys === '+' ? ['+'] : keys.split(/[+ ]/);
  return (
    <span className={classes.keys} aria-hidden="true">
      {names.map((name) => (
        <kbd key={name} className={cx(classes.cap, isOnAccent && classes.onAccent)}>
          {name === 'Mod' ? say(isMac ? 'key.cmd' : 'key.ctrl') : (GLYPHS[name] ?? name)}
        </kbd>
      ))}
    </span>
  );
}
