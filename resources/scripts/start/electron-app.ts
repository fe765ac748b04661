import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { SatchelError } from '../../../sync/protocol/satchel-error.ts';
import { ROOT, runTool } from '../run-tool.ts';
import { changedMs } from './changed-ms.ts';
import type { OpenedApp } from './opened-app.ts';

const BUILT = join(ROOT, 'out', 'main', 'index.js');
/** Everything behind the window; the window itself is built for both shells alike. */
const SOURCES = ['main', 'sync', 'electron.vite.config.ts', 'package-lock.json'];
const CLOSE_MS = 15_000;

export async function buildElectronIfStale(tell: (line: string) => void): Promise<void> {
  if (changedMs(BUILT) > Math.max(...SOURCES.map((source) => changedMs(join(ROOT, source))))) return;
  tell('Building the app; this takes a few seconds.');
  // Its window is left behind: the one in place may be served by another start just now.
  const temporary = join(ROOT, 'out', `electron-${process.pid}`);
  try {
    const { status, output } = await runTool('electron-vite/bin/electron-vite.js', ['build', '--outDir', temporary]);
    if (status !== 0) throw new SatchelError('INTERNAL', `The app could not be built: ${output}`);
    for (const part of ['preload', 'main']) {
      rmSync(join(ROOT, 'out', part), { recursive: true, force: true });
      renameSync(join(temporary, part), join(ROOT, 'out', part));
    }
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

interface Options {
  readonly binary: string;
  readonly dataDir: string;
  readonly syncUrl: string;
  readonly wrapperUrl: string;
}

/** @throws SatchelError ENGINE_GONE when Electron ends before its window is there; it has said why by itself */
export async function openElectronApp({ binary, dataDir, syncUrl, wrapperUrl }: Options): Promise<OpenedApp> {
  const env = { ...process.env, SATCHEL_SYNC_URL: syncUrl, SATCHEL_WRAPPER_URL: wrapperUrl, SATCHEL_DATA_DIR: dataDir };
  const child = spawn(binary, [BUILT], { stdio: ['ignore', 2, 2, 'ipc'], env });
  const exited = Promise.race([once(child, 'exit'), once(child, 'error')]) as Promise<unknown[]>;
  const ready = new Promise<number | undefined>((resolve) => {
    child.on('message', (message: { readonly kind?: unknown; readonly testClock?: number }) => {
      if (message.kind === 'ready') resolve(message.testClock);
    });
  });
  const gone = exited.then(([why]): never => {
    throw new SatchelError('ENGINE_GONE', `Electron ended before its window was there (${String(why)}).`);
  });
  const testClockPort = await Promise.race([ready, gone]);
  gone.catch(() => undefined);
  return {
    startUrl: () => 'satchel://app/',
    hasOwnWindow: true,
    testClockPort,
    ended: exited.then(() => undefined),
    async close() {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), CLOSE_MS);
      if (child.exitCode === null) await exited;
      clearTimeout(timer);
    },
  };
}
