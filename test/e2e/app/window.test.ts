import type { Page } from 'playwright-core';
import { v7 as uuidV7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { HALDEN_EMPLOYEES } from '../../wrapper-sandbox/demo-tenant.ts';
import { call, findings, runApp, type OpenWindow, type RunningApp, signIn } from './open-app.ts';

/** One person's day in one window: the tests build on each other, in this order. */
let app: RunningApp;
let window: OpenWindow;
let page: Page;

beforeAll(async () => {
  app = await runApp();
  window = await app.open();
  page = window.page;
});
afterAll(async () => {
  await app[Symbol.asyncDispose]();
});

const statusLine = () => page.locator('footer').innerText();
const untilStatus = async (words: RegExp): Promise<void> => {
  await expect.poll(statusLine, { timeout: 15_000 }).toMatch(words);
};
const heading = () => page.getByRole('heading', { level: 1 }).innerText();
const blur = () => page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
const go = async (letters: string): Promise<void> => {
  await blur();
  for (const letter of letters) await page.keyboard.press(letter);
};
const workOffline = async (): Promise<void> => {
  await page.getByRole('button', { name: /account and settings/ }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Work offline' }).click();
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
  expect(await heading()).toBe('Sign in to Satchel');
  expect(await page.locator('input[type=password]').count()).toBe(0);
  expect(await statusLine()).toContain('Signed out');
  expect(await findings(page)).toEqual([]);
  await signIn(page, app.ready, 'sales');
  await untilStatus(/^\s*Online/);
  expect(await heading()).toMatch(/^\w+ \d+ \w+$/);
});

test('G and a letter go to a place, Ctrl K finds a record of this laptop, F6 walks the regions', async () => {
  await go('gk');
  await expect.poll(heading).toBe('Tasks');
  await go('gs');
  await expect.poll(heading).toBe('Safe here');
  const [deal] = await myDeals();
  await page.keyboard.press('Control+k');
  await page.keyboard.type(deal?.title ?? '');
  await page
    .getByRole('option', { name: deal?.title ?? '' })
    .first()
    .waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('option').first().waitFor({ state: 'detached' });
  await blur();
  const regions: (string | undefined)[] = [];
  for (let step = 0; step < 4; step += 1) {
    await page.keyboard.press('F6');
    regions.push(
      await page.evaluate(() => document.activeElement?.closest<HTMLElement>('[data-region]')?.dataset['region']),
    );
  }
  expect(regions.slice(0, 2)).toEqual(['title', 'sidebar']);
});

test('a task is added by one line, ticked with Space, and Ctrl Z takes the tick back', async () => {
  await go('gk');
  await page.getByLabel('Add a task').waitFor();
  await go('t');
  await page.keyboard.type('Call about the invoice today');
  await page.getByText('Due Today. Enter adds it.').waitFor();
  await page.keyboard.press('Enter');
  const row = page.locator('[data-task-id]', { hasText: 'Call about the invoice' });
  await row.waitFor();
  await row.focus();
  await page.keyboard.press('Space');
  await row.waitFor({ state: 'detached' });
  await blur();
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
  await letters.click();
  await go('gk');
  expect(await heading()).toBe('Keyboard');
  await letters.click();
  await go('gk');
  await expect.poll(heading).toBe('Tasks');
});

test('working offline: the status line counts down, ends in reading and drafts, and everything goes out afterwards', async () => {
  await workOffline();
  await untilStatus(/Offline/);
  const [deal] = await myDeals();
  await run('deals.edit', { dealId: deal?.id, set: { nextStep: 'Send the quote' } });
  await untilStatus(/1 change safe here[\s\S]*30 min of writing left/);
  await app.setClockAhead(26 * 60_000);
  await page.reload();
  await untilStatus(/4 min of writing left, then reading and drafts/);
  await app.setClockAhead(31 * 60_000);
  await page.reload();
  await untilStatus(/Reading and drafts/);
  expect(await run('deals.edit', { dealId: deal?.id, set: { nextStep: 'Send it now' } })).toMatchObject({
    status: 'held',
  });
  await untilStatus(/1 change and 1 draft safe here/);
  await workOffline();
  await untilStatus(/^\s*Online[\s\S]*Everything sent/);
});

test('a discard names what goes with it, and Ctrl Z puts all of it back', async () => {
  await workOffline();
  await untilStatus(/Offline/);
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
  expect(await findings(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect.poll(heading).toBe('2 changes safe here');
});

test('a conflict shows before, mine and theirs; 2 chooses theirs and the button says the result', async () => {
  const admin = await app.otherLaptop('admin');
  const [deal] = await myDeals();
  await run('deals.edit', { dealId: deal?.id, set: { valueMinor: 5_250_000 } });
  await admin.call.mutations.run({ name: 'deals.edit', args: { dealId: deal?.id, set: { valueMinor: 4_600_000 } } });
  expect(await admin.call.sync.now()).toEqual({ kind: 'done' });
  await workOffline();
  await untilStatus(/1 needs you/);
  await page.locator('footer').getByRole('button', { name: '1 needs you' }).click();
  await page.getByRole('heading', { name: 'Which value is right?' }).waitFor();
  expect(await page.getByText('Ines Okafor', { exact: false }).first().innerText()).toContain('46,000');
  expect(await findings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Keep 52,500 €' }).waitFor();
  await blur();
  await page.keyboard.press('2');
  await page.getByRole('button', { name: 'Take 46,000 €' }).waitFor();
  await page.keyboard.press('3');
  await page.getByLabel('Another value for Value').fill('50000');
  await page.keyboard.press('Control+Enter');
  await untilStatus(/Everything sent(?![\s\S]*needs you)/);
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
  await untilStatus(/1 needs you/);
  await go('gs');
  await page.getByRole('heading', { name: 'What now?' }).waitFor();
  await page.getByText('another contact has this e-mail address', { exact: false }).first().waitFor();
  await page.getByLabel('E-mail').fill('fresh.address@demo.example');
  await page.getByRole('button', { name: 'Send edited' }).click();
  await untilStatus(/Everything sent(?![\s\S]*needs you)/);
  await part('Sent today');
  await expect.poll(() => page.getByRole('row', { name: /fresh\.address/ }).count()).toBe(1);
});

test.each([
  { width: 1280, height: 800, isDark: false },
  { width: 1024, height: 700, isDark: true },
])('every place is without axe findings and sideways scrolling at $width, dark: $isDark', async (look) => {
  const { page: other, problems } = await app.open(look);
  const found: string[] = [];
  for (const path of ['/', '/tasks', '/sync', '/sync?part=discarded', '/sync?part=sent', '/settings', '/nowhere']) {
    await other.evaluate((to) => (location.hash = to), path);
    await other.getByRole('heading', { level: 1 }).waitFor();
    await other.waitForTimeout(300);
    found.push(...(await findings(other)).map((finding) => `${path} ${finding}`));
    expect(await other.getByRole('heading', { level: 1 }).count()).toBe(1);
  }
  expect(found).toEqual([]);
  expect(problems).toEqual([]);
  await other.close();
});

test('no error was written to the console, and signing out locks the records', async () => {
  expect(window.problems).toEqual([]);
  await page.getByRole('button', { name: /account and settings/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in to Satchel' }).waitFor();
  expect(await statusLine()).toContain('Records are locked on this laptop');
});
