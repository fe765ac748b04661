import type { KeyboardEvent } from 'react';

/** An Escape of the part itself; one that closes a menu or popover over it comes up through React's tree as well. */
export const isOwnEscape = ({ key, defaultPrevented, currentTarget, target }: KeyboardEvent): boolean =>
  key === 'Escape' && !defaultPrevented && target instanceof Node && currentTarget.contains(target);
