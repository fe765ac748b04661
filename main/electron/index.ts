import { join } from 'node:path';
import { app, BrowserWindow, dialog, ipcMain, powerMonitor, shell } from 'electron';
import { toSatchelError } from '../../sync/protocol/satchel-error.ts';
import { fileKeyStore } from '../db/file-key-store.ts';
import { lockFolder } from '../db/lock-folder.ts';
import { createEngineHost, threadEntriesBeside } from '../engine/engine-host.ts';
import { serveClockControl } from '../engine/host-clock-control.ts';
import { setAppMenu } from './app-menu.ts';
import { registerAppScheme, serveAppScheme } from './app-protocol.ts';
import { readAppSettings } from './app-settings.ts';
import { createAppWindow, denyPermissions, openOutside } from './app-window.ts';
import { keychainKeyStore } from './keychain.ts';
import { createSystemSignIn } from './system-sign-in.ts';
import { connectWindows, isFromApp } from './window-ports.ts';

/** The build lies in out/: main/ with this file and the threads, preload/ and renderer/ beside it. */
const OUT = join(import.meta.dirname, '..');
const PRELOAD = join(OUT, 'preload', 'preload.cjs');

const focusWindow = (): void => {
  const [window] = BrowserWindow.getAllWindows();
  if (!window) return void createAppWindow(PRELOAD);
  if (window.isMinimized()) window.restore();
  window.focus();
};

/** Everything behind the window. @returns closes it */
async function open(
  dataDir: string,
  { syncUrl, wrapperUrl }: { readonly syncUrl: string; readonly wrapperUrl: string },
) {
  await using opened = new AsyncDisposableStack();
  const lock = lockFolder(dataDir);
  opened.defer(() => lock.close());
  const hasTestClock = process.env['SATCHEL_TEST_CLOCK'] === '1' && !app.isPackaged;
  const engineHost = await createEngineHost({
    dataDir,
    syncUrl,
    wrapperUrl,
    hasTestClock,
    keyStore: keychainKeyStore(fileKeyStore(join(dataDir, 'keys'))),
    entries: threadEntriesBeside(import.meta.url),
    onExit: ({ restartInMs, error }) => {
      if (restartInMs === null)
        dialog.showErrorBox('Satchel has to start again', `${error.message} Everything you typed is there.`);
    },
  });
  opened.defer(() => engineHost.close());
  connectWindows(engineHost);
  const signIn = createSystemSignIn({
    wrapperUrl,
    host: engineHost.host,
    openOutside: openSignInPage,
    onSignedIn: focusWindow,
  });
  opened.defer(() => signIn.close());
  ipcMain.on('satchel:sign-in', (event) => {
    if (isFromApp(event))
      signIn.begin().catch((error: unknown) => dialog.showErrorBox('Not signed in', toSatchelError(error).message));
  });
  powerMonitor.on('resume', () => void engineHost.host.power.resumed().catch(() => undefined));
  const clock = hasTestClock ? await serveClockControl(engineHost) : undefined;
  opened.defer(() => clock?.close());
  const parts = opened.move();
  return { testClockPort: clock?.port, close: () => parts.disposeAsync() };
}

/** The account service of the demo is on this machine over http; everywhere else its address is https. */
function openSignInPage(url: string): void {
  if (!app.isPackaged && url.startsWith('http://127.0.0.1:')) void shell.openExternal(url);
  else openOutside(url);
}

async function main(): Promise<void> {
  const settings = readAppSettings(process.resourcesPath, process.env);
  const dataDir = settings.dataDir ?? join(app.getPath('appData'), 'Satchel');
  // Before the lock, so that two starts on different data do not take each other for the same.
  app.setPath('userData', join(dataDir, 'electron'));
  if (!app.requestSingleInstanceLock()) return app.quit();
  app.on('second-instance', focusWindow);
  await app.whenReady();
  serveAppScheme(join(OUT, 'renderer'));
  denyPermissions();
  setAppMenu(app.isPackaged);
  const opened = await open(dataDir, settings);
  closeBeforeQuit(() => opened.close());
  createAppWindow(PRELOAD);
  app.on('activate', focusWindow);
  process.send?.({ kind: 'ready', testClock: opened.testClockPort });
}

/** Electron does not wait for promises, so the first quit is held until everything is stored. */
function closeBeforeQuit(close: () => Promise<void>): void {
  let isClosing = false;
  app.on('before-quit', (event) => {
    event.preventDefault();
    if (isClosing) return;
    isClosing = true;
    void close().finally(() => app.exit(0));
  });
}

app.enableSandbox();
registerAppScheme();
app.on('window-all-closed', () => {
  if (process.platform !== 'darwin') app.quit();
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => app.quit());

main().catch((error: unknown) => {
  dialog.showErrorBox('Satchel cannot start', toSatchelError(error).message);
  app.exit(1);
});
