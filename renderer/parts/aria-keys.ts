/** `Mod+Enter` in the form that `aria-keyshortcuts` wants; undefined for sequences such as `G C`, which it cannot say. */
export const ariaKeys = (keys: string | undefined): string | undefined =>
  keys === undefined || keys.includes(' ') ? undefined : keys.replaceAll('Mod', 'Control');
