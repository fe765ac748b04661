import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { openApp, type OpenApp } from '../support/open-app.ts';
import { findViolations } from '../support/find-violations.ts';
import { signIn } from '../support/sign-in.ts';
import { verbsOf, type Verbs } from '../support/window-verbs.ts';

const PATIENCE = { timeout: 30_000 };
/** The page looks again every 15 s. */
const MINUTE_MS = 60_000;

let app: OpenApp;
let page: Page;
let verbs: Verbs;

beforeAll(async () => {
  app = await openApp();
  page = await app.openWindow();
  verbs = verbsOf(page);
  await signIn(page, app.account('sales'));
  await verbs.untilStatus(/^Online[\s\S]*Records up to date/);
});
afterAll(() => app[Symbol.asyncDispose]());

const row = (table: string, name: string) =>
  page.getByRole('table', { name: table }).getByRole('row', { name: new RegExp(`^${name}`) });

async function lookInAllSizes(): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const [width, height] of [
      [1280, 800],
      [1024, 700],
      [800, 600],
    ] as const) {
      await page.setViewportSize({ width, height });
      expect({ colorScheme, width, found: await findViolations(page) }).toEqual({ colorScheme, width, found: [] });
    }
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.emulateMedia({ colorScheme: 'light' });
}

test('G H opens the page; reads of the reader’s thread and calls of the engine’s stand on it', async () => {
  await verbs.go('/contacts');
  await verbs.row(3).waitFor();
  await verbs.unfocus();
  await page.keyboard.press('g');
  await page.keyboard.press('h');
  await page.getByRole('heading', { level: 1, name: 'Health' }).waitFor();
  await expect.poll(() => row('Promises', 'Sign-in').innerText(), PATIENCE).toMatch(/under 2 s\s+1\s+(Met|Missed)/);
  expect(await row('Promises', 'Stopped by the account service').innerText()).toMatch(/0 %\s+under 1 %.*Met/s);
  expect(await row('Caches', 'Tenant configuration').innerText()).toMatch(/100 %/);
  await page.getByRole('img', { name: /^Contacts, read: \d+ measured, half within .* 0 failed\.$/ }).waitFor();
  await page.getByRole('img', { name: /^Permissions: \d+ measured/ }).waitFor();
  await lookInAllSizes();
});

test('every chart has a table with the same numbers, reached by the keyboard', async () => {
  const side = page.getByRole('region', { name: 'Latency by endpoint' });
  const chart = await side.getByRole('img', { name: /^Is the sign-in valid/ }).getAttribute('aria-label');
  const toggle = side.getByRole('button', { name: 'Show as a table' }).first();
  await toggle.focus();
  await page.keyboard.press('Enter');
  const cells = await row('Latency by endpoint', 'Is the sign-in valid').getByRole('cell').allInnerTexts();
  expect(chart).toContain(`${cells[1]} measured`);
  expect(chart).toContain(`95 of 100 within ${cells[3]}`);
  await side.getByRole('button', { name: 'Show as charts' }).focus();
  const along = page.getByRole('region', { name: 'Account service along time' });
  await along.getByRole('button', { name: 'Show as a table' }).click();
  expect(await row('Account service along time', '').nth(1).innerText()).toMatch(/\d/);
  expect(await findViolations(page)).toEqual([]);
  await along.getByRole('button', { name: 'Show as charts' }).click();
  await side.getByRole('button', { name: 'Show as charts' }).click();
});

test('an account service that is away is seen in figures, promises and words', async () => {
  await app.faults({ outage: true });
  await app.passMs(10 * MINUTE_MS);
  const shown = () => page.locator('main, [data-region]').allInnerTexts();
  await page.getByRole('button', { name: 'Last hour' }).click();
  await expect
    .poll(async () => {
      await app.passMs(1_000);
      await page.getByRole('button', { name: '24 hours' }).click();
      await page.getByRole('button', { name: 'Last hour' }).click();
      return (await shown()).join('\n');
    }, PATIENCE)
    .toMatch(/account service away[\s\S]*\d+ failed/);
  expect(await findViolations(page)).toEqual([]);
  await app.faults({});
});

test('the ledger says for every kind of data where it lives, and why where the rule says otherwise', async () => {
  await page.getByRole('button', { name: 'Where data lives' }).click();
  const ledger = page.getByRole('table', { name: 'Where each kind of data lives' });
  await expect.poll(() => ledger.getByRole('row').count(), PATIENCE).toBe(1 + 19);
  expect(await ledger.getByText(/ \*$/).count()).toBe(12 + 3);
  const contacts = ledger.getByRole('row', { name: /^Contacts/ });
  expect(await contacts.innerText()).toMatch(/26\s+store\s+replica\s+(just now|\d+ min ago)/);
  await ledger.getByRole('button', { name: 'Permissions' }).focus();
  await page.keyboard.press('Enter');
  const why = page.getByRole('region', { name: 'About Permissions' });
  expect(await why.innerText()).toMatch(/25 points: cache[\s\S]*A stored permission is one that was taken away/);
  await lookInAllSizes();
});

test('nobody complained in the console', () => {
  expect(app.complaints).toEqual([]);
});
