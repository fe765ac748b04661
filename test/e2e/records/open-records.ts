import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { startCommand } from '../shell/start-command.ts';

const AXE_TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];
/** A library looks once whether code may be made from text; the page's policy says no, as it should. */
const EXPECTED_COMPLAINT = /TrustedScript/;

export interface OpenRecords extends AsyncDisposable {
  readonly page: Page;
  /** What the console complained about since the start. */
  readonly complaints: readonly string[];
  /** Loads a path of the window, for example `/contacts`. */
  go(path: string): Promise<void>;
  /** Replaces the faults of the account service; nothing clears them. */
  faults(faults: Readonly<Record<string, unknown>>): Promise<void>;
  axe(): Promise<readonly string[]>;
}

/** The whole program with its small demo, in a browser, with the account of this role signed in. */
export async function openRecords(role: 'sales' | 'manager' | 'viewer'): Promise<OpenRecords> {
  const dataDir = mkdtempSync(join(tmpdir(), 'satchel-records-'));
  const command = startCommand([
    '--json',
    '--no-open',
    '--shell',
    'browser',
    '--data',
    dataDir,
    '--demo',
    'small',
    '--port',
    '0',
  ]);
  const ready = await command.ready();
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    reducedMotion: 'reduce',
    locale: 'en-GB',
  });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' && !EXPECTED_COMPLAINT.test(message.text())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  const { origin } = new URL(ready.app);
  const account = ready.accounts.find((each) => each.role === role);
  if (account === undefined) throw new Error(`There is no demo account of the role ${role}.`);
  await page.goto(ready.app);
  await page.goto(`${origin}/sign-in`);
  await page.locator('input[type=email], input[name=username], input[name=email]').fill(account.email);
  await page.locator('input[type=password]').fill(account.password);
  await page.locator('button[type=submit], button').first().click();
  await page.waitForURL((url) => url.origin === origin);
  await page.getByRole('link', { name: 'Contacts' }).first().waitFor();
  return {
    page,
    complaints,
    async go(path) {
      await page.goto(`${origin}/#${path}`);
    },
    async faults(faults) {
      await fetch(`${ready.wrapper}/_sandbox/faults`, { method: 'PUT', body: JSON.stringify(faults) });
    },
    axe: () => findings(page),
    async [Symbol.asyncDispose]() {
      await browser.close();
      await command.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string }[];
}

async function findings(page: Page): Promise<readonly string[]> {
  const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  const session = await page.context().newCDPSession(page);
  // through the debugger: the page's own policy lets no script in
  await session.send('Runtime.evaluate', { expression: source });
  const answer = await session.send('Runtime.evaluate', {
    expression: `axe.run(document, { runOnly: ${JSON.stringify(AXE_TAGS)} }).then(({ violations }) => JSON.stringify(violations))`,
    awaitPromise: true,
    returnByValue: true,
  });
  const violations = JSON.parse(String(answer.result.value)) as readonly Violation[];
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160) ?? ''}`);
}
