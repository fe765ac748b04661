import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { openApp, type OpenApp } from '../support/open-app.ts';
import { findViolations } from '../support/find-violations.ts';
import { openSignedIn } from '../support/open-signed-in.ts';
import { signIn } from '../support/sign-in.ts';
import { verbsOf, type Verbs } from '../support/window-verbs.ts';

const PATIENCE = { timeout: 30_000 };
/** Longer than a search stays open, and than the sync waits between two looks. */
const SETTLED_MS = 75_000;

let app: OpenApp;
let page: Page;
let verbs: Verbs;

beforeAll(async () => {
  app = await openApp();
  page = await app.openWindow();
  verbs = verbsOf(page);
  await signIn(page, app.account('admin'));
  await verbs.untilStatus(/^Online[\s\S]*Records up to date/);
});
afterAll(() => app[Symbol.asyncDispose]());

const table = () => page.getByRole('table', { name: 'Access log' });
const rows = () => table().locator('tbody').getByRole('row');
const button = (name: string) => page.getByRole('button', { name, exact: true });
const choose = (label: string, value: string) => page.getByRole('combobox', { name: label }).selectOption(value);

async function openLog(on = page, by = verbs): Promise<void> {
  await by.go('/health');
  await on.getByRole('button', { name: 'Access log' }).click();
}

async function lookInAllSizes(on = page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await on.emulateMedia({ colorScheme });
    for (const [width, height] of [
      [1280, 800],
      [1024, 700],
      [800, 600],
    ] as const) {
      await on.setViewportSize({ width, height });
      expect({ colorScheme, width, found: await findViolations(on) }).toEqual({ colorScheme, width, found: [] });
    }
  }
  await on.setViewportSize({ width: 1280, height: 800 });
  await on.emulateMedia({ colorScheme: 'light' });
}

test('an administrator finds the own sign-in, the first sync with its records, and what was searched for', async () => {
  await verbs.openPalette();
  await page.keyboard.type('hald');
  await page.getByRole('option').first().waitFor();
  await page.keyboard.press('Escape');
  await app.passMs(SETTLED_MS);
  await openLog();
  await expect
    .poll(async () => {
      await button('Look again').click();
      return (await rows().allInnerTexts()).map((text) => text.replaceAll(/\s+/g, ' ')).join('\n');
    }, PATIENCE)
    .toMatch(/You Searched all records for “hald” \d+ Search Laptop [0-9a-f]{8}/);
  const all = (await rows().allInnerTexts()).join('\n');
  expect(all).toMatch(/Signed in\s+none\s+Sign-in on the laptop/);
  expect(all).toMatch(/Signed in\s+none\s+New session at the server\s+Server, laptop [0-9a-f]{8}/);
  expect(all).toMatch(/Read all records\s+[\d,]+\s+First sync/);
  await lookInAllSizes();
});

test('the log is narrowed to a kind and to a person, and says so where nothing is left', async () => {
  await choose('Kind', 'Searches');
  await expect.poll(() => rows().allInnerTexts(), PATIENCE).toHaveLength(1);
  await choose('Kind', 'Exports');
  await page.getByText('No line matches').waitFor();
  await lookInAllSizes();
  await button('Show everything').click();
  await rows().first().waitFor();
  const before = await rows().count();
  const sales = await app.otherLaptop('sales');
  await sales.call.sync.now();
  await button('Look again').click();
  await expect.poll(() => rows().count(), PATIENCE).toBeGreaterThan(before);
  await expect
    .poll(() => page.getByRole('combobox', { name: 'Person' }).innerText(), PATIENCE)
    .toContain('Sanna Reyes');
  await choose('Person', 'Sanna Reyes');
  await expect
    .poll(async () => new Set(await rows().locator('td:nth-child(2)').allInnerTexts()), PATIENCE)
    .toEqual(new Set(['Sanna Reyes']));
});

test('without a connection nothing of the log is shown, and it is there again with it', async () => {
  await openLog();
  await rows().first().waitFor();
  await verbs.switchWorkOffline();
  await page.getByText('The access log needs a connection').waitFor();
  expect(await table().count()).toBe(0);
  await lookInAllSizes();
  await verbs.switchWorkOffline();
  await rows().first().waitFor();
});

test('nobody complained in the console', () => {
  expect(app.complaints).toEqual([]);
});

test('who may not read the log is told why, and sees no line', async () => {
  await using viewer = await openSignedIn('viewer');
  await openLog(viewer.page, viewer.verbs);
  await viewer.page.getByText('Why is “Access log” off?').waitFor();
  const words = await viewer.page.locator('main').first().innerText();
  expect(words).toMatch(/Your role \(Viewer\) may not see who read what\.[\s\S]*Read the audit log[\s\S]*Not allowed/);
  expect(await viewer.page.getByRole('table', { name: 'Access log' }).count()).toBe(0);
  await lookInAllSizes(viewer.page);
  expect(viewer.complaints).toEqual([]);
});
