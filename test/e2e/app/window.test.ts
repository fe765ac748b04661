import type { Page } from 'playwright-core';
import { v7 as uuidV7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { HALDEN_EMPLOYEES } from '../../wrapper-sandbox/demo-tenant.ts';
import { call } from '../support/call-window.ts';
import { findViolations } from '../support/find-violations.ts';
import { openApp, type OpenApp } from '../support/open-app.ts';
import { pictureIfFailed } from '../support/picture-if-failed.ts';
import { signIn } from '../support/sign-in.ts';
import { verbsOf, type Verbs } from '../support/window-verbs.ts';

/** One person's day in one window: the tests build on each other, in this order. */
let app: OpenApp;
let page: Page;
let verbs: Verbs;

beforeAll(async () => {
  app = await openApp();
  page = await app.openWindow();
  verbs = verbsOf(page);
});
beforeEach(() => pictureIfFailed(() => page));
afterAll(async () => {
  await app[Symbol.asyncDispose]();
});

const heading = () => page.getByRole('heading', { level: 1 }).innerText();
const go = async (letters: string): Promise<void> => {
  await verbs.unfocus();
  for (const letter of letters) await page.keyboard.press(letter);
};
const run = (name: string, args: object) => call<{ readonly status: string }>(page, '/mutations/run', { name, args });
const part = (name: string) =>
  page.getByRole('navigation', { name: 'Sync centre' }).getByRole('link', { name }).click();
const myDeals = async () =>
  (
    await call<{ readonly items: readonly { readonly id: string; readonly title: string; readonly orgId: string }[] }>(
      page,
      '/deals/page',
      {
        sort: { field: 'valueMinor', direction: 'desc' },
        filter: { ownerIds: [HALDEN_EMPLOYEES.sales], statuses: ['open'] },
        limit: 5,
      },
    )
  ).items;

test('signed out, nothing is shown but the way to the account service, and no password is asked for here', async () => {
  await expect.poll(heading).toBe('Sign in to Satchel');
  expect(await page.locator('input[type=password]').count()).toBe(0);
  await verbs.untilStatus(/Signed out/);
  expect(await findViolations(page)).toEqual([]);
  await signIn(page, app.account('sales'));
  await verbs.untilStatus(/^\s*Online/);
  await expect.poll(heading).toMatch(/^\w+ \d+ \w+$/);
});

test('G and a letter go to a place, Ctrl K finds a record of this laptop, F6 walks the regions', async () => {
  await go('gk');
  await expect.poll(heading).toBe('Tasks');
  await go('gs');
  await expect.poll(heading).toBe('Safe here');
  const [deal] = await myDeals();
  await verbs.openPalette();
  await page.keyboard.type(deal?.title ?? '');
  await page
    .getByRole('option', { name: deal?.title ?? '' })
    .first()
    .waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('option').first().waitFor({ state: 'detached' });
  await verbs.unfocus();
  for (const region of ['title', 'sidebar']) {
    await page.keyboard.press('F6');
    await page.locator(`[data-region=${region}] :focus, [data-region=${region}]:focus`).waitFor();
  }
});

test('a task is added by one line, ticked with Space, and Ctrl Z takes the tick back', async () => {
  await go('gk');
  await page.getByLabel('Add a task').waitFor();
  await go('t');
  await page.locator('input:focus').waitFor();
  await page.keyboard.type('Call about the invoice today');
  await page.getByText('Due Today. Enter adds it.').waitFor();
  await page.keyboard.press('Enter');
  const row = page.locator('[data-task-id]', { hasText: 'Call about the invoice' });
  await row.waitFor();
  await row.focus();
  await page.keyboard.press('Space');
  await row.waitFor({ state: 'detached' });
  await verbs.unfocus();
  await page.keyboard.press('Control+z');
  await row.waitFor();
  await row.focus();
  await page.keyboard.press('e');
  await page.getByLabel('Title').fill('Call about the second invoice');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.locator('[data-task-id]', { hasText: 'second invoice' }).count()).toBe(1);
});

test('single letters can be switched off', async () => {
  await page.evaluate(() => (location.hash = '/settings'));
  await page.getByRole('link', { name: 'Keyboard' }).click();
  const letters = page.getByRole('checkbox', { name: 'Single letters as keys' });
  await letters.uncheck();
  await go('gk');
  expect(await heading()).toBe('Keyboard');
  await letters.check();
  await go('gk');
  await expect.poll(heading).toBe('Tasks');
});

test('working offline: the status line counts down, ends in reading and drafts, and everything goes out afterwards', async () => {
  await verbs.switchWorkOffline();
  await verbs.untilStatus(/Offline/);
  const [deal] = await myDeals();
  await run('deals.edit', { dealId: deal?.id, set: { nextStep: 'Send the quote' } });
  await verbs.untilStatus(/1 change safe here[\s\S]*30 min of writing left/);
  await app.passMs(26 * 60_000);
  await page.reload();
  await verbs.untilStatus(/4 min of writing left, then reading and drafts/);
  await app.passMs(5 * 60_000);
  await page.reload();
  await verbs.untilStatus(/Reading and drafts/);
  expect(await run('deals.edit', { dealId: deal?.id, set: { nextStep: 'Send it now' } })).toMatchObject({
    status: 'held',
  });
  await verbs.untilStatus(/1 change and 1 draft safe here/);
  await verbs.switchWorkOffline();
  await verbs.untilStatus(/^\s*Online[\s\S]*Everything sent/);
});

