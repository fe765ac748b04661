import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { v7 as uuidV7 } from 'uuid';
import { HALDEN_UNITS } from '../../wrapper-sandbox/demo-tenant.ts';
import { askFrom } from '../support/call-window.ts';
import { findViolations } from '../support/find-violations.ts';
import { openApart, type OpenApart } from '../support/open-apart.ts';
import { pictureIfFailed } from '../support/picture-if-failed.ts';
import { signIn } from '../support/sign-in.ts';
import { verbsOf, type Verbs } from '../support/window-verbs.ts';

/** What the account service decides for a whole tenant, while the window is open. */
let app: OpenApart;
let page: Page;
let verbs: Verbs;

beforeAll(async () => {
  app = await openApart();
  page = await app.openWindow();
  verbs = verbsOf(page);
  await signIn(page, app.account('sales'));
  await verbs.untilStatus(/^Online[\s\S]*Everything sent[\s\S]*Records up to date/);
});
beforeEach(() => pictureIfFailed(() => page));
afterAll(() => app[Symbol.asyncDispose]());

const FEATURES = { deals: true, files: true, reports: true, customFields: true, import: true };
const accent = () => page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--s-accent'));

describe('a tenant that is changed while the window is open', () => {
  test('has its new name and colour at once, and both can be read in light and dark', async () => {
    await app.changeTenant({ name: 'Halden Group', branding: { accentColor: '#ffd400' } });
    await page.getByText('Halden Group').first().waitFor();
    await expect.poll(accent).not.toBe('#ffd400');
    for (const path of ['/contacts', '/deals', '/sync']) {
      await verbs.go(path);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await verbs.untilQuiet();
        expect(await findViolations(page)).toEqual([]);
      }
    }
    await page.emulateMedia({ colorScheme: 'light' });
  });

  test('says on the screen of a switched-off feature that it is off, and shows it again once it is on', async () => {
    await verbs.go('/deals');
    await verbs.region('Lead').waitFor();
    await app.changeTenant({ features: { ...FEATURES, deals: false, import: false } });
    await page.getByText('Halden Group has switched this part off').waitFor();
    expect(await findViolations(page)).toEqual([]);
    await verbs.go('/import');
    await page.getByText('Halden Group has switched this part off').waitFor();
    await app.changeTenant({ features: FEATURES });
    await verbs.go('/deals');
    await verbs.region('Lead').waitFor();
  });
});

test('a session that is ended leaves a page that says why, and the sealed draft comes back with the next sign-in', async () => {
  await verbs.switchWorkOffline();
  await verbs.untilStatus(/^Offline/);
  const args = { contactId: uuidV7(), firstName: 'Ana', lastName: 'Sealed', orgId: HALDEN_UNITS.northField };
  await askFrom(page, '/mutations/run', { name: 'contacts.create', args });
  await verbs.untilStatus(/1 draft/);
  await app.revokeSessions('sales');
  await page.getByText(/An administrator ended your session, and the records were taken off this laptop/).waitFor();
  await verbs.untilStatus(/^Signed out[\s\S]*Records were taken off this laptop/);
  expect(await findViolations(page)).toEqual([]);
  await signIn(page, app.account('sales'));
  await verbs.switchWorkOffline();
  await verbs.untilStatus(/^Online[\s\S]*Everything sent/);
  await page.getByText('1 draft applied.').waitFor();
  await verbs.go(`/contacts/${args.contactId}`);
  await verbs
    .region('Contact')
    .getByRole('heading', { name: /Sealed/ })
    .waitFor();
});
