import type { WindowButtons } from '../parts/app-frame.tsx';

export const isElectron = (): boolean => window.satchelShell?.kind === 'electron';

/** Where the system draws its own buttons over the title bar; a browser tab has none. */
export function windowButtons(): WindowButtons {
  if (!isElectron()) return 'none';
  return navigator.userAgent.includes('Mac') ? 'left' : 'right';
}

/**
 * Hands over to the account service's own page; no password is ever typed into this window. The browser shell
 * redirects there and back; Electron opens the system's browser.
 */
export function startSignIn(email: string): void {
  if (isElectron()) window.postMessage({ kind: 'satchel:sign-in', email }, '*');
  else location.assign(email === '' ? '/sign-in' : `/sign-in?${new URLSearchParams({ email }).toString()}`);
}
