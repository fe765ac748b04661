import { SatchelError } from '../../../sync/protocol/satchel-error.ts';
import { downloadElectron, findElectron } from './electron-binary.ts';
import { hasScreen } from './open-address.ts';
import type { StartOptions } from './start-options.ts';

export type ChosenShell = { readonly kind: 'browser' } | { readonly kind: 'electron'; readonly binary: string };

/** @throws SatchelError BAD_REQUEST when Electron was asked for by name and cannot be had */
export async function chooseShell(shell: StartOptions['shell'], tell: (line: string) => void): Promise<ChosenShell> {
  if (shell === 'browser') return { kind: 'browser' };
  if (shell === 'auto' && !hasScreen()) {
    tell('There is no screen for Electron; this is the browser shell.');
    return { kind: 'browser' };
  }
  const binary = findElectron() ?? (await downloadElectron(tell));
  if (binary !== undefined) return { kind: 'electron', binary };
  if (shell === 'electron')
    throw new SatchelError('BAD_REQUEST', 'Electron is not here and could not be fetched; use --shell browser.');
  tell('Electron is not here and could not be fetched; this is the browser shell.');
  return { kind: 'browser' };
}
