/**
 * Pictures of every screen and state of the running app, at two sizes and in both schemes.
 * `npm exec -- node test/e2e/walk/shoot.ts OUT_DIR [--guide]`; with --guide the five for the README are written as well.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { openApp, type OpenApp } from '../support/open-app.ts';
import { signIn } from '../support/sign-in.ts';
import type { Look } from '../support/windows.ts';
import { smallPng } from './small-png.ts';

const GUIDE = resolve(import.meta.dirname, '../../../resources/guide/pictures');
const GUIDE_NAMES = ['today', 'contacts', 'deals', 'conflict', 'offline'];
const MAX_BYTES = 150_000;
const LOOKS: readonly Look[] = [false, true].flatMap((isDark) => [
  { width: 1280, height: 800, isDark },
  { width: 1024, height: 700, isDark },
]);

const [, , outDir = '', flag] = process.argv;
if (outDir === '') throw new Error('Name the folder for the pictures.');
mkdirSync(outDir, { recursive: true });

async function go(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => (location.hash = to), path);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await page.waitForTimeout(500);
}

const nameOf = (name: string, { width, isDark }: Look): string => `${name}-${isDark ? 'dark' : 'light'}-${width}.png`;

/** The same state four times; the window is not loaded again between. */
async function shoot(page: Page, name: string): Promise<void> {
  for (const look of LOOKS) {
    await page.setViewportSize({ width: look.width ?? 0, height: look.height ?? 0 });
    await page.emulateMedia({ colorScheme: look.isDark ? 'dark' : 'light' });
    await page.waitForTimeout(250);
    await page.screenshot({ path: join(outDir, nameOf(name, look)) });
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.emulateMedia({ colorScheme: 'light' });
}

const blur = (page: Page): Promise<unknown> =>
  page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur());

async function addTasks(page: Page): Promise<void> {
  await go(page, '/tasks');
  for (const text of [
    'Call about the retrofit today 14:30',
    'Send the data sheet today',
    'Book the demo line tomorrow 09:00',
    'Prepare the visit fri',
  ]) {
    await page.getByLabel('Add a task').fill(text);
    await page.keyboard.press('Enter');
    await page.waitForTimeout(200);
  }
  await page.waitForTimeout(8500); // toasts are gone
}

async function screens(page: Page): Promise<void> {
  await addTasks(page);
  await go(page, '/');
  await shoot(page, 'today');
  await go(page, '/contacts');
  await shoot(page, 'contacts-list');
  await page.locator('[role=row][data-index="2"]').click();
  await page.waitForTimeout(500);
  await shoot(page, 'contacts');
  await blur(page);
  await page.keyboard.press('c');
  await page.waitForTimeout(300);
  await shoot(page, 'new-contact');
  await page.keyboard.press('Escape');
  await go(page, '/companies');
  await shoot(page, 'companies');
  await page.locator('[role=row][data-index="2"]').click();
  await page.waitForTimeout(500);
  await shoot(page, 'company');
  await go(page, '/deals');
  await page.locator('[data-card-id]').first().waitFor();
  await shoot(page, 'deals');
  await page.locator('[data-card-id]').nth(1).focus();
  await page.keyboard.press('q');
  await page.waitForTimeout(300);
  await shoot(page, 'lost');
  await page.keyboard.press('Escape');
  await page.keyboard.press('d');
  await page.waitForTimeout(300);
  await shoot(page, 'new-deal');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Table', exact: true }).click();
  await page.waitForTimeout(300);
  await shoot(page, 'deals-table');
  await page.locator('[role=row][data-index="2"]').click();
  await page.waitForTimeout(500);
  await shoot(page, 'deal');
  await go(page, '/tasks');
  await shoot(page, 'tasks');
  for (const path of ['sync', 'sync?part=sent', 'import', 'settings', 'nowhere']) {
    await go(page, `/${path}`);
    await shoot(page, path.replace('?part=', '-'));
  }
  await go(page, '/');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('tarn');
  await page.waitForTimeout(400);
  await shoot(page, 'palette');
  await page.keyboard.press('Escape');
  await blur(page);
  await page.keyboard.press('?');
  await page.waitForTimeout(300);
  await shoot(page, 'keys');
  await page.keyboard.press('Escape');
}

