import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

const isWindows = process.platform === 'win32';
/** npm and the terminal each deliver the same Ctrl-C; a second one by the user comes later than this. */
const SAME_SIGNAL_MS = 500;
const WATCH_MS = 1_000;

/**
 * Runs `node args` and gives its status: what it ended with, or 128 + n if signal n killed it. The child has a process
 * group of its own, so that a signal to everybody reaches it once, through here.
 */
export function runUntilEnd({ root, node, args }) {
  const child = spawn(node, args, { cwd: root, stdio: 'inherit', detached: !isWindows, env: environment(root, node) });
  const stopForwarding = isWindows ? ignoreInterrupts() : forwardSignals(child);
  const stopWatching = watchParent(() => child.kill('SIGTERM'));
  return new Promise((done, fail) => {
    child.once('error', (error) => fail(new Error(`${node} could not be started: ${error.message}`)));
    child.once('exit', (code, signal) => {
      stopForwarding();
      stopWatching();
      done(code ?? 128 + (constants.signals[signal] ?? 0));
    });
  });
}

/** The tools of the project and the chosen Node first, for everything that the child starts by name. */
function environment(root, node) {
  const name = Object.keys(process.env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH';
  const folders = [dirname(node), join(root, 'node_modules', '.bin'), process.env[name] ?? ''];
  return { ...process.env, [name]: folders.join(delimiter) };
}

function forwardSignals(child) {
  const lastAtMs = new Map();
  const forward = (signal) => {
    const isSame = Date.now() - (lastAtMs.get(signal) ?? 0) < SAME_SIGNAL_MS;
    lastAtMs.set(signal, Date.now());
    if (!isSame) child.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal); // a closed terminal asks for a clean end, too
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, forward);
  return () => signals.forEach((signal) => process.off(signal, forward));
}

/** On Windows Ctrl-C reaches every process of the console by itself, and `kill` would end the child without a word. */
function ignoreInterrupts() {
  const ignore = () => {};
  process.on('SIGINT', ignore);
  return () => process.off('SIGINT', ignore);
}

/** Under npm nobody is left to end the child when npm is killed; started by hand, it may outlive the shell. */
function watchParent(end) {
  if (!process.env.npm_lifecycle_event) return () => {};
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (isGone(parent)) end();
  }, WATCH_MS);
  return () => clearInterval(timer);
}

function isGone(parent) {
  if (!isWindows) return process.ppid !== parent;
  try {
    process.kill(parent, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}
