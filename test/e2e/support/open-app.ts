import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { Engine } from '../../../main/engine/create-engine.ts';
import type { SandboxAccount } from '../../wrapper-sandbox/sandbox-seed.ts';
import { openLaptop } from './open-laptop.ts';
import { sendJson } from './send-json.ts';
import { accountOf, type Role } from './sign-in.ts';
import { startCommand, type Ready, type StartedCommand } from './start-command.ts';
import { openWindows, type Look } from './windows.ts';

/** The program as a user has it, and everything around it that a day in the field can bring. */
export interface OpenApp extends AsyncDisposable {
  readonly ready: Ready;
  /** Errors and warnings of every page so far, with the address of the page. */
  readonly complaints: readonly string[];
  /** A window of this user's browser; the first one opens the start address. */
  openWindow(look?: Look): Promise<Page>;
  account(role: Role): SandboxAccount;
  /** Replaces the account service's faults; `{}` is a healthy one. */
  faults(faults: Readonly<Record<string, unknown>>): Promise<void>;
  /** Moves the engine's clock forward; the browser's stays. */
  passMs(ms: number): Promise<void>;
  /** Ends program and servers with no time to clean up, and starts both again on the same data. */
  killAndStartAgain(): Promise<void>;
  /** Somebody else's laptop on the same server. */
  otherLaptop(role: Role): Promise<Engine>;
}

/** The app as `npm start` runs it in the browser shell, with a clock that a test can move. */
export async function openApp(demo: 'small' | 'large' = 'small'): Promise<OpenApp> {
  await using parts = new AsyncDisposableStack();
  const root = mkdtempSync(join(tmpdir(), 'satchel-e2e-'));
  parts.defer(() => rmSync(root, { recursive: true, force: true }));
  let app = start(join(root, 'data'), demo);
  parts.defer(async () => void (await app.stop()));
  let ready = await app.ready();
  const windows = parts.use(await openWindows(ready.app));
  const kept = parts.move();
  return {
    get ready() {
      return ready;
    },
    complaints: windows.complaints,
    account: (role) => accountOf(ready.accounts, role),
    openWindow: (look) => windows.open(look),
    faults: (faults) => sendJson('PUT', `${ready.wrapper}/_sandbox/faults`, faults),
    passMs: (advanceMs) => sendJson('POST', `http://127.0.0.1:${ready.testClock}/`, { advanceMs }),
    async killAndStartAgain() {
      await windows.startAgain(async () => {
        await kill(app, ready);
        app = start(join(root, 'data'), demo);
        ready = await app.ready();
        return ready.app;
      });
    },
    async otherLaptop(role) {
      const where = { dataDir: join(root, role), syncUrl: ready.sync, wrapperUrl: ready.wrapper };
      const engine = await openLaptop(where, accountOf(ready.accounts, role));
      kept.defer(() => engine.close());
      return engine;
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

function start(dataDir: string, demo: string): StartedCommand {
  const args = ['--json', '--no-open', '--shell', 'browser', '--port', '0', '--demo', demo, '--data', dataDir];
  return startCommand(args, { SATCHEL_TEST_CLOCK: '1' });
}

/** The servers hang on the program that started them; they are gone when their port is. */
async function kill({ child, ended }: StartedCommand, { sync }: Ready): Promise<void> {
  const closed = once(child, 'exit');
  child.kill('SIGKILL');
  await closed;
  await ended;
  for (let isThere = true; isThere;)
    isThere = await fetch(`${sync}/healthz`).then(
      () => true,
      () => false,
    );
}
