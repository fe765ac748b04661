import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '..');

/** Copies the files that git knows or would take; the packages are linked. For tests that change files. */
export function copyProject(folder: string): void {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: ROOT });
  for (const path of listed.toString().split('\0').filter(Boolean)) {
    if (!existsSync(join(ROOT, path))) continue; // deleted and not yet committed
    const to = join(folder, path);
    mkdirSync(dirname(to), { recursive: true });
    cpSync(join(ROOT, path), to, { force: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction');
}
