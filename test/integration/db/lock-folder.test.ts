import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { lockFolder } from '../../../main/db/lock-folder.ts';
import { codeOf, tempFolder } from './fixtures.ts';

const HOLDER = fileURLToPath(new URL('./hold-lock.ts', import.meta.url));

async function startHolder(folder: string): Promise<{ child: ChildProcess; says: string }> {
  const child = spawn(process.execPath, [HOLDER, folder], { stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [chunk] = await once(child.stdout, 'data');
  return { child, says: String(chunk).trim() };
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

test('a folder that another process holds is refused at once, before any other file exists', async () => {
  const folder = join(tempFolder(), 'tenant', 'employee');
  const { says } = await startHolder(folder);
  expect(says).toBe('locked');
  const startMs = performance.now();
  expect(codeOf(() => lockFolder(folder))).toBe('ALREADY_RUNNING');
  expect(performance.now() - startMs).toBeLessThan(500);
  expect(readdirSync(folder)).toEqual(['lock']);
});

test('kill -9 of the holder frees the folder', async () => {
  const folder = tempFolder();
  const { child } = await startHolder(folder);
  await kill(child);
  lockFolder(folder).close();
});

test('this process keeps the folder from another one until it closes', async () => {
  const folder = tempFolder();
  const lock = lockFolder(folder);
  expect((await startHolder(folder)).says).toBe('ALREADY_RUNNING');
  expect(codeOf(() => lockFolder(folder))).toBe('ALREADY_RUNNING');
  lock.close();
  lock.close();
  expect((await startHolder(folder)).says).toBe('locked');
});

test('a path through a file is named in the error', () => {
  const folder = tempFolder();
  writeFileSync(join(folder, 'file'), '');
  expect(codeOf(() => lockFolder(join(folder, 'file', 'x')))).toBe('FOLDER_READ_ONLY');
});
