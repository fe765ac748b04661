import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
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
const focusedRow = () => app.page.evaluate(() => (document.activeElement as HTMLElement).dataset['index']);
const typed = () => app.page.getByRole('dialog').getByRole('combobox').inputValue();
const nameIn = async (index: number) => (await row(index).getByRole('gridcell').nth(1).innerText()).trim();

test('letters typed in one breath with Ctrl K are all in the palette', async () => {
  const { page } = app;
  await app.verbs.go('/contacts');
  await row(2).focus();
  const { keyboard } = page;
  const letter = (key: string) => [keyboard.down(key), keyboard.up(key)];
  // Not one waits for the one before: the browser gets them as fast as it can take them.
  await Promise.all([
    keyboard.down('Control'),
    ...letter('k'),
    keyboard.up('Control'),
    ...[...'jexkan'].flatMap(letter),
  ]);
  await expect.poll(() => typed()).toBe('jexkan');
  await page.keyboard.type('!');
  await expect.poll(() => typed()).toBe('jexkan!');
  await page.keyboard.press('Escape');
  await page.getByRole('combobox').waitFor({ state: 'detached' });
});

test('J and K show the next contact beside the list, which keeps the focus, and are one step back', async () => {
  const { page } = app;
  await app.verbs.go('/contacts');
  await row(3).click();
  await pane().waitFor();
  for (const [key, index] of [
    ['j', 4],
    ['j', 5],
    ['k', 4],
  ] as const) {
    await page.keyboard.press(key);
    await pane()
      .getByRole('heading', { level: 2, name: await nameIn(index), exact: true })
      .waitFor();
    expect(await focusedRow()).toBe(String(index));
  }
  await page.goBack();
  await pane().waitFor({ state: 'detached' });
});

test('J without an open contact opens none', async () => {
  await app.verbs.go('/contacts');
  await row(1).focus();
  await app.page.keyboard.press('j');
  await expect.poll(focusedRow).toBe('2');
  expect(await pane().count()).toBe(0);
});

test('companies are filtered by industry and size, and say what a filter costs', async () => {
  const { page } = app;
  await app.verbs.go('/companies');
  await row(0).waitFor();
  await page.keyboard.press('f');
  const form = page.getByRole('dialog', { name: 'Filter by' });
  const industry = form.getByLabel('Industry');
  const first = (await industry.locator('option').nth(1).innerText()).replace(/ \(\d+\)$/, '');
  await industry.selectOption({ index: 1 });
  await form.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: `Industry ${first}`, exact: true }).waitFor();
  const column = page.locator('[role=row][data-index] [role=gridcell]:nth-child(2)');
  await expect.poll(async () => [...new Set(await column.allInnerTexts())]).toEqual([first]);
  await page.keyboard.press('f');
  await form.getByLabel('Owner').selectOption({ label: 'You' });
  await page.keyboard.press('f');
  await form.getByLabel('Size').selectOption('1 to 9 people');
  await page.getByText('No company matches these 3 filters').waitFor();
  await page.getByRole('button', { name: 'Clear all' }).click();
  await row(10).waitFor();
});

test('a note shows its Markdown, and HTML in it as text', async () => {
  const { page } = app;
  await app.verbs.go('/contacts');
  await row(6).click();
  await pane()
    .getByRole('textbox', { name: 'Note' })
    .fill('**Agreed**\n- a pilot\n- [terms](https://a.example/t)\n<b>not bold</b>');
  await page.keyboard.press('Control+Enter');
  const entry = pane().getByRole('listitem').filter({ hasText: 'not bold' }).first();
  await entry.locator('strong', { hasText: 'Agreed' }).waitFor();
  expect(await entry.getByRole('listitem').allInnerTexts()).toEqual(['a pilot', 'terms']);
  expect(await entry.getByRole('link', { name: 'terms' }).getAttribute('rel')).toContain('noreferrer');
  expect(await entry.getByText('<b>not bold</b>').count()).toBe(1);
});
