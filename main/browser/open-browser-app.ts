import { join } from 'node:path';
import { fileKeyStore } from '../db/file-key-store.ts';
import { lockFolder } from '../db/lock-folder.ts';
import { createEngineHost, type EngineHostOptions } from '../engine/engine-host.ts';
import { serveClockControl, type ClockControl } from '../engine/host-clock-control.ts';
import type { ThreadExit } from '../engine/host-supervise.ts';
import { startBrowserShell, type BrowserShell, type BrowserShellOptions } from './start-browser-shell.ts';

export interface BrowserAppOptions
  extends
    Pick<EngineHostOptions, 'dataDir' | 'syncUrl' | 'wrapperUrl' | 'hasTestClock' | 'entries'>,
    Omit<BrowserShellOptions, 'engineHost' | 'wrapperUrl'> {
  /** One line for the person who started it. */
  readonly warn: (line: string) => void;
}

export interface BrowserApp {
  readonly shell: BrowserShell;
  /** Where clock moves are taken; only with `hasTestClock`. */
  readonly testClockPort?: number;
  close(): Promise<void>;
}

/**
 * Engine, reader and browser shell in this process.
 * @throws SatchelError ALREADY_RUNNING | PORT_OCCUPIED | WRONG_KEY | FILE_TOO_NEW | FOLDER_READ_ONLY | DISK_FULL
 */
export async function openBrowserApp(options: BrowserAppOptions): Promise<BrowserApp> {
  const { dataDir, syncUrl, wrapperUrl, hasTestClock = false, entries, warn, ...shellOptions } = options;
  await using opened = new AsyncDisposableStack();
  const lock = lockFolder(dataDir);
  opened.defer(() => lock.close());
  const keysDir = join(dataDir, 'keys');
  warn(`The key of your data lies beside it, in ${keysDir}: whoever can read your files can read your data.`);
  const engineHost = await createEngineHost({
    dataDir,
    syncUrl,
    wrapperUrl,
    hasTestClock,
    keyStore: fileKeyStore(keysDir),
    onExit: (exit) => warn(wordsOf(exit)),
    ...(entries ? { entries } : {}),
  });
  opened.defer(() => engineHost.close());
  const shell = await startBrowserShell({ ...shellOptions, engineHost, wrapperUrl });
  opened.defer(() => shell.close());
  const clock: ClockControl | undefined = hasTestClock ? await serveClockControl(engineHost) : undefined;
  opened.defer(() => clock?.close());
  const parts = opened.move();
  return { shell, ...(clock ? { testClockPort: clock.port } : {}), close: () => parts.disposeAsync() };
}

function wordsOf({ thread, error, restartInMs }: ThreadExit): string {
  const next =
    restartInMs === null ? 'Start Satchel again; everything is there.' : `It starts again in ${restartInMs} ms.`;
  return `The ${thread} ended (${error.code}: ${error.message}). ${next}`;
}
