import { OPEN_PATH } from '../../../main/browser/start-browser-shell.ts';
import { readRunning } from './demo-folder.ts';

const ASK_MS = 3000;

/** The second start on the same data: a fresh start address of the first, which its browser may have lost. */
export async function askFirstStart(folder: string): Promise<string | undefined> {
  const running = readRunning(folder);
  if (!running) return undefined;
  try {
    const headers = { authorization: `Bearer ${running.secret}` };
    const response = await fetch(`${running.origin}${OPEN_PATH}`, {
      method: 'POST',
      headers,
      signal: AbortSignal.timeout(ASK_MS),
    });
    const { app } = (await response.json()) as { readonly app: unknown };
    return typeof app === 'string' ? app : undefined;
  } catch {
    // Just starting or just ending.
    return undefined;
  }
}
