import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { fileKeyStore } from '../../../main/db/file-key-store.ts';
import { createEngine, type Engine } from '../../../main/engine/create-engine.ts';
import { createWrapperClient } from '../../../sync/wrapper-api/client.ts';
import { systemClock } from '../../wrapper-sandbox/system-clock.ts';
import { type Ready, startCommand } from '../shell/start-command.ts';

export interface OpenWindow {
  readonly page: Page;
  /** Console errors and uncaught errors of the page so far. */
  readonly problems: readonly string[];
}

export interface RunningApp extends AsyncDisposable {
  readonly ready: Ready;
  /** A window of the one browser that is let in; at the first use it redeems the start address. */
  open(options?: { readonly width?: number; readonly height?: number; readonly isDark?: boolean }): Promise<OpenWindow>;
  /** Somebody else's laptop on the same server, in this process. */
  otherLaptop(role: string): Promise<Engine>;
  /** The engine's wall clock from now on runs this much ahead of the browser's. */
  setClockAhead(ms: number): Promise<void>;
}

const account = ({ accounts }: Ready, role: string) => {
  const found = accounts.find((each) => each.role === role);
  if (found === undefined) throw new Error(`There is no demo account of the role ${role}.`);
  return found;
};

/** The app as `npm start` runs it, with the small demo tenant and a clock that a test can move. */
export async function runApp(): Promise<RunningApp> {
  const root = mkdtempSync(join(tmpdir(), 'satchel-app-'));
  const command = startCommand(
    ['--json', '--no-open', '--shell', 'browser', '--demo', 'small', '--port', '0', '--data', join(root, 'demo')],
    { SATCHEL_TEST_CLOCK: '1' },
  );
  const ready = await command.ready();
  const browser: Browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
  const context = await browser.newContext({ reducedMotion: 'reduce', locale: 'en-GB' });
  const engines: Engine[] = [];
  let isLetIn = false;
  return {
    ready,
    async open({ width = 1280, height = 800, isDark = false } = {}) {
      const page = await context.newPage();
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme: isDark ? 'dark' : 'light' });
      const problems: string[] = [];
      page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
      page.on('pageerror', (error) => problems.push(error.message));
      await page.goto(isLetIn ? new URL(ready.app).origin : ready.app);
      isLetIn = true;
      await page.locator('main').waitFor();
      return { page, problems };
    },
    async otherLaptop(role) {
      const dataDir = join(root, `other-${engines.length}`);
      const engine = await createEngine({
        dataDir,
        keyStore: fileKeyStore(join(dataDir, 'keys')),
        syncUrl: ready.sync,
        wrapperUrl: ready.wrapper,
      });
      engines.push(engine);
      const { email: username, password } = account(ready, role);
      const client = createWrapperClient({ baseUrl: ready.wrapper, fetch, clock: systemClock });
      const tokens = await client.token({ request: { grant_type: 'password', username, password } });
      client.close();
      await engine.host.session.signIn({ accessToken: tokens.accessToken, refreshToken: tokens.refreshToken ?? '' });
      await engine.call.sync.now();
      return engine;
    },
    async setClockAhead(ms) {
      const response = await fetch(`http://127.0.0.1:${ready.testClock}/`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ setWallMs: Date.now() + ms }),
      });
      if (!response.ok) throw new Error(await response.text());
    },
    async [Symbol.asyncDispose]() {
      for (const engine of engines) await engine.close();
      await browser.close();
      await command.stop();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** Through the account service's own page, as a person does it. */
export async function signIn(page: Page, ready: Ready, role: string): Promise<void> {
  const { email, password } = account(ready, role);
  await page.getByRole('button', { name: 'Continue in the browser' }).click();
  await page.locator('input[type=password]').waitFor();
  await page.locator('input[type=email], input[name=username], input[name=email]').fill(email);
  await page.locator('input[type=password]').fill(password);
  await page.locator('button').first().click();
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
}

/** A call of the app contract over the page's own line, for what is quicker said than clicked. */
export async function call<Answer>(page: Page, path: string, input: unknown): Promise<Answer> {
  const text = JSON.stringify({ i: '1', p: { u: path, b: { json: input } } });
  const answer = await page.evaluate(async (message) => {
    const socket = new WebSocket(`${location.origin.replace('http', 'ws')}/rpc`);
    await new Promise((resolve, reject) => {
      socket.onopen = resolve;
      socket.onerror = reject;
    });
    const heard = new Promise<string>((resolve) => {
      socket.onmessage = async ({ data }) => resolve(typeof data === 'string' ? data : await (data as Blob).text());
    });
    socket.send(message);
    const got = await heard;
    socket.close();
    return got;
  }, text);
  return (JSON.parse(answer) as { p: { b: { json: Answer } } }).p.b.json;
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];

/** What axe finds, one line each, and sideways scrolling. */
export async function findings(page: Page): Promise<readonly string[]> {
  await page.evaluate(axeSource);
  const found = await page.evaluate<readonly string[]>(
    `axe.run(document, { runOnly: ${JSON.stringify(TAGS)} }).then(({ violations }) =>
      violations.map(({ id, nodes }) => id + ': ' + nodes.slice(0, 3).map(({ html }) => html.slice(0, 120)).join(' | ')))`,
  );
  const isTooWide = await page.evaluate<boolean>('document.documentElement.scrollWidth > innerWidth');
  return isTooWide ? [...found, 'scrolls sideways'] : found;
}
