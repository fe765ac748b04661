import { createContext, type KeyboardEvent, useContext } from 'react';

import { isTextTarget } from './is-text-target.ts';

/** False when the person has switched single-letter keys off in Settings. */
export const LetterKeysContext = createContext(true);

/** The letter (lower case) that a key event means as a command, or undefined. */
export function letterOf(event: KeyboardEvent, areOn: boolean): string | undefined {
  const isCommand = event.ctrlKey || event.metaKey || event.altKey;
  if (!areOn || isCommand || event.key.length !== 1 || isTextTarget(event.target)) return undefined;
  return event.key.toLowerCase();
}

export const useLetterKeys = (): boolean => useContext(LetterKeysContext);
