import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { findViolations } from '../support/find-violations.ts';
import { openApp, type OpenApp } from '../support/open-app.ts';
import { signIn } from '../support/sign-in.ts';
import type { Look } from '../support/windows.ts';
import { pictureIfFailed } from '../support/picture-if-failed.ts';
import { verbsOf, type Verbs } from '../support/window-verbs.ts';

/** A manager's board and import, every screen under axe, and then a viewer on the same laptop. */
let walk: OpenApp;
let page: Page;
let verbs: Verbs;

/** Companies of the public "CRM sales opportunities" data set; not part of the repository. */
const ACCOUNTS = resolve(import.meta.dirname, '../../../../shared/data/maven-crm/accounts.csv');

beforeAll(async () => {
  walk = await openApp();
  page = await walk.openWindow();
  verbs = verbsOf(page);
  await signIn(page, walk.account('manager'));
  await verbs.untilStatus(/^Online[\s\S]*Everything sent/);
});
beforeEach(() => pictureIfFailed(() => page));
afterAll(() => walk[Symbol.asyncDispose]());

const card = (id: string): Locator => page.locator(`[data-card-id="${id}"]`);
const stageOf = (id: string) => card(id).getAttribute('data-card-stage');

async function firstCardOf(stage: string): Promise<string> {
  const first = verbs.region(stage).locator('[data-card-id]').first();
  await first.waitFor();
  return (await first.getAttribute('data-card-id')) ?? '';
}

async function dragTo(id: string, stage: string): Promise<void> {
  const from = await card(id).boundingBox();
  const to = await verbs.region(stage).boundingBox();
  if (from === null || to === null) throw new Error('The board is not drawn.');
  await page.mouse.move(from.x + 40, from.y + 40);
  await page.mouse.down();
  await page.mouse.move(from.x + 70, from.y + 55, { steps: 4 });
  await page.mouse.move(to.x + 90, to.y + 220, { steps: 10 });
  await page.mouse.up();
}

describe('the board', () => {
  test('a card dragged to another stage lies there, is sent, and Ctrl Z brings it back', async () => {
    await verbs.go('/deals');
    const id = await firstCardOf('Lead');
    await dragTo(id, 'Proposal');
    await expect.poll(() => stageOf(id)).toBe('proposal');
    await verbs.untilStatus(/Everything sent/);
    await verbs.unfocus();
    await page.keyboard.press('Control+z');
    await expect.poll(() => stageOf(id)).toBe('lead');
  });

  test('a card dropped where it was stays, and the drop does not open it', async () => {
    await verbs.go('/deals');
    const id = await firstCardOf('Qualified');
    const box = await card(id).boundingBox();
    if (box === null) throw new Error('The board is not drawn.');
    await page.mouse.move(box.x + 40, box.y + 40);
    await page.mouse.down();
    await page.mouse.move(box.x + 70, box.y + 55, { steps: 6 });
    await page.mouse.up();
    await verbs.untilQuiet();
    expect(await stageOf(id)).toBe('qualified');
    expect(new URL(page.url()).hash).toBe('#/deals');
  });

  test('Shift and an arrow move the focused card, which keeps the focus', async () => {
    const id = await firstCardOf('Qualified');
    await card(id).focus();
    await page.keyboard.press('Shift+ArrowRight');
    await expect.poll(() => stageOf(id)).toBe('proposal');
    await expect.poll(() => card(id).evaluate((element) => element === document.activeElement)).toBe(true);
    await page.keyboard.press('Shift+ArrowLeft');
    await expect.poll(() => stageOf(id)).toBe('qualified');
  });

  test('dragged to Lost it asks why, goes nowhere without a reason, and comes back by Undo', async () => {
    const id = await firstCardOf('Proposal');
    await dragTo(id, 'Lost');
    const dialog = page.getByRole('dialog', { name: /lost/ });
    await dialog.waitFor();
    await expect.poll(() => dialog.getByRole('button', { name: /Mark as lost/ }).isDisabled()).toBe(true);
    await page.keyboard.press('Control+Enter');
    expect(await stageOf(id)).toBe('proposal');
    expect(await findViolations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await stageOf(id)).toBe('proposal');
    await card(id).focus();
    await page.keyboard.press('q');
    await dialog.waitFor();
    await page.keyboard.press('1');
    await page.keyboard.press('Control+Enter');
    await expect.poll(() => stageOf(id)).toBe('lost');
    await page.getByRole('button', { name: /^Undo/ }).last().click();
    await expect.poll(() => stageOf(id)).toBe('proposal');
  });
});

