import { useEffect, useRef } from 'react';

const isOverlaid = (): boolean => document.querySelector('[aria-modal="true"]') !== null;

/** Ctrl Enter takes the page's one question from anywhere, unless something nearer took the key or a dialog lies above. */
export function useWindowConfirm(confirm: (() => void) | undefined): void {
  const latest = useRef(confirm);
  useEffect(() => {
    latest.current = confirm;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const isConfirm = event.key === 'Enter' && (event.ctrlKey || event.metaKey);
      if (!isConfirm || event.defaultPrevented || isOverlaid() || latest.current === undefined) return;
      event.preventDefault();
      latest.current();
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, []);
}
