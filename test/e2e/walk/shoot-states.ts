/**
 * Pictures of the window in each state of the connection and the session, at two sizes and in both schemes.
 * `npm exec -- node test/e2e/walk/shoot-states.ts OUT_DIR`
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { openApart, type OpenApart } from '../support/open-apart.ts';
import { signIn } from '../support/sign-in.ts';
import type { Look } from '../support/windows.ts';

const MINUTE_MS = 60_000;
const LOOKS: readonly Look[] = [false, true].flatMap((isDark) => [
  { width: 1280, height: 800, isDark },
  { width: 1024, height: 700, isDark },
]);

const [, , outDir = ''] = process.argv;
if (outDir === '') throw new Error('Name the folder for the pictures.');
mkdirSync(outDir, { recursive: true });

/** The same state four times; the window is not loaded again between. */
async function shoot(page: Page, name: string): Promise<void> {
  for (const { width = 0, height = 0, isDark } of LOOKS) {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme: isDark ? 'dark' : 'light' });
    await page.waitForTimeout(250);
    await page.screenshot({ path: join(outDir, `${name}-${isDark ? 'dark' : 'light'}-${width}.png`) });
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  process.stdout.write(`${name}\n`);
}

/** As it stands, and with what the head of the status line opens. */
async function shootState(page: Page, name: string): Promise<void> {
  await shoot(page, name);
  await page.locator('footer').getByRole('button').first().click();
  await page.waitForTimeout(300);
  await shoot(page, `${name}-details`);
  await page.keyboard.press('Escape');
}

/**
 * The engine asks again after pauses that grow: its clock goes on until the status line has these words.
 * @param app undefined: only the machine's time passes
 */
async function untilStatus(page: Page, app: OpenApart | undefined, words: RegExp): Promise<void> {
  for (let look = 1; look < 200; look += 1) {
    if (words.test(await page.locator('footer').innerText())) return;
    await page.waitForTimeout(500);
    // what is under way has time to arrive: a moved clock ends its deadlines
    if (look % 6 === 0) await app?.passMs(15_000);
  }
  throw new Error(`The status line never said ${words.source}, but: ${await page.locator('footer').innerText()}`);
}

/** A change of the user's own and a draft, so that every state has something to tell. */
async function write(page: Page): Promise<void> {
  await openContact(page);
  await page.getByRole('button', { name: /^Edit Phone:/ }).click();
  await page.getByRole('textbox', { name: 'Phone', exact: true }).fill('+49 30 5550177');
  await page.keyboard.press('Enter');
  await page.waitForTimeout(300);
  await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur());
  await page.keyboard.press('c');
  await page.getByRole('region', { name: 'New contact' }).getByLabel('First name').fill('Ottilie');
  await page.getByRole('region', { name: 'New contact' }).getByLabel('Last name').fill('Abendroth');
  await page.keyboard.press('Control+Enter');
  await page.waitForTimeout(500);
}

async function openContact(page: Page): Promise<void> {
  await page.evaluate(() => (location.hash = '/contacts'));
  await page.locator('[role=row][data-index="2"]:not([aria-busy=true])').click();
  await page.getByRole('button', { name: /^Edit Phone:/ }).waitFor();
}

async function signedOut(page: Page, app: OpenApart): Promise<void> {
  await page.getByRole('button', { name: 'Continue in the browser' }).waitFor();
  await shoot(page, 'signed-out');
  await signIn(page, app.account('sales'));
  await untilStatus(page, undefined, /^Online[\s\S]*Records up to date/);
  await openContact(page);
  await shootState(page, 'online');
}

async function limited(page: Page, app: OpenApart): Promise<void> {
  await app.faults({ rateLimit: { perSecond: 0, retryAfterS: 90 } });
  await untilStatus(page, app, /away/);
  await shootState(page, 'rate-limited');
  await app.faults({});
  await untilStatus(page, app, /^Online/);
}

async function away(page: Page, app: OpenApart): Promise<void> {
  await app.server.stop();
  await untilStatus(page, app, /^Sync server away/);
  await shootState(page, 'server-away');
  await app.server.start();
  await untilStatus(page, app, /^Online/);
  await app.faults({ outage: true });
  await untilStatus(page, app, /^Account service away/);
  await shootState(page, 'wrapper-away');
}

async function offline(page: Page, app: OpenApart): Promise<void> {
  await app.server.stop();
  await untilStatus(page, app, /^Offline/);
  await write(page);
  await shootState(page, 'offline');
  await app.passMs(20 * MINUTE_MS);
  await untilStatus(page, app, /\n[45] min of writing left/);
  await shootState(page, 'offline-5-min');
  await app.passMs(3 * MINUTE_MS);
  await untilStatus(page, app, /\n(1 min|[1-5]0 s) of writing left/);
  await shootState(page, 'offline-1-min');
  await untilStatus(page, app, /^Offline .*Reading and drafts/);
  await page.waitForTimeout(1000);
  await shootState(page, 'read-only');
}

async function revoked(page: Page, app: OpenApart): Promise<void> {
  await app.faults({});
  await app.server.start();
  await untilStatus(page, app, /^Online[\s\S]*Everything sent/);
  await app.revokeSessions('sales');
  await page.getByRole('heading', { name: 'Sign in to Satchel' }).waitFor();
  await page.waitForTimeout(500);
  await shoot(page, 'revoked');
}

/** A new sign-in while the account service is away. */
async function refused(page: Page, app: OpenApart): Promise<void> {
  await app.faults({ outage: true });
  await page.getByRole('button', { name: 'Continue in the browser' }).click();
  await page.waitForTimeout(2500);
  await shoot(page, 'sign-in-refused');
}

await using app = await openApart();
const page = await app.openWindow();
page.setDefaultTimeout(30_000);
await signedOut(page, app);
await limited(page, app);
await away(page, app);
await offline(page, app);
await revoked(page, app);
await refused(page, app);