test.skipIf(!existsSync(ACCOUNTS))('companies of a real file are read, tried out and brought in', async () => {
  await verbs.go('/import');
  await page.getByRole('radio', { name: 'Companies' }).check();
  await page.locator('input[type=file]').setInputFiles(ACCOUNTS);
  await page.getByText(/^accounts\.csv, 85 rows/).waitFor();
  const start = page.getByRole('button', { name: /^Import 85 companies/ });
  await start.waitFor();
  await page.getByRole('cell', { name: 'Acme Corporation' }).first().waitFor();
  expect(await findViolations(page)).toEqual([]);
  await start.click();
  await page.getByRole('heading', { name: 'Done', exact: true }).waitFor();
  expect(await findViolations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Open companies' }).click();
  await page.getByRole('searchbox').fill('Acme Corp');
  await expect.poll(() => verbs.row(0).innerText()).toContain('Acme Corporation');
  await verbs.untilStatus(/Everything sent/);
});

/** A screen as it is after these steps. */
interface Screen {
  readonly name: string;
  readonly path: string;
  readonly then?: (there: Page) => Promise<void>;
}

const inForm = async (there: Page): Promise<void> => {
  await there.keyboard.press('c');
  await there.getByRole('region', { name: /^New/ }).waitFor();
};
const firstRow = async (there: Page): Promise<void> => {
  await there.locator('[role=row][data-index="1"]:not([aria-busy=true])').click();
  await there.getByRole('tab', { name: 'Note' }).waitFor();
};
const SCREENS: readonly Screen[] = [
  { name: 'today', path: '/' },
  { name: 'contacts', path: '/contacts' },
  { name: 'contact', path: '/contacts', then: firstRow },
  { name: 'new contact', path: '/contacts', then: inForm },
  {
    name: 'no contact',
    path: '/contacts',
    async then(there) {
      await there.getByRole('searchbox').fill('qqqqqq');
      await there.getByText(/^No contact matches/).waitFor();
    },
  },
  { name: 'companies', path: '/companies' },
  { name: 'company', path: '/companies', then: firstRow },
  { name: 'new company', path: '/companies', then: inForm },
  { name: 'board', path: '/deals', then: (there) => there.locator('[data-card-id]').first().waitFor() },
  {
    name: 'deal',
    path: '/deals',
    async then(there) {
      await there.locator('[data-card-id]').first().click();
      await there.getByRole('tab', { name: 'Note' }).waitFor();
    },
  },
  {
    name: 'new deal',
    path: '/deals',
    async then(there) {
      await there.keyboard.press('d');
      await there.getByLabel('Title').waitFor();
    },
  },
  {
    name: 'deals as a table',
    path: '/deals',
    async then(there) {
      await there.getByRole('button', { name: 'Table', exact: true }).click();
      await there.locator('[role=row][data-index="1"]').waitFor();
    },
  },
  { name: 'tasks', path: '/tasks' },
  { name: 'sync centre', path: '/sync' },
  { name: 'sent', path: '/sync?part=sent' },
  { name: 'import', path: '/import' },
  { name: 'settings', path: '/settings' },
  { name: 'no such place', path: '/nowhere' },
  {
    name: 'palette',
    path: '/',
    async then(there) {
      await there.keyboard.press('Control+k');
      await there.locator('[role=combobox]:focus').waitFor();
      await there.keyboard.type('tarn');
      await there.getByRole('option').first().waitFor();
    },
  },
  {
    name: 'keys',
    path: '/tasks',
    async then(there) {
      await there.keyboard.press('?');
      await there.getByRole('dialog').waitFor();
    },
  },
];

const LOOKS: readonly Look[] = [
  { width: 1280, height: 800, isDark: false },
  { width: 1024, height: 700, isDark: true },
];

test('axe finds nothing on any screen, wide and light, narrow and dark', async () => {
  const found = await Promise.all(LOOKS.map(findInLook));
  expect(found.flat()).toEqual([]);
});

async function findInLook(look: Look): Promise<readonly string[]> {
  const there = await walk.openWindow(look);
  const { go, untilQuiet } = verbsOf(there);
  const found: string[] = [];
  for (const { name, path, then } of SCREENS) {
    await there.reload();
    await there.getByRole('navigation', { name: 'Main' }).waitFor();
    await go(path);
    await untilQuiet();
    await then?.(there);
    await untilQuiet();
    const place = `${name} at ${look.width}`;
    found.push(...(await findViolations(there)).map((words) => `${place}: ${words}`));
    if ((await there.locator('h1').count()) !== 1) found.push(`${place}: not one h1`);
  }
  await there.close();
  return found;
}

describe('a viewer on the same laptop', () => {
  beforeAll(async () => {
    await verbs.untilStatus(/Everything sent/);
    await page.getByRole('button', { name: /account and settings/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in to Satchel' }).waitFor();
    await signIn(page, walk.account('viewer'));
    await verbs.untilStatus(/^Online/);
  });

  test('reads a contact, and what is off says why', async () => {
    await verbs.go('/contacts');
    await verbs.row(2).click();
    const pane = verbs.region('Contact');
    await pane.getByText('Last contact').waitFor();
    const off = page.getByRole('button', { name: /^Contact .*off for now/ });
    await expect.poll(() => off.getAttribute('aria-disabled')).toBe('true');
    await expect.poll(() => pane.getByRole('button', { name: /^Edit / }).count()).toBe(0);
    await expect.poll(() => pane.getByRole('textbox').count()).toBe(0);
    await off.focus();
    await page.keyboard.press('?');
    const why = page.getByRole('dialog', { name: /^Why is .* off\?$/ });
    await why.waitFor();
    for (const part of ['Permission', 'Last answer', 'Source, age', 'What unblocks it'])
      await expect.poll(() => why.innerText()).toContain(part);
    expect(await findViolations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await why.waitFor({ state: 'detached' });
  });

  test.each([
    { path: '/contacts', create: 'c', others: ['Delete', 'n'] },
    { path: '/companies', create: 'c', others: ['Delete', 'n'] },
    { path: '/deals', create: 'd', others: ['w', 'q', 'Shift+ArrowRight'] },
  ])(
    'on $path the key for a new record says why not, and no other key changes one',
    async ({ path, create, others }) => {
      await verbs.go(path);
      await verbs.unfocus();
      await page.keyboard.press(create);
      const pane = page.getByRole('region', { name: /^New/ });
      await pane.getByText('Your role does not allow this.').waitFor();
      await expect.poll(() => pane.getByRole('textbox').count()).toBe(0);
      expect(await findViolations(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await pane.waitFor({ state: 'detached' });
      const first = page.locator('[role=row][data-index="1"], [data-card-id]').first();
      await verbs.untilQuiet();
      await first.focus();
      const before = await first.innerText();
      for (const key of others) await page.keyboard.press(key);
      await verbs.untilQuiet();
      expect(await page.getByRole('dialog', { name: /lost/ }).count()).toBe(0);
      expect(await first.innerText()).toBe(before);
      await verbs.untilStatus(/Everything sent/);
    },
  );

  test('every control of a record, of the import and of the tasks that would write is locked', async () => {
    const paths = ['/contacts', '/companies', '/deals', '/tasks', '/import'];
    for (const path of paths) {
      await verbs.go(path);
      await verbs.untilQuiet();
      const open = page
        .locator('main')
        .getByRole('button', { name: /^(Edit|Delete|Save|Add|Choose a CSV|Won|Lost|Contact|Company|Deal|Task)\b/ });
      const names = await open.evaluateAll((buttons) =>
        buttons.filter((button) => button.ariaDisabled !== 'true').map((button) => button.textContent),
      );
      expect([path, names]).toEqual([path, []]);
    }
  });
});

test('no page wrote an error or a warning to its console', () => {
  expect(walk.complaints).toEqual([]);
});
