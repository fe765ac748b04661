import { spawn } from 'node:child_process';

/** Whether there is a screen to open anything on. */
export const hasScreen = (): boolean =>
  process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);

/** Opens an address of ours in the user's browser, if there is one; the address is printed anyway. */
export function openAddress(url: string): void {
  if (!hasScreen()) return;
  const [file, ...args] = openerOf(url);
  const child = spawn(file, args, { stdio: 'ignore', detached: true });
  child.on('error', () => undefined);
  child.unref();
}

function openerOf(url: string): readonly [string, ...string[]] {
  if (process.platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler', url];
  return [process.platform === 'darwin' ? 'open' : 'xdg-open', url];
}
