import { randomBytes } from 'node:crypto';
import { openBrowserApp } from '../../../main/browser/open-browser-app.ts';
import type { BrowserShell, BrowserShellOptions } from '../../../main/browser/start-browser-shell.ts';
import { SatchelError } from '../../../sync/protocol/satchel-error.ts';
import { forgetRunning, readPorts, writePorts, writeRunning } from './demo-folder.ts';
import type { OpenedApp } from './opened-app.ts';

/** Where the window's files come from. */
export interface WindowFiles extends Pick<BrowserShellOptions, 'files' | 'headers' | 'foreignProtocol'> {
  /** Once the shell listens. @returns ends it */
  readonly attach?: (shell: BrowserShell) => Promise<() => Promise<void>>;
}

interface Options {
  readonly dataDir: string;
  readonly syncUrl: string;
  readonly wrapperUrl: string;
  /** The user's word; without it the port of the last start, or any free one. */
  readonly port: number | undefined;
  readonly folder: string;
  readonly window: WindowFiles;
  readonly warn: (line: string) => void;
}

/** Engine and browser shell in this process. @throws SatchelError as openBrowserApp */
export async function openInBrowser({ folder, window, port: named, ...options }: Options): Promise<OpenedApp> {
  const openSecret = randomBytes(32).toString('base64url');
  const { attach, ...files } = window;
  const hasTestClock = process.env['SATCHEL_TEST_CLOCK'] === '1';
  const app = await orAnyPort(named, readPorts(folder).app, (port) =>
    openBrowserApp({ ...options, ...files, port, openSecret, hasTestClock }),
  );
  const { shell } = app;
  const detach = await attach?.(shell);
  writePorts(folder, { ...readPorts(folder), app: shell.port });
  writeRunning(folder, { origin: shell.origin, secret: openSecret });
  return {
    startUrl: () => shell.startUrl(),
    hasOwnWindow: false,
    testClockPort: app.testClockPort,
    ended: new Promise(() => undefined), // a closed tab ends nothing
    async close() {
      forgetRunning(folder);
      await detach?.();
      await app.close();
    },
  };
}

/** A port that the user named is taken or refused; one of the last start gives way to any free one. */
async function orAnyPort<T>(
  named: number | undefined,
  last: number | undefined,
  open: (port: number) => Promise<T>,
): Promise<T> {
  if (named !== undefined || last === undefined) return open(named ?? 0);
  try {
    return await open(last);
  } catch (error) {
    if (error instanceof SatchelError && error.code === 'PORT_OCCUPIED') return open(0);
    throw error;
  }
}
