import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { fileKeyStore } from '../../../main/db/file-key-store.ts';
import { createEngine, type Engine } from '../../../main/engine/create-engine.ts';
import { createWrapperClient } from '../../../sync/wrapper-api/client.ts';
import type { SandboxAccount } from '../../wrapper-sandbox/sandbox-seed.ts';
import { systemClock } from '../../wrapper-sandbox/system-clock.ts';
import { startCommand, type Ready, type StartedCommand } from '../shell/start-command.ts';
import { chromiumPath } from './chromium-path.ts';

export type Role = 'admin' | 'manager' | 'sales' | 'viewer';

export interface Look {
  readonly width?: number;
  readonly height?: number;
  readonly isDark?: boolean;
}

/** The program as a user has it, and everything around it that a day in the field can bring. */
export interface Walk extends AsyncDisposable {
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

export async function openWalk(demo: 'small' | 'large' = 'small'): Promise<Walk> {
  await using parts = new AsyncDisposableStack();
  const root = mkdtempSync(join(tmpdir(), 'satchel-walk-'));
  parts.defer(() => rmSync(root, { recursive: true, force: true }));
  let app = start(join(root, 'data'), demo);
  parts.defer(async () => void (await app.stop()));
  let ready = await app.ready();
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox'] });
  parts.defer(() => browser.close());
  const complaints: string[] = [];
  let context = await openContext(browser, complaints);
  let isLetIn = false;
  const kept = parts.move();
  return {
    get ready() {
      return ready;
    },
    complaints,
    account: (role) => accountOf(ready, role),
    async openWindow({ width = 1280, height = 800, isDark = false } = {}) {
      const page = await context.newPage();
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme: isDark ? 'dark' : 'light' });
      await page.goto(isLetIn ? new URL(ready.app).origin : ready.app);
      isLetIn = true;
      return page;
    },
    async faults(faults) {
      await send(`${ready.wrapper}/_sandbox/faults`, 'PUT', faults);
    },
    async passMs(ms) {
      await send(`http://127.0.0.1:${ready.testClock}/`, 'POST', { advanceMs: ms });
    },
    async killAndStartAgain() {
      await context.close();
      await kill(app, ready);
      app = start(join(root, 'data'), demo);
      ready = await app.ready();
      context = await openContext(browser, complaints);
      isLetIn = false;
    },
    async otherLaptop(role) {
      const engine = await openLaptop(join(root, role), ready, role);
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

async function openContext(browser: Browser, complaints: string[]): Promise<BrowserContext> {
  const context = await browser.newContext({ reducedMotion: 'reduce', locale: 'en-GB' });
  context.on('console', (message) => {
    const isComplaint = message.type() === 'error' || message.type() === 'warning';
    if (isComplaint) complaints.push(`${message.page()?.url() ?? ''} ${message.text()}`);
  });
  context.on('weberror', (error) => complaints.push(`${error.page()?.url() ?? ''} ${String(error.error())}`));
  return context;
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

async function send(url: string, method: string, body: object): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method, headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${await response.text()}`);
}

function accountOf({ accounts }: Ready, role: Role): SandboxAccount {
  const account = accounts.find((each) => each.role === role);
  if (account === undefined) throw new Error(`There is no demo account of the role ${role}.`);
  return account;
}

async function openLaptop(dataDir: string, ready: Ready, role: Role): Promise<Engine> {
  const { sync: syncUrl, wrapper: wrapperUrl } = ready;
  const engine = await createEngine({ dataDir, keyStore: fileKeyStore(join(dataDir, 'keys')), syncUrl, wrapperUrl });
  const { email: username, password } = accountOf(ready, role);
  const client = createWrapperClient({ baseUrl: wrapperUrl, fetch, clock: systemClock });
  const tokens = await client.token({ request: { grant_type: 'password', username, password } });
  client.close();
  await engine.host.session.signIn({ accessToken: tokens.accessToken, refreshToken: tokens.refreshToken ?? '' });
  await engine.call.sync.now();
  return engine;
}

/** Through the account service's own page, as a person does it. */
export async function signIn(page: Page, { email, password }: SandboxAccount): Promise<void> {
  await page.getByRole('button', { name: 'Continue in the browser' }).click();
  await page.locator('#email').fill(email);
  await page.locator('#password').fill(password);
  await page.locator('button').first().click();
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
}
