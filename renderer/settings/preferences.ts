import type { Preferences } from '../../main/contract/preferences.ts';
import { preferenceId } from '../../sync/model/kinds/preference.ts';
import type { AppClient } from '../app/app-client.ts';
import { type ColorScheme, type Look, setLook } from '../state/layout-state.ts';
import { useSessionState } from '../state/session-state.ts';

const SCHEMES: ReadonlySet<string> = new Set<ColorScheme>(['system', 'light', 'dark']);

/** Those that were set and that this build understands; other names belong to other builds and are left alone. */
export function settingsOf({ colourScheme, letterKeys }: Preferences): Partial<Look> {
  const isScheme = (text: string | undefined): text is ColorScheme => SCHEMES.has(text ?? '');
  return {
    ...(isScheme(colourScheme) ? { colorScheme: colourScheme } : {}),
    ...(letterKeys === 'on' || letterKeys === 'off' ? { hasLetterKeys: letterKeys === 'on' } : {}),
  };
}

const NAMES = { colorScheme: 'colourScheme', hasLetterKeys: 'letterKeys' } as const satisfies Record<
  keyof Look,
  string
>;

const textOf = (value: string | boolean): string => (typeof value === 'string' ? value : value ? 'on' : 'off');

/** Shown at once, and kept for the person who is signed in. */
export function setSetting<Name extends keyof Look>(client: AppClient, name: Name, value: Look[Name]): void {
  setLook({ [name]: value });
  const { session } = useSessionState.getState();
  if (session?.kind !== 'signed-in') return;
  const stored = NAMES[name];
  const args = { preferenceId: preferenceId(session.employeeId, stored), name: stored, value: textOf(value) };
  void client.mutations.run({ name: 'preferences.set', args }).catch(() => undefined); // shown all the same
}