async function workOffline(page: Page): Promise<void> {
  await page.getByRole('button', { name: /account and settings/ }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Work offline' }).click();
  await page.waitForTimeout(600);
}

async function offline(page: Page, walk: OpenApp): Promise<void> {
  const admin = await walk.otherLaptop('admin');
  await workOffline(page);
  await go(page, '/deals');
  await page
    .getByRole('button', { name: 'Table', exact: true })
    .or(page.getByRole('button', { name: 'Board', exact: true }))
    .first()
    .waitFor();
  if (await page.getByRole('button', { name: 'Board', exact: true }).isVisible())
    await page.getByRole('button', { name: 'Board', exact: true }).click();
  await page.locator('[data-card-id]').first().waitFor();
  await page.locator('[data-card-id]').first().click();
  await page.getByRole('button', { name: /^Edit Value:/ }).click();
  await page.getByRole('textbox', { name: 'Value' }).fill('52,500');
  await page.keyboard.press('Enter');
  const dealId = new URL(page.url()).hash.split('/').at(-1) ?? '';
  await page.waitForTimeout(400);
  await admin.call.sync.now();
  await admin.call.mutations.run({ name: 'deals.edit', args: { dealId, set: { valueMinor: 4_600_000 } } });
  await admin.call.sync.now();
  await go(page, '/contacts');
  await page.locator('[role=row][data-index="1"]').click();
  await page.getByRole('button', { name: /^Edit Phone:/ }).click();
  await page.getByRole('textbox', { name: 'Phone', exact: true }).fill('+49 30 5550177');
  await page.keyboard.press('Enter');
  await page.waitForTimeout(300);
  await blur(page);
  await page.keyboard.press('c');
  await page.getByRole('region', { name: 'New contact' }).getByLabel('First name').fill('Ottilie');
  await page.getByRole('region', { name: 'New contact' }).getByLabel('Last name').fill('Abendroth');
  await shoot(page, 'offline-new-contact');
  await page.keyboard.press('Control+Enter');
  await page.waitForTimeout(9000);
  await shoot(page, 'offline-draft');
  await page.locator('[role=row]', { hasText: 'Chloé' }).first().click();
  await page
    .locator('footer')
    .getByRole('button')
    .first()
    .click()
    .catch(() => undefined);
  await page.waitForTimeout(400);
  await shoot(page, 'offline');
  await page.keyboard.press('Escape');
  await go(page, '/sync');
  await shoot(page, 'sync-waiting');
  await go(page, '/sync?part=drafts');
  await shoot(page, 'sync-drafts');
  await walk.passMs(25 * 60_000);
  await page.locator('footer strong', { hasText: /[1-5] min of writing left/ }).waitFor(); // the window asks the engine, whose clock was moved
  await shoot(page, 'offline-last-minutes');
  await walk.passMs(7 * 60_000);
  await page.waitForTimeout(1500);
  await go(page, '/contacts');
  await shoot(page, 'window-over');
  await workOffline(page);
  await page.getByText('1 needs you').first().waitFor();
  await page.clock.setSystemTime(Date.now() + 32 * 60_000); // the time that has passed for the engine
  await go(page, '/sync?part=needs');
  await shoot(page, 'conflict');
}

async function viewer(page: Page, walk: OpenApp): Promise<void> {
  await page.getByRole('button', { name: /account and settings/ }).click();
  await page.waitForTimeout(300);
  await shoot(page, 'me-menu');
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.waitForTimeout(600);
  await shoot(page, 'leave');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('heading', { name: 'Sign in to Satchel' }).waitFor();
  await page.waitForTimeout(300);
  await shoot(page, 'signed-out');
  await signIn(page, walk.account('viewer'));
  await page.waitForTimeout(1500);
  await go(page, '/contacts');
  await page.locator('[role=row][data-index="2"]').click();
  await page.getByRole('button', { name: /^Contact .*off for now/ }).focus();
  await page.keyboard.press('?');
  await page.waitForTimeout(400);
  await shoot(page, 'viewer-why');
  await page.keyboard.press('Escape');
  await blur(page);
  await go(page, '/deals');
  await blur(page);
  await page.keyboard.press('d');
  await page.waitForTimeout(400);
  await shoot(page, 'viewer-new-deal');
}

async function fillGuide(blank: Page): Promise<void> {
  mkdirSync(GUIDE, { recursive: true });
  for (const name of GUIDE_NAMES) {
    const shot = readFileSync(join(outDir, nameOf(name, { width: 1280, isDark: false })));
    const picture = await smallPng(blank, shot);
    if (picture.length > MAX_BYTES) throw new Error(`${name} has ${picture.length} bytes; ${MAX_BYTES} are allowed.`);
    writeFileSync(join(GUIDE, `${name}.png`), picture);
  }
}

await using walk = await openApp();
const page = await walk.openWindow();
page.setDefaultTimeout(15_000);
await page.getByRole('button', { name: 'Continue in the browser' }).waitFor();
await shoot(page, 'sign-in');
await signIn(page, walk.account('sales'));
await page.getByText('Everything sent').first().waitFor();
await screens(page);
await offline(page, walk);
await viewer(page, walk);
if (flag === '--guide') {
  await page.goto('about:blank');
  await fillGuide(page);
}
for (const complaint of walk.complaints) process.stdout.write(`${complaint}\n`);
