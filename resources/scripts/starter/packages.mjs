import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { nodePackage } from './choose-node.mjs';
import { withInstallLock } from './install-lock.mjs';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Why node_modules is not what package-lock.json says, or undefined when it is. npm writes the hidden lock file last,
 * so an interrupted installation has none.
 */
export function missingPackages(root) {
  const wanted = readPackages(join(root, 'package-lock.json'));
  const present = readPackages(join(root, 'node_modules', '.package-lock.json'));
  if (!wanted) throw new Error('package-lock.json is missing or unreadable: is the checkout complete?');
  if (!present) return 'nothing is installed yet';
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '' || isForOthers(path, entry)) continue;
    if (present[path]?.version !== entry.version)
      return `${path.slice('node_modules/'.length)} is not at ${entry.version}`;
  }
  const gone = Object.keys(present).find((path) => !existsSync(join(root, path)));
  return gone && `${gone} was removed`;
}

/** Optional packages are other platforms' binaries, except this platform's Node: it must be there. */
function isForOthers(path, entry) {
  return Boolean(entry.optional || entry.devOptional) && path !== `node_modules/${nodePackage()}`;
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/** Installs what the lock file names, once even if several starters want it at the same moment. */
export async function installPackages(root, reason) {
  await withInstallLock(join(root, '.install-lock'), async () => {
    if (!missingPackages(root)) return; // another starter did it while this one waited
    process.stderr.write(`Installing packages (${reason}); this takes about a minute.\n`);
    await runNpm(root);
    const missing = missingPackages(root);
    if (missing) throw new Error(`npm ended well, but ${missing}. Delete node_modules and try again.`);
  });
}

/** `ci` empties node_modules first; on Windows the Node in there may be running this and cannot be deleted. */
function npmArguments(root) {
  const isInUse = process.platform === 'win32' && process.execPath.startsWith(join(root, 'node_modules'));
  const command = isInUse ? ['install', '--no-save'] : ['ci'];
  return [...command, '--loglevel=error', '--no-progress', '--include=dev', '--include=optional'];
}

function runNpm(root) {
  const { npm_execpath: npmFile, npm_node_execpath: npmNode } = process.env;
  const args = npmArguments(root);
  const [file, ...rest] =
    npmFile && existsSync(npmFile) ? [npmNode || process.execPath, npmFile, ...args] : ['npm', ...args];
  const options = { cwd: root, stdio: ['ignore', 2, 2], shell: file === 'npm' && process.platform === 'win32' };
  return new Promise((done, fail) => {
    const child = spawn(file, rest, options);
    let stopped;
    // npm would answer a polite signal by minutes of rolling back; what is half done is seen and repaired at the next start
    const stop = (signal) => {
      stopped = signal;
      child.kill('SIGKILL');
    };
    for (const signal of SIGNALS) process.on(signal, stop);
    child.once('error', (error) => fail(new Error(`npm could not be started: ${error.message}`)));
    child.once('exit', (code, signal) => {
      for (const name of SIGNALS) process.off(name, stop);
      if (stopped)
        fail(Object.assign(new Error('Installing was stopped.'), { status: 128 + constants.signals[stopped] }));
      else if (code === 0) done();
      else fail(new Error(`Installing the packages failed (npm: ${signal ?? `status ${code}`}). Try again.`));
    });
  });
}
