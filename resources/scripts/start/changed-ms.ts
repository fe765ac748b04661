import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The newest change at or under a path, epoch milliseconds; 0 where there is nothing. */
export function changedMs(path: string): number {
  if (!existsSync(path)) return 0;
  const { mtimeMs } = statSync(path);
  const inside = statSync(path).isDirectory() ? readdirSync(path, { withFileTypes: true, recursive: true }) : [];
  return inside.reduce(
    (newest, { parentPath, name }) =>
      Math.max(newest, statSync(join(parentPath, name), { throwIfNoEntry: false })?.mtimeMs ?? 0),
    mtimeMs,
  );
}
