import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { untilKept } from '../support/call-window.ts';
import { openSignedIn, type SignedIn } from '../support/open-signed-in.ts';
import { pictureIfFailed } from '../support/picture-if-failed.ts';

let app: SignedIn;

beforeAll(async () => {
  app = await openSignedIn('sales');
});

beforeEach(() => pictureIfFailed(() => app.page));

afterAll(async () => {
  await app[Symbol.asyncDispose]();
});

const row = (index: number) => app.verbs.row(index);
const pane = () => app.page.getByRole('region', { name: 'Contact', exact: true });
const toast = (text: string) => app.page.getByText(text).first().waitFor();

/** Not before the pane of another contact is gone: what is read from the pane is then this one's. */
async function openContact(index: number): Promise<void> {
  await app.verbs.go('/contacts');
  await pane().waitFor({ state: 'detached' });
  await row(index).click();
  await pane()
    .getByRole('button', { name: /^Edit Phone/ })
    .waitFor();
}

test('a list keeps its place while a contact opens beside it, and Escape leads back to it', async () => {
  const { page } = app;
  await app.verbs.go('/contacts');
  await row(3).waitFor();
  const list = page.locator('[data-region=list]').first();
  await list.evaluate((element) => element.scrollTo(0, 2500));
  await row(84).click();
  await pane().waitFor();
  await expect.poll(() => list.evaluate((element) => element.scrollTop)).toBe(2500);
  await page.keyboard.press('Escape');
  await pane().waitFor({ state: 'detached' });
  await expect.poll(() => list.evaluate((element) => element.scrollTop)).toBe(2500);
});

test('words typed into the search leave only contacts that begin with them', async () => {
  const { page } = app;
  await app.verbs.go('/contacts');
  await page.getByRole('searchbox').fill('björ');
  await expect.poll(() => row(4).count()).toBeGreaterThan(0);
  await expect
    .poll(async () =>
      (await page.locator('[role=row][data-index]').allInnerTexts()).every((text) => /bj[öo]r/i.test(text)),
    )
    .toBe(true);
  await page.getByRole('searchbox').fill('qqqqzz');
  await page.getByText('No contact matches this filter').waitFor();
  await page.getByRole('button', { name: 'Clear all' }).click();
  await row(10).waitFor();
});

test('a value is edited in place, said in the timeline, and taken back by Ctrl Z', async () => {
  const { page } = app;
  await openContact(5);
  const before = await pane()
    .getByRole('button', { name: /^Edit Role/ })
    .innerText();
  await pane()
    .getByRole('button', { name: /^Edit Role/ })
    .click();
  await pane().getByRole('textbox', { name: 'Role' }).fill('Head of pumps');
  await page.keyboard.press('Enter');
  await toast('Role changed');
  await pane().getByText('You changed').first().waitFor();
  await page.keyboard.press('Control+z');
  await expect
    .poll(() =>
      pane()
        .getByRole('button', { name: /^Edit Role/ })
        .innerText(),
    )
    .toBe(before);
});

test('a wrong e-mail is said under the field and what was typed stays', async () => {
  const { page } = app;
  await openContact(6);
  await pane()
    .getByRole('button', { name: /^Edit E-mail/ })
    .click();
  const field = pane().getByRole('textbox', { name: 'E-mail', exact: true });
  await field.fill('nonsense');
  await page.keyboard.press('Enter');
  await pane().getByText('Looks unfinished').waitFor();
  await expect.poll(() => field.inputValue()).toBe('nonsense');
  await page.keyboard.press('Escape');
});

test('the company is found by typing', async () => {
  const { page } = app;
  await openContact(7);
  await pane()
    .getByRole('button', { name: /^Edit Company/ })
    .click();
  await page.getByRole('combobox', { name: 'Company' }).fill('Velo');
  await page.getByRole('option', { name: /^Velo/ }).first().click();
  await expect
    .poll(() =>
      pane()
        .getByRole('button', { name: /^Edit Company: Velo/ })
        .count(),
    )
    .toBe(1);
});

