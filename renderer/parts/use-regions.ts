import { useEffect } from 'react';

const FOCUSABLE =
  '[tabindex="0"], a[href], button:not(:disabled):not([tabindex="-1"]), input:not(:disabled):not([tabindex="-1"]), select, textarea';

/** Regions that hold no smaller region, in the order in which they stand on the page. */
function regionsOf(root: HTMLElement): readonly HTMLElement[] {
  const all = [...root.querySelectorAll<HTMLElement>('[data-region]')];
  return all.filter((region) => !all.some((other) => other !== region && region.contains(other)));
}

function focusInto(region: HTMLElement): boolean {
  const target = [...region.querySelectorAll<HTMLElement>(FOCUSABLE)].find((item) => item.offsetParent !== null);
  target?.focus();
  return target !== undefined;
}

function focusNext(root: HTMLElement, step: 1 | -1): void {
  const regions = regionsOf(root);
  const here = regions.findIndex((region) => region.contains(document.activeElement));
  for (let tried = 1; tried <= regions.length; tried += 1) {
    const from = here === -1 && step === -1 ? 0 : here;
    const region = regions[(from + step * tried + regions.length * 2) % regions.length];
    if (region !== undefined && focusInto(region)) return;
  }
}

/** F6 and Shift F6 walk the parts marked `data-region`; regions with nothing to focus are passed over. */
export function useRegions(root: { readonly current: HTMLElement | null }): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key !== 'F6' || root.current === null) return;
      event.preventDefault();
      focusNext(root.current, event.shiftKey ? -1 : 1);
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [root]);
}
