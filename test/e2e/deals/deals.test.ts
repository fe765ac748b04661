import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openSignedIn, type SignedIn } from '../support/open-signed-in.ts';
import { pictureIfFailed } from '../support/picture-if-failed.ts';

let app: SignedIn;
let folder: string;

beforeAll(async () => {
  app = await openSignedIn('manager');
  folder = mkdtempSync(join(tmpdir(), 'satchel-deals-'));
});

beforeEach(() => pictureIfFailed(() => app.page));

afterAll(async () => {
  await app[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

const column = (name: string) => app.page.getByRole('region', { name, exact: true });
const card = (id: string) => app.page.locator(`[data-card-id="${id}"]`);
const toast = (text: string) => app.page.getByText(text).first().waitFor();
const stageOf = (id: string) => card(id).getAttribute('data-card-stage');

async function openBoard(): Promise<void> {
  await app.verbs.go('/deals');
  const asBoard = app.page.getByRole('button', { name: 'Board', exact: true });
  await asBoard.or(app.page.getByRole('button', { name: 'Table', exact: true })).waitFor();
  if (await asBoard.isVisible()) await asBoard.click();
  await app.page.locator('[data-card-id]').first().waitFor();
}

/** The first card of a column, focused. */
async function focusFirst(name: string): Promise<string> {
  const first = column(name).locator('[data-card-id]').first();
  await first.waitFor();
  const id = (await first.getAttribute('data-card-id')) ?? '';
  await first.focus();
  return id;
}

describe('the board', () => {
  test('moves a deal by keys, keeps the focus on it, and takes the move back', async () => {
    await openBoard();
    const id = await focusFirst('Lead');
    await app.page.keyboard.press('Shift+ArrowRight');
    await toast('Moved to Qualified');
    await expect.poll(() => stageOf(id)).toBe('qualified');
    await expect
      .poll(() => app.page.evaluate(() => (document.activeElement as HTMLElement).dataset['cardId']))
      .toBe(id);
    await app.page.keyboard.press('Control+z');
    await expect.poll(() => stageOf(id)).toBe('lead');
  });

  test('moves a deal by the mouse, and the sums follow', async () => {
    await openBoard();
    const id = await focusFirst('Lead');
    const before = await column('Lead').locator('h2 + span').innerText();
    const from = await card(id).boundingBox();
    const to = await column('Proposal').boundingBox();
    if (from === null || to === null) throw new Error('The board is not drawn.');
    await app.page.mouse.move(from.x + 40, from.y + 40);
    await app.page.mouse.down();
    await app.page.mouse.move(from.x + 80, from.y + 60, { steps: 4 });
    await app.page.mouse.move(to.x + 90, to.y + 200, { steps: 8 });
    await app.page.mouse.up();
    await expect.poll(() => stageOf(id)).toBe('proposal');
    await expect.poll(() => column('Lead').locator('h2 + span').innerText()).toBe(String(Number(before) - 1));
  });

  test('asks why a deal was lost, and takes the number of a reason', async () => {
    const { page } = app;
    await openBoard();
    const id = await focusFirst('Qualified');
    await page.keyboard.press('q');
    const confirm = page.getByRole('button', { name: /Mark as lost/ });
    await confirm.waitFor();
    await expect.poll(() => confirm.isDisabled()).toBe(true);
    expect(await app.axe()).toEqual([]);
    await page.keyboard.press('Escape');
    await expect.poll(() => page.evaluate(() => (document.activeElement as HTMLElement).dataset['cardId'])).toBe(id);
    await page.keyboard.press('q');
    await confirm.waitFor();
    await page.keyboard.press('2');
    await page.getByLabel('Lost to (optional)').fill('Baltic Flow Systems');
    await page.keyboard.press('Control+Enter');
    await toast('Moved to Lost');
    await expect.poll(() => stageOf(id)).toBe('lost');
    await expect.poll(() => card(id).innerText()).toContain('Competitor');
    await card(id).click();
    await page.getByText('Lost to Baltic Flow Systems.').waitFor();
  });

  test('W wins, and what was won can be reopened', async () => {
    const { page } = app;
    await openBoard();
    const id = await focusFirst('Negotiation');
    await page.keyboard.press('w');
    await expect.poll(() => stageOf(id)).toBe('won');
    await card(id).click();
    await page.getByRole('button', { name: 'Reopen' }).click();
    await page.getByRole('button', { name: /^Won/ }).waitFor();
  });

  test('opens a deal, and Escape comes back to its card', async () => {
    const { page } = app;
    await openBoard();
    const id = await focusFirst('Proposal');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /^Edit Next step/ }).click();
    await page.getByRole('textbox', { name: 'Next step' }).fill('Ask for the order');
    await page.keyboard.press('Enter');
    await toast('Next step changed');
    expect(await app.axe()).toEqual([]);
    await page.keyboard.press('Escape');
    await card(id).waitFor();
    await expect.poll(() => card(id).innerText()).toContain('Ask for the order');
    await expect.poll(() => page.evaluate(() => (document.activeElement as HTMLElement).dataset['cardId'])).toBe(id);
  });

  test('shows the deals of one owner', async () => {
    const { page } = app;
    await openBoard();
    const all = await page
      .getByText(/^\d+ deals/)
      .first()
      .innerText();
    await page.getByRole('button', { name: /^Filter/ }).click();
    await page.getByLabel('Owner').selectOption({ label: 'Sanna Reyes' });
    await page.getByText('Owner is Sanna Reyes').waitFor();
    await expect
      .poll(() =>
        page
          .getByText(/^\d+ deals/)
          .first()
          .innerText(),
      )
      .not.toBe(all);
    await page
      .getByRole('button', { name: /Owner is Sanna Reyes/ })
      .last()
      .click();
    await expect
      .poll(() =>
        page
          .getByText(/^\d+ deals/)
          .first()
          .innerText(),
      )
      .toBe(all);
    expect(await app.axe()).toEqual([]);
  });
});

test('a new deal is typed, kept, checked and added; the table finds and sorts it', async () => {
  const { page } = app;
  await openBoard();
  await page.keyboard.press('d');
  await page.getByLabel('Title').fill('Harbour cranes');
  await page.getByLabel('Value').fill('twelve');
  await page.getByLabel('Value').blur();
  await page.getByText(/for example/).waitFor();
  await page.getByLabel('Value').fill('12,500');
  expect(await app.axe()).toEqual([]);
  await page.keyboard.press('Control+Enter');
  await toast('Harbour cranes added');
  await page.getByRole('heading', { level: 1, name: 'Harbour cranes' }).waitFor();
  await app.verbs.go('/deals');
  await page.getByRole('button', { name: 'Table', exact: true }).click();
  await page.getByRole('searchbox').fill('harbour');
  const row = page.locator('[role=row][data-index="0"]');
  await expect.poll(() => row.innerText()).toContain('Harbour cranes');
  await expect.poll(() => row.innerText()).toContain('12,500');
  await page.getByRole('searchbox').fill('');
  await page.getByRole('columnheader', { name: 'Value' }).getByRole('button').click();
  const value = async (index: number): Promise<number> =>
    Number(
      (await page.locator(`[role=row][data-index="${index}"]`).innerText()).split('\n').at(-1)?.replaceAll(/\D/g, ''),
    );
  await expect
    .poll(async () => (await value(0)) >= (await value(1)) && (await value(1)) >= (await value(2)))
    .toBe(true);
  expect(await app.axe()).toEqual([]);
});

test('a file of deals is looked at, tried out and brought in', async () => {
  const { page } = app;
  const path = join(folder, 'pipeline.csv');
  writeFileSync(
    path,
    'id;deal;account;stage;created;amount\nx1;Import one;Fjord Works;Lead;25/12/2025;1.500,50\nx2;Import two;Fjord Works;Somewhere;26/12/2025;2\n;;;;;\nx3;;Fjord Works;Lead;27/12/2025;3\n',
  );
  await app.verbs.go('/import');
  await page.getByRole('radio', { name: 'Deals' }).check();
  expect(await app.axe()).toEqual([]);
  await page.locator('input[type=file]').setInputFiles(path);
  await page.getByRole('heading', { level: 1, name: 'Import deals' }).waitFor();
  await page.getByText('pipeline.csv, 3 rows, UTF-8, semicolon, LF').waitFor();
  await expect.poll(() => page.getByLabel('Read created as').inputValue()).toBe('date-dmy');
  await expect.poll(() => page.getByLabel('Read amount as').inputValue()).toBe('number-comma');
  await page.getByRole('button', { name: /Import 1 deal/ }).waitFor();
  await page.getByText('Title is empty').waitFor();
  await page.getByLabel('“Somewhere”, 1 row').selectOption({ label: 'Qualified' });
  await page.getByRole('button', { name: /Import 2 deals/ }).waitFor();
  await page.getByRole('cell', { name: '1,500.50 €' }).waitFor();
  expect(await app.axe()).toEqual([]);
  await page.keyboard.press('Tab');
  await page.getByRole('button', { name: /Import 2 deals/ }).press('Control+Enter');
  await page.getByRole('heading', { name: 'Done', exact: true }).waitFor();
  expect(await app.axe()).toEqual([]);
  await page.getByRole('button', { name: 'Open deals' }).click();
  await page.getByRole('heading', { level: 1, name: 'Deals' }).waitFor();
  await openBoard();
  await expect.poll(() => column('Qualified').getByText('Import two').count()).toBe(1);
  await app.verbs.go('/import');
  await page.getByRole('button', { name: 'Import another file' }).click();
  await page.getByRole('button', { name: 'Choose a CSV file' }).waitFor();
});

test('nothing was complained about in the console', () => {
  expect(app.complaints).toEqual([]);
});
