import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { SatchelError } from '../../../sync/protocol/satchel-error.ts';
import { ROOT, runTool } from '../run-tool.ts';
import { changedMs } from './changed-ms.ts';

export const RENDERER_DIR = join(ROOT, 'out', 'renderer');

/** What the window's files are made of. */
const SOURCES = [
  'renderer',
  'main/contract',
  'sync/model',
  'sync/protocol',
  'electron.vite.config.ts',
  'package-lock.json',
];

/** Builds the renderer if it is not there or older than what it is made of. @returns whether it was built */
export async function buildRendererIfStale(tell: (line: string) => void): Promise<boolean> {
  if (!isStale()) return false;
  tell('Building the window; this takes a few seconds.');
  // Two starts may build at once: each into a folder of its own, one of them stays.
  const temporary = join(ROOT, 'out', `renderer-${process.pid}`);
  try {
    const { status, output } = await runTool('../resources/scripts/start/build-renderer-process.ts', [temporary]);
    if (status !== 0) throw new SatchelError('INTERNAL', `The window could not be built: ${output}`);
    // Another start may serve the window that it has put there meanwhile.
    if (isStale()) putInPlace(temporary);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
  return true;
}

function isStale(): boolean {
  const builtMs = changedMs(join(RENDERER_DIR, 'index.html'));
  return builtMs <= Math.max(...SOURCES.map((source) => changedMs(join(ROOT, source))));
}

function putInPlace(built: string): void {
  rmSync(RENDERER_DIR, { recursive: true, force: true });
  try {
    renameSync(built, RENDERER_DIR);
  } catch (error) {
    // Another start was faster, from the same sources.
    if (
      !['ENOTEMPTY', 'EEXIST', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '') ||
      changedMs(RENDERER_DIR) === 0
    )
      throw error;
  }
}
