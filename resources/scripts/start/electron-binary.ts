import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../run-tool.ts';
import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** A slow line gets the browser shell this time, and Electron when the download has come through. */
const DOWNLOAD_MS = 120_000;
const FOLDER = join(ROOT, 'node_modules', 'electron');

/** Electron's binary, if it is there. ELECTRON_EXEC_PATH names another one, as electron-vite has it. */
export function findElectron(): string | undefined {
  const named = process.env['ELECTRON_EXEC_PATH'];
  if (named) return named;
  const pathFile = join(FOLDER, 'path.txt');
  if (!existsSync(pathFile)) return undefined;
  const path = join(FOLDER, 'dist', readFileSync(pathFile, 'utf8').trim());
  return existsSync(path) ? path : undefined;
}

/** Electron comes without its binary; its own installer fetches it. */
export async function downloadElectron(tell: (line: string) => void): Promise<string | undefined> {
  tell('Fetching Electron; this takes a minute at the first start.');
  const child = spawn(process.execPath, [join(FOLDER, 'install.js')], { stdio: 'ignore', timeout: DOWNLOAD_MS });
  await Promise.race([once(child, 'exit'), once(child, 'error')]).catch(() => undefined);
  return findElectron();
}