test('L logs a call with its minutes, and half a note is there again after a reload', async () => {
  const { page } = app;
  await openContact(8);
  await row(8).focus();
  await page.keyboard.press('l');
  await pane().locator('textarea:focus, input:focus').waitFor();
  await page.keyboard.type('Confirmed 10:30, gate B.');
  await page.getByLabel('minutes').fill('nine');
  await page.keyboard.press('Control+Enter');
  await page.getByText('Minutes as a whole number').waitFor();
  await page.getByLabel('minutes').fill('6');
  await page.keyboard.press('Control+Enter');
  await toast('Call logged');
  await pane().getByText('Confirmed 10:30, gate B.').waitFor();
  await row(8).focus();
  await page.keyboard.press('n');
  await pane().locator('textarea:focus').waitFor();
  await page.keyboard.type('half a note');
  await untilKept(page, 'half a note');
  await page.reload();
  await expect.poll(() => pane().getByRole('textbox', { name: 'Note' }).inputValue()).toBe('half a note');
  await pane().getByRole('textbox', { name: 'Note' }).fill('');
});

test('Escape closes what lies above the record, and the record stays', async () => {
  const { page } = app;
  await openContact(7);
  await page.keyboard.press('Control+.');
  await page
    .getByRole('menuitem', { name: 'Open the company' })
    .or(page.getByRole('menuitem', { name: /^Delete/ }))
    .first()
    .waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('menu').waitFor({ state: 'detached' });
  await app.verbs.unfocus();
  await page.keyboard.press('f');
  const filters = page.getByRole('dialog', { name: 'Filter by' });
  await filters.waitFor();
  await page.keyboard.press('Escape');
  await filters.waitFor({ state: 'detached' });
  await page.locator('footer').getByRole('button', { name: 'Online' }).click();
  await page.getByRole('heading', { name: 'Online' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('heading', { name: 'Online' }).waitFor({ state: 'detached' });
  expect(await pane().count()).toBe(1);
  await page.keyboard.press('Escape');
  await pane().waitFor({ state: 'detached' });
});

/** Twice before the window can show what the first one did. */
const enterTwice = (field: Locator, isCtrl = false) =>
  field.evaluate((element, ctrlKey) => {
    for (let press = 0; press < 2; press += 1)
      element.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', ctrlKey, bubbles: true, cancelable: true }));
  }, isCtrl);

test('a note saved twice in one breath is one note, and what is typed right after stays', async () => {
  const { page } = app;
  await openContact(9);
  const note = pane().getByRole('textbox', { name: 'Note' });
  await note.fill('Wants two of them');
  await enterTwice(note, true);
  await page.keyboard.type('bye');
  const saved = pane().getByRole('listitem').filter({ hasText: 'Wants two of them' });
  await saved.waitFor();
  expect(await note.inputValue()).toBe('bye');
  await untilKept(page, 'bye');
  expect(await saved.count()).toBe(1);
  await note.fill('');
});

test('Enter twice in the task line is one task, and two lines in one breath are two', async () => {
  const { page } = app;
  await app.verbs.go('/tasks');
  const line = page.getByLabel('Add a task');
  await line.fill('Weigh the crates today');
  await enterTwice(line);
  await page.keyboard.type('Seal the boxes today');
  await enterTwice(line);
  await page.keyboard.type('ok');
  const task = (text: string) => page.locator('[data-task-id]').filter({ hasText: text });
  await task('Seal the boxes').waitFor();
  expect(await Promise.all([task('Weigh the crates').count(), task('Seal the boxes').count()])).toEqual([1, 1]);
  expect(await line.inputValue()).toBe('ok');
  expect(await page.getByText('A task needs a title.').count()).toBe(0);
  await line.fill('');
});

test('a new contact warns of a duplicate, refuses nothing, and delete can be undone', async () => {
  const { page } = app;
  await app.verbs.go('/contacts');
  await pane().waitFor({ state: 'detached' });
  const [first = '', ...rest] = (await row(6).getByRole('gridcell').nth(1).innerText()).trim().split(' ');
  await page.keyboard.press('c');
  const form = page.getByRole('region', { name: 'New contact' });
  await form.getByLabel('First name').fill(first);
  await form.getByLabel('Last name').fill(rest.join(' '));
  await form.getByText(/^The same name/).waitFor();
  await page.keyboard.press('Control+Enter');
  await toast(`${first} ${rest.join(' ')} added`);
  await pane().getByText('You added this record').waitFor();
  const { hash } = new URL(page.url());
  await page.keyboard.press('Control+.');
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await toast(`${first} ${rest.join(' ')} deleted`);
  await app.verbs.go(hash.slice(1));
  await page.getByRole('button', { name: 'Restore' }).click();
  await page.getByRole('button', { name: 'Restore' }).waitFor({ state: 'detached' });
  await pane()
    .getByRole('button', { name: /^Edit Last name/ })
    .waitFor();
});

test('an e-mail that another contact has is parked by the server with its reason', async () => {
  const { page } = app;
  await openContact(9);
  const taken =
    (
      await pane()
        .getByRole('button', { name: /^Edit E-mail/ })
        .innerText()
    ).match(/\S+@\S+\.example/)?.[0] ?? '';
  expect(taken).not.toBe('');
  await page.keyboard.press('c');
  const form = page.getByRole('region', { name: 'New contact' });
  await form.getByLabel('Last name').fill('Taker');
  await form.getByLabel('E-mail').fill(taken);
  await form.getByText(/^The same e-mail/).waitFor();
  await page.keyboard.press('Control+Enter');
  await pane().getByText('Another contact has this e-mail address.').waitFor();
  await pane().getByRole('button', { name: 'Open Sync centre' }).waitFor();
});

test('a selection is made by key and tagged at once', async () => {
  const { page } = app;
  await app.verbs.go('/contacts');
  await pane().waitFor({ state: 'detached' });
  await row(1).focus();
  await page.keyboard.press('x');
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('Shift+X');
  await page.getByText('3 selected').waitFor();
  await page.getByRole('button', { name: 'Add tag' }).click();
  await page.getByRole('textbox', { name: 'Tag' }).fill('fair-2026');
  await page.keyboard.press('Control+Enter');
  await toast('3 contacts tagged');
  await row(2).click();
  await expect
    .poll(() =>
      pane()
        .getByRole('button', { name: /^Edit Tags/ })
        .innerText(),
    )
    .toContain('fair-2026');
});

test('a company page shows facts, people and what happened, and a filter of the timeline keeps only its kind', async () => {
  const { page } = app;
  await app.verbs.go('/companies');
  await row(2).click();
  await page.getByRole('heading', { level: 2, name: 'People' }).waitFor();
  await page.getByRole('button', { name: /^Edit Industry/ }).click();
  await page.getByRole('textbox', { name: 'Industry' }).fill('Aquaculture');
  await page.keyboard.press('Enter');
  await page.getByText('Industry changed').waitFor();
  await page.getByRole('button', { name: 'Changes', exact: true }).click();
  await page.getByText('You changed').first().waitFor();
  await expect.poll(() => page.getByRole('region', { name: 'Timeline' }).getByRole('listitem').count()).toBe(1);
});

test('a new company needs a name and opens as a page', async () => {
  const { page } = app;
  await app.verbs.go('/companies');
  await row(1).waitFor();
  await page.keyboard.press('c');
  const form = page.getByRole('region', { name: 'New company' });
  await form.getByLabel('City').fill('Tønsberg');
  await page.keyboard.press('Control+Enter');
  await form.getByText('A name is needed').waitFor();
  await form.getByLabel('Name', { exact: true }).fill('Vestfold Aqua AS');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('heading', { level: 1, name: 'Vestfold Aqua AS' }).waitFor();
  await page.getByRole('button', { name: /^Edit City: Tønsberg/ }).waitFor();
});

test.each(['/contacts', '/companies'])(
  '%s is clean for axe as a list, with its form and with a record',
  async (path) => {
    const { page } = app;
    await app.verbs.go(path);
    await page.getByRole('region', { name: /^(Contact|New)/ }).waitFor({ state: 'detached' });
    await row(2).waitFor();
    expect(await app.axe()).toEqual([]);
    await page.keyboard.press('c');
    await page.getByRole('region', { name: /^New/ }).waitFor();
    expect(await app.axe()).toEqual([]);
    await page.keyboard.press('Escape');
    await row(2).click();
    await page.getByRole('tab', { name: 'Note' }).waitFor();
    expect(await app.axe()).toEqual([]);
  },
);

test('nothing complained on the console', () => {
  expect(app.complaints).toEqual([]);
});
