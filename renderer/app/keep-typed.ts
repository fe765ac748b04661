import { isTextTarget } from '../parts/is-text-target.ts';

const inPalette = (target: EventTarget | null): boolean =>
  isTextTarget(target) && target instanceof Element && target.closest('[role="dialog"]') !== null;

/**
 * The palette has the focus only some frames after its key. What is typed meanwhile is its text, and no key of the
 * page beneath.
 * @param edit changes the text of the palette
 */
export function keepTyped(edit: (change: (text: string) => string) => void): () => void {
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || inPalette(event.target)) return;
    if (event.key === 'Backspace') edit((text) => text.slice(0, -1));
    else if (event.key.length === 1) edit((text) => text + event.key);
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  window.addEventListener('keydown', onKeyDown, true);
  return () => window.removeEventListener('keydown', onKeyDown, true);
}