test('a discard names what goes with it, and Ctrl Z puts all of it back', async () => {
  await verbs.switchWorkOffline();
  await verbs.untilStatus(/Offline/);
  const [deal] = await myDeals();
  const companyId = uuidV7();
  await run('companies.create', { companyId, name: 'Torshavn Seafood', orgId: deal?.orgId });
  await run('notes.create', { noteId: uuidV7(), companyId, body: 'First call on Friday' });
  await go('gs');
  await expect.poll(heading).toBe('2 changes safe here');
  await page.getByRole('row', { name: /Create company/ }).click();
  await page.keyboard.press('Backspace');
  const dialog = page.getByRole('dialog', { name: 'Discard 1 change with it?' });
  await dialog.getByText('on Torshavn Seafood').waitFor();
  await page.keyboard.press('Control+Enter');
  await expect.poll(heading).toBe('Safe here');
  await page.keyboard.press('Control+z');
  await expect.poll(heading).toBe('2 changes safe here');
  await page.getByRole('row', { name: /Create company/ }).click();
  await page.keyboard.press('h');
  await page.getByText('Held by you.', { exact: false }).first().waitFor();
  await page.keyboard.press('h');
  await page.getByText('Goes out at the next contact').waitFor();
});

test('sign-out with unsent work asks first, and staying changes nothing', async () => {
  await page.getByRole('button', { name: /account and settings/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByRole('dialog', { name: '2 changes are not sent yet' }).waitFor();
  expect(await findViolations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect.poll(heading).toBe('2 drafts safe here');
});

test('a conflict shows before, mine and theirs; 2 chooses theirs and the button says the result', async () => {
  const admin = await app.otherLaptop('admin');
  const [deal] = await myDeals();
  await run('deals.edit', { dealId: deal?.id, set: { valueMinor: 5_250_000 } });
  await admin.call.mutations.run({ name: 'deals.edit', args: { dealId: deal?.id, set: { valueMinor: 4_600_000 } } });
  expect(await admin.call.sync.now()).toEqual({ kind: 'done' });
  await verbs.switchWorkOffline();
  await verbs.untilStatus(/1 needs you/);
  await page.locator('footer').getByRole('button', { name: '1 needs you' }).click();
  await page.getByRole('heading', { name: 'Which value is right?' }).waitFor();
  await page
    .getByText(/Ines Okafor[\s\S]*46,000|46,000[\s\S]*Ines Okafor/)
    .first()
    .waitFor();
  expect(await findViolations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Keep 52,500 €' }).waitFor();
  await verbs.unfocus();
  await page.keyboard.press('2');
  await page.getByRole('button', { name: 'Take 46,000 €' }).waitFor();
  await page.keyboard.press('3');
  await page.getByLabel('Another value for Value').fill('50000');
  await page.keyboard.press('Control+Enter');
  await verbs.untilStatus(/Everything sent(?![\s\S]*needs you)/);
  const { deal: after } = await call<{ readonly deal: { readonly valueMinor: number } }>(page, '/deals/get', {
    dealId: deal?.id,
  });
  expect(after.valueMinor).toBe(5_000_000);
});

test('a refused change keeps its text, is edited in its place and sent again', async () => {
  const { items } = await call<{ readonly items: readonly { readonly id: string; readonly email: string | null }[] }>(
    page,
    '/contacts/page',
    {
      sort: { field: 'lastName', direction: 'asc' },
      filter: { ownerIds: [HALDEN_EMPLOYEES.sales] },
      limit: 20,
    },
  );
  const [one, other] = items.filter(({ email }) => email !== null);
  await run('contacts.edit', { contactId: one?.id, set: { email: other?.email } });
  await verbs.untilStatus(/1 needs you/);
  await go('gs');
  await page.getByRole('heading', { name: 'What now?' }).waitFor();
  await page.getByText('another contact has this e-mail address', { exact: false }).first().waitFor();
  await page.getByLabel('E-mail').fill('fresh.address@demo.example');
  await page.getByRole('button', { name: 'Send edited' }).click();
  await verbs.untilStatus(/Everything sent(?![\s\S]*needs you)/);
  await part('Sent today');
  await expect.poll(() => page.getByRole('row', { name: /fresh\.address/ }).count()).toBe(1);
});

test.each([
  { width: 1280, height: 800, isDark: false },
  { width: 1024, height: 700, isDark: true },
])('every place is without axe findings and sideways scrolling at $width, dark: $isDark', async (look) => {
  const other = await app.openWindow(look);
  const there = verbsOf(other);
  await other.getByRole('navigation', { name: 'Main' }).waitFor();
  const found: string[] = [];
  for (const path of ['/', '/tasks', '/sync', '/sync?part=discarded', '/sync?part=sent', '/settings', '/nowhere']) {
    await there.go(path);
    await there.untilQuiet();
    found.push(...(await findViolations(other)).map((finding) => `${path} ${finding}`));
    expect(await other.getByRole('heading', { level: 1 }).count()).toBe(1);
  }
  expect(found).toEqual([]);
  await other.close();
});

test('no error was written to the console, and signing out locks the records', async () => {
  expect(app.complaints).toEqual([]);
  await page.getByRole('button', { name: /account and settings/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in to Satchel' }).waitFor();
  await verbs.untilStatus(/Records are locked on this laptop/);
});
