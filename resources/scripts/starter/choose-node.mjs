import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Below this better-sqlite3 crashes the process without a word, and type stripping is not there. */
const OLDEST = [22, 12];

/** The folder of the Node that the lock file brings for this machine; on some platforms there is none. */
export function nodePackage() {
  return `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
}

/**
 * The project's own Node where it is installed, else the one that runs this if it is new enough.
 * `npm_node_execpath` is never used: it names the Node that runs npm.
 */
export function chooseNode(root) {
  const file = process.platform === 'win32' ? 'node.exe' : 'node';
  const own = join(root, 'node_modules', nodePackage(), 'bin', file);
  if (existsSync(own)) return own;
  const [major, minor] = process.versions.node.split('.').map(Number);
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]) ? process.execPath : undefined;
}
