import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import type { Engine } from '../../../main/engine/create-engine.ts';
import { preferenceId } from '../../../sync/model/kinds/preference.ts';
import { HALDEN_EMPLOYEES } from '../../wrapper-sandbox/demo-tenant.ts';
import { openApart, type OpenApart } from '../support/open-apart.ts';
import { pictureIfFailed } from '../support/picture-if-failed.ts';
import { signIn } from '../support/sign-in.ts';
import { verbsOf, type Verbs } from '../support/window-verbs.ts';

/** One person with a window here and a second laptop elsewhere. */
let app: OpenApart;
let page: Page;
let verbs: Verbs;
let other: Engine;

beforeAll(async () => {
  app = await openApart();
  page = await app.openWindow();
  verbs = verbsOf(page);
  await signIn(page, app.account('sales'));
  await verbs.untilStatus(/^Online[\s\S]*Everything sent/);
  other = await app.otherLaptop('sales');
});
beforeEach(() => pictureIfFailed(() => page));
afterAll(() => app[Symbol.asyncDispose]());

const scheme = () => page.locator('html').getAttribute('data-mantine-color-scheme');

test('what a person sets on another laptop holds in the open window', async () => {
  await page.emulateMedia({ colorScheme: 'light' });
  expect(await scheme()).toBe('light');
  const args = {
    preferenceId: preferenceId(HALDEN_EMPLOYEES.sales, 'colourScheme'),
    name: 'colourScheme',
    value: 'dark',
  };
  await other.call.mutations.run({ name: 'preferences.set', args });
  await other.call.sync.now();
  await expect.poll(scheme).toBe('dark');
});

test('what is set in the window is sent, named in plain words, and holds on the other laptop', async () => {
  await verbs.switchWorkOffline();
  await page.evaluate(() => (location.hash = '/settings'));
  await page.getByText('Light', { exact: true }).click();
  await expect.poll(scheme).toBe('light');
  await page.evaluate(() => (location.hash = '/sync'));
  await expect.poll(() => page.getByText(/Change setting\s*Colours/).count()).toBeGreaterThan(0);
  await verbs.switchWorkOffline();
  await verbs.untilStatus(/^Online[\s\S]*Everything sent/);
  await expect
    .poll(async () => {
      await other.call.sync.now();
      return other.call.preferences.get();
    })
    .toEqual({ colourScheme: 'light' });
});

test('a window that knows nothing yet takes over what its person has set', async () => {
  await page.evaluate(() => (location.hash = '/settings'));
  await page.getByText('Dark', { exact: true }).click();
  await expect.poll(scheme).toBe('dark');
  await page.evaluate(() => localStorage.clear());
  await page.reload();
  await expect.poll(scheme).toBe('dark');
});
