import { useEffect, useRef } from 'react';
import { isTextTarget } from '../parts/is-text-target.ts';
import { useLetterKeys } from '../parts/letter-keys.ts';

/** Keys by lower-case letter; a handler that returns false did nothing and lets the key go on. */
export type LetterActions = Readonly<Record<string, (event: KeyboardEvent) => boolean | void>>;

const isOverlaid = (): boolean => document.querySelector('[aria-modal="true"]') !== null;

/**
 * Single letters for the page, wherever the focus is outside text fields. What a list, a row or the window itself has
 * taken (`defaultPrevented`) is left alone, and nothing happens under a dialog.
 */
export function useWindowLetters(actions: LetterActions): void {
  const areOn = useLetterKeys();
  const latest = useRef(actions);
  useEffect(() => {
    latest.current = actions;
  });
  useEffect(() => {
    if (!areOn) return undefined;
    const onKeyDown = (event: KeyboardEvent): void => {
      const isCommand = event.ctrlKey || event.metaKey || event.altKey || event.isComposing;
      if (event.defaultPrevented || isCommand || event.key.length !== 1 || isTextTarget(event.target)) return;
      const run = latest.current[event.key.toLowerCase()];
      if (run === undefined || isOverlaid() || run(event) === false) return;
      event.preventDefault();
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, [areOn]);
}
