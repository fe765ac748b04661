import type { Page } from 'playwright-core';
import { v7 as uuidV7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { HALDEN_UNITS } from '../../wrapper-sandbox/demo-tenant.ts';
import { askFrom } from '../support/call-window.ts';
import { findViolations } from '../support/find-violations.ts';
import { openApart, type OpenApart } from '../support/open-apart.ts';
import { pictureIfFailed } from '../support/picture-if-failed.ts';
import { signIn } from '../support/sign-in.ts';
import { verbsOf, type Verbs } from '../support/window-verbs.ts';

/** Drafts from the field: looked at first, some of them applied, and what became of them. */
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

const run = (name: string, args: object) => askFrom(page, '/mutations/run', { name, args });

async function newContact(lastName: string): Promise<string> {
  const contactId = uuidV7();
  await run('contacts.create', { contactId, firstName: 'Ana', lastName, orgId: HALDEN_UNITS.northField });
  return contactId;
}

const row = (text: string) => page.getByRole('row').filter({ hasText: text });

test('reviewed first, drafts wait; a picked one goes with what it builds on, an edited one as it is now', async () => {
  await verbs.go('/settings');
  await page.getByRole('link', { name: 'Offline' }).click();
  const reviewFirst = page.getByRole('checkbox', { name: 'Review drafts first' });
  await reviewFirst.click();
  await expect.poll(() => reviewFirst.isChecked()).toBe(true);
  await verbs.switchWorkOffline();
  await verbs.untilStatus(/^Offline/);
  await newContact('Brekke');
  const second = await newContact('Solheim');
  await run('notes.create', { noteId: uuidV7(), contactId: second, body: 'Wants a quote for two' });
  await verbs.untilStatus(/3 drafts/);
  await verbs.switchWorkOffline();
  await verbs.untilStatus(/^Online/);

  await page.getByText('3 drafts wait for your word.').waitFor();
  await verbs.untilStatus(/^Online[\s\S]*\n3 drafts wait for your word\nRecords up to date/);
  await page.getByRole('button', { name: 'Review drafts' }).click();
  await row('Brekke').waitFor();
  expect(await page.getByRole('row').count()).toBe(3);
  expect(await findViolations(page)).toEqual([]);

  await row('Brekke').getByText('Create contact').click();
  await page.setViewportSize({ width: 1024, height: 700 });
  const pass = page.getByRole('region', { name: 'What this change rests on' });
  await pass.getByText(/^1 new contact: allowed\./).waitFor();
  expect(await findViolations(page)).toEqual([]);
  await page.setViewportSize({ width: 1280, height: 800 });
  await row('Brekke').getByRole('button', { name: 'Edit' }).click();
  const form = page.getByRole('region', { name: 'Edit the draft' });
  await form.getByRole('textbox', { name: 'Last name' }).fill('Brekke-Lie');
  expect(await findViolations(page)).toEqual([]);
  await page.keyboard.press('Control+Enter');
  await row('Brekke-Lie').waitFor();

  await row('Wants a quote').getByRole('checkbox').check();
  const bar = page.getByRole('toolbar');
  await bar.getByText(/With it goes what it builds on: .*Ana Solheim/).waitFor();
  expect(await findViolations(page)).toEqual([]);
  await bar.getByRole('button', { name: 'Apply 2 drafts' }).click();
  await page.getByText('2 drafts applied.').waitFor();
  expect(await page.getByRole('row').count()).toBe(1);
});

test('what was applied and what was not, and why, stands until it is put away', async () => {
  await page.getByRole('button', { name: 'Put away' }).click();
  await app.setCredits(0);
  await verbs.go('/sync?part=drafts');
  await page.getByRole('button', { name: 'Apply all' }).click();
  const said = page.getByText('1 draft was not applied: there are not enough credits.');
  await said.waitFor();
  await verbs.go('/');
  await said.waitFor();
  await page.reload();
  await said.waitFor();
  await page.getByRole('button', { name: 'Look at it' }).click();
  await page
    .getByText(/Refused: there are not enough credits\..*Send it again once/)
    .first()
    .waitFor();
  await verbs.untilStatus(/1 needs you/);
  expect(await findViolations(page)).toEqual([]);
  await app.setCredits(100);
  await page.getByRole('button', { name: 'Send again' }).click();
  await verbs.untilStatus(/Everything sent/);
});
