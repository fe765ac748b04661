import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';

const POLL_MS = 300;
/** A lock file this young without a number in it is being written. */
const WRITING_MS = 5_000;
const GIVE_UP_MS = 15 * 60_000;

/**
 * Runs `work` while holding `file`, which names the holder's process. Another holder is waited for; one that has died
 * is removed. The file lies beside node_modules, because `npm ci` deletes everything inside.
 */
export async function withInstallLock(file, work) {
  const endsAtMs = Date.now() + GIVE_UP_MS;
  let isTold = false;
  while (!take(file)) {
    if (isAbandoned(file)) rmSync(file, { force: true });
    else if (Date.now() > endsAtMs)
      throw new Error(`Another start is still installing. If there is none, delete ${file}.`);
    else if (!isTold)
      isTold = Boolean(process.stderr.write('Another start is installing the packages; waiting for it.\n'));
    await new Promise((done) => setTimeout(done, POLL_MS));
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function take(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function isAbandoned(file) {
  try {
    const holder = Number(readFileSync(file, 'utf8'));
    return holder > 0 ? !isAlive(holder) : Date.now() - statSync(file).mtimeMs > WRITING_MS;
  } catch {
    return false; // it has just been given back
  }
}

/** A process of another user answers EPERM and is alive. */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
