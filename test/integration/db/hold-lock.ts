// A second process for lock-folder.test.ts: takes the lock and holds it until it is killed, or says why it cannot.
import { lockFolder } from '../../../main/db/lock-folder.ts';
import { SatchelError } from '../../../sync/protocol/satchel-error.ts';

try {
  const lock = lockFolder(process.argv[2] ?? '');
  process.stdout.write('locked\n');
  process.stdin.on('data', () => lock.close());
  setInterval(() => undefined, 60_000);
} catch (error) {
  process.stdout.write(`${error instanceof SatchelError ? error.code : String(error)}\n`);
}
