import type { Page } from 'playwright-core';
import { v7 as uuidV7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { HALDEN_UNITS } from '../../wrapper-sandbox/demo-tenant.ts';
import { askFrom } from '../support/call-window.ts';
import { openApart, type OpenApart } from '../support/open-apart.ts';
import { pictureIfFailed } from '../support/picture-if-failed.ts';
import { type Role, signIn } from '../support/sign-in.ts';
import { verbsOf, type Verbs } from '../support/window-verbs.ts';

/** One laptop, one window, and another user who signs in while that window has no engine. */
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

/** A draft is nobody's but its user's: it is on no server. */
async function draftContact(lastName: string): Promise<void> {
  await askFrom(page, '/outbox/review', { isOn: true });
  await verbs.switchWorkOffline();
  await verbs.untilStatus(/^Offline/);
  const args = { contactId: uuidV7(), firstName: 'Ana', lastName, orgId: HALDEN_UNITS.northField };
  await askFrom(page, '/mutations/run', { name: 'contacts.create', args });
  await verbs.untilStatus(/1 draft/);
  await verbs.switchWorkOffline();
  await verbs.untilStatus(/^Online[\s\S]*1 draft waits for your word/);
}

/** Remembers whether the second user was ever signed in here beside a text of the first. */
async function noteTogether(user: string, text: string): Promise<() => Promise<boolean>> {
  const noted = await page.evaluateHandle(
    (wanted) => {
      const shown = { isSeen: false };
      const look = (): void => {
        const isUser = document.querySelector(`[aria-label^="${wanted.user}"]`) !== null;
        shown.isSeen ||= isUser && document.body.textContent.includes(wanted.text);
      };
      new MutationObserver(look).observe(document.body, {
        subtree: true,
        childList: true,
        characterData: true,
        attributes: true,
      });
      return shown;
    },
    { user, text },
  );
  return () => noted.evaluate(({ isSeen }) => isSeen);
}

/** Another window through which somebody else signs in, while this one has no engine. */
async function signInElsewhere(role: Role): Promise<void> {
  app.cutLine();
  await page.getByText('The engine of this window is starting again.').waitFor();
  const other = await page.context().newPage();
  await other.goto(new URL('/sign-in', page.url()).href);
  const { email, password } = app.account(role);
  await other.locator('#email').fill(email);
  await other.locator('#password').fill(password);
  await other.locator('button').first().click();
  await other.getByText('The engine of this window is starting again.').waitFor();
  app.mendLine();
}

const scheme = () => page.locator('html').getAttribute('data-mantine-color-scheme');

test('a user who signs in while the window has no engine never sees what the one before had on the screen', async () => {
  await draftContact('Brekkestad');
  await verbs.go('/contacts');
  await page.getByRole('searchbox').fill('Brekkestad');
  await page.getByRole('row').filter({ hasText: 'Brekkestad' }).click();
  await verbs
    .region('Contact')
    .getByRole('heading', { name: /Brekkestad/ })
    .waitFor();
  const wereTogether = await noteTogether('Vera Novak', 'Brekkestad');
  const wasCountShown = await noteTogether('Vera Novak', '1 draft');
  await signInElsewhere('viewer');
  await page.getByRole('button', { name: /^Vera Novak/ }).waitFor();
  await verbs.untilStatus(/^Online[\s\S]*Everything sent[\s\S]*Records up to date/);
  await verbs.go('/contacts');
  await verbs.row(0).waitFor();
  expect(await page.getByRole('searchbox').inputValue()).toBe('');
  expect(await page.getByText('Brekkestad').count()).toBe(0);
  expect([await wereTogether(), await wasCountShown()]).toEqual([false, false]);
});

test('colours and roles are the user’s own: the next one starts plain, and one’s own are there from the first frame', async () => {
  const menu = page.getByRole('button', { name: /account and settings/ });
  await menu.click();
  await page.getByText('Vera Novak, Viewer', { exact: true }).waitFor();
  await page.keyboard.press('Escape');
  await verbs.go('/settings');
  await page.getByText('Dark', { exact: true }).click();
  await expect.poll(scheme).toBe('dark');
  await verbs.untilStatus(/^Online[\s\S]*Everything sent/);

  await signInElsewhere('sales');
  await page.getByRole('button', { name: /^Sanna Reyes/ }).waitFor();
  expect(await scheme()).toBe('light');
  await menu.click();
  await page.getByText('Sanna Reyes, Sales Rep', { exact: true }).waitFor();
  await page.keyboard.press('Escape');

  await signInElsewhere('viewer');
  await page.getByRole('button', { name: /^Vera Novak/ }).waitFor();
  expect(await scheme()).toBe('dark');
  await page.addInitScript(() => {
    const shown = new Set<string | null>();
    const note = (): void =>
      void shown.add(document.documentElement.getAttribute('data-mantine-color-scheme') ?? 'none yet');
    new MutationObserver(note).observe(document, { subtree: true, attributes: true, childList: true });
    Object.assign(window, { shownSchemes: shown });
  });
  await page.reload();
  await page.getByRole('button', { name: /^Vera Novak/ }).waitFor();
  await verbs.untilStatus(/^Online[\s\S]*Records up to date/);
  const shown = await page.evaluate(() => [...(window as unknown as { shownSchemes: Set<string> }).shownSchemes]);
  expect(shown.filter((name) => name !== 'none yet')).toEqual(['dark']);
});
